"""What a copy cannot keep is told; what it can, it keeps."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.support.books.annotated_copies import SHEET, check, messy, messy_book, opened
from tests.support.desk import Desk
from tests.support.strength import sampled


@pytest.mark.system
def test_a_copy_of_everything_says_nothing_of_losses(desk: Desk) -> None:
    said = desk.say("check", messy(desk), "--create-devices")
    assert "Not in" not in said.out
    assert "formulas" not in said.out


@pytest.mark.system
def test_what_is_not_in_the_copy_is_told_on_the_terminal_and_in_it(desk: Desk) -> None:
    book = messy_book()
    sheet = book[SHEET]
    for at in ("H3", "H20"):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=3, max_row=8))
        sheet.add_chart(chart, at)
    sheet["A4"].hyperlink = "http://acme.example/"
    sheet["G20"] = "=1+1"
    path = desk.folder / "desired.xlsx"
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    said = desk.say("check", "desired.xlsx", "--create-devices")

    told = "2 charts, 1 link and macros; formulas stand as their values."
    assert f"Not in the copy of desired.xlsx: {told}" in " ".join(said.out.split())
    assert opened(desk.folder / "desired.checked.xlsx")["Issues"]["A4"].value == f"Not in this copy: {told}"


@pytest.mark.system
def test_a_copy_of_a_copy_has_lost_nothing_more(desk: Desk) -> None:
    book = messy_book()
    book[SHEET]["A4"].hyperlink = "http://acme.example/"
    book.save(desk.folder / "desired.xlsx")
    assert "Not in" not in desk.say("check", check(desk, "desired.xlsx"), "--create-devices").out


@pytest.mark.system
@pytest.mark.parametrize(
    ("kind", "formula", "is_kept"),
    sampled(
        [
            ("list", "types", True),
            ("list", "TYPES", True),
            ("list", "nothing", False),
            ("list", "outside", False),
            ("list", "OFFSET(Lists!$A$1,0,0,2)", False),
            ("date", "DATE(2020,1,1)", True),
            ("custom", 'OR(COUNTIF(types,A4)>0,LOWER(A4)="<clear>!")', True),
            ("custom", "COUNTIF(Lists!$A$1:$A$3,A4)>0", True),
            ("custom", "COUNTIF(Outside,A4)>0", False),
            ("custom", "COUNTIF([1]S!$A$1:$A$3,A4)>0", False),
            ("custom", "COUNTIF('C:/other.xlsx'!types,A4)>0", False),
            ("custom", 'INDIRECT("x")=1', False),
        ],
        every=4,
    ),
)
def test_a_rule_for_input_stays_where_it_reaches_nothing_outside(
    desk: Desk, kind: str, formula: str, *, is_kept: bool
) -> None:
    book = messy_book()
    rule = DataValidation(type=kind, formula1=formula)
    rule.add("A4:A9")
    book[SHEET].add_data_validation(rule)
    book.defined_names["types"] = DefinedName("types", attr_text="Lists!$A$1:$A$3")
    book.defined_names["outside"] = DefinedName("outside", attr_text="[1]S!$A$1")
    book.save(desk.folder / "desired.xlsx")

    copy = opened(check(desk, "desired.xlsx"))

    assert [found.formula1 for found in copy[SHEET].data_validations.dataValidation] == [formula] * is_kept
    rules = "" if is_kept else "1 rule for input and "
    assert copy["Issues"]["A4"].value == f"Not in this copy: {rules}1 defined name."


@pytest.mark.system
def test_a_template_comes_back_with_all_its_rules(office: Desk) -> None:
    office.say("template", "inventory", "-o", "template.xlsx")
    path = office.folder / "template.xlsx"
    book = opened(path)
    sheet = next(one for one in book.worksheets if one.data_validations.dataValidation)
    sheet["A2"] = "LT-0001"
    book.save(path)

    copy = opened(check(office, path))

    assert _rules(copy, sheet.title) == _rules(opened(path), sheet.title) != []


def _rules(book: openpyxl.Workbook, sheet: str) -> list[tuple[str, str | None]]:
    return [(str(rule.sqref), rule.formula1) for rule in book[sheet].data_validations.dataValidation]
