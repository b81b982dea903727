"""Nothing comes back in a copy that could reach out of it or that somebody else wrote as a formula or a link."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.support.books.annotated_copies import COPY, SHEET, check, comments, messy, messy_book, opened
from tests.support.desk import Desk
from tests.support.strength import sampled


@pytest.mark.system
def test_formulas_links_and_macros_do_not_survive(desk: Desk) -> None:
    book = messy_book()
    book[SHEET]["D4"] = '=HYPERLINK("http://evil.example","x")'
    book[SHEET]["A4"].hyperlink = "http://evil.example/"
    book.save(desk.folder / "desired.xlsx")
    _add(desk.folder / "desired.xlsx", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/embeddings/oleObject1.bin": b"x"})

    parts = _parts(check(desk, "desired.xlsx"))

    assert not [name for name in parts if re.search("vba|embed|external|connection|media|activeX|custom", name)]
    assert not [name for name, text in parts.items() if b"<f>" in text or b"<f " in text]
    assert not [name for name, text in parts.items() if b'TargetMode="External"' in text]
    assert b"evil" not in b"".join(text for name, text in parts.items() if "rels" in name)
    assert set(re.findall(rb'<hyperlink [^>]*location="([^"!]*)!', parts["xl/worksheets/sheet1.xml"])) == {b"'Desired'"}


@pytest.mark.system
def test_rules_and_names_that_reach_outside_go_and_the_others_stay(desk: Desk) -> None:
    book, fill = messy_book(), PatternFill("solid", start_color="FF00FF00")
    sheet = book[SHEET]
    for cells, formula in (
        ("E4:E9", '"laptop,phone"'),
        ("D4:D9", "Lists!$A$1:$A$3"),
        ("A4:A9", "[evil.xlsx]S!$A$1:$A$9"),
    ):
        rule = DataValidation(type="list", formula1=formula)
        rule.add(cells)
        sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("A4:A9", CellIsRule(operator="equal", formula=['"x"'], fill=fill))
    sheet.conditional_formatting.add("B4:B9", FormulaRule(formula=["[1]S!$A$1=1"], fill=fill))
    book.defined_names["types"] = DefinedName("types", attr_text="Lists!$A$1:$A$3")
    book.defined_names["evil"] = DefinedName("evil", attr_text="[evil.xlsx]S!$A$1")
    book.defined_names["call"] = DefinedName("call", attr_text='WEBSERVICE("http://evil.example")')
    book.save(desk.folder / "desired.xlsx")

    copy = opened(check(desk, "desired.xlsx"))

    validations = copy[SHEET].data_validations.dataValidation
    assert [rule.formula1 for rule in validations] == ['"laptop,phone"', "Lists!$A$1:$A$3"]
    assert [str(area.sqref) for area in copy[SHEET].conditional_formatting] == ["A4:A9"]
    assert list(copy.defined_names) == ["types"]


@pytest.mark.system
@pytest.mark.parametrize("text", sampled(["=1+1", "+49 30", "-5", "@x", "=cmd|' /C calc'!A0"], every=3))
def test_what_a_person_typed_stays_text(desk: Desk, text: str) -> None:
    (desk.folder / "desired.csv").write_text(f'Serial Number,Owner Email,Label\nLT-1,anna@acme.example,"{text}"\n')
    cell = opened(check(desk, "desired.csv"))["desired"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.system
def test_a_list_of_commas_comes_back_as_a_workbook(desk: Desk) -> None:
    (desk.folder / "desired.csv").write_text("Serial Number,Owner Email\n00123,nobody\nLT-2,anna@acme.example\n")

    said = desk.say("check", "desired.csv")

    assert "desired.csv is no .xlsx workbook: its copy holds what was read of it, as text." in said.out
    book = opened(desk.folder / "desired.checked.xlsx")
    assert book.sheetnames == ["Issues", "desired"]
    assert [[cell.value for cell in row][:3] for row in book["desired"].iter_rows()] == [
        ["Serial Number", "Owner Email", "_outcome"],
        ["00123", "nobody", "rejected"],
        ["LT-2", "anna@acme.example", "skipped"],
    ]
    assert '"nobody" is not an e-mail address.' in comments(book["desired"])["B2"]


@pytest.mark.system
def test_a_workbook_that_would_cost_too_much_is_retold(desk: Desk) -> None:
    path = messy(desk)
    _change(path, "xl/worksheets/sheet1.xml", b'ref="A1:E1"', b'ref="A1:XFD3"')
    _change(path, "xl/worksheets/sheet1.xml", b"</mergeCells>", b'<mergeCell ref="G11:XFD1048576"/></mergeCells>')

    began = time.monotonic()
    said = desk.say("check", path, "--create-devices")

    assert (said.code, time.monotonic() - began < 20) == (4, True)
    assert "desired.xlsx cannot be copied as it is: its copy holds what was read of it, as text." in said.out
    sheet = opened(desk.folder / "desired.checked.xlsx")[SHEET]
    assert (sheet["A4"].value, sheet["F5"].value) == ("LT-0001", "rejected")


@pytest.mark.system
def test_a_workbook_that_openpyxl_cannot_load_is_retold(desk: Desk) -> None:
    path = messy(desk)
    _change(path, "xl/styles.xml", b"<styleSheet", b"<broken><styleSheet")

    report = desk.json("check", path, "--create-devices", code=None)

    assert opened(desk.at(report["outputs"]["check"]))[SHEET]["F5"].value == "rejected"


@pytest.mark.system
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_comments_and_links_are_there_in_libreoffice(checked: Desk) -> None:
    copy = checked.at(COPY)
    words = ["soffice", f"-env:UserInstallation=file://{checked.folder}/office", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*words, "--outdir", str(checked.folder / "saved"), str(copy)], check=True, capture_output=True, timeout=120
    )

    saved = opened(checked.folder / "saved" / copy.name)

    assert comments(saved[SHEET]).keys() == comments(opened(copy)[SHEET]).keys()
    assert "is not an e-mail address" in comments(saved[SHEET])["B5"]
    assert sum(1 for row in saved["Issues"].iter_rows() for cell in row if cell.hyperlink) == 5


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _add(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _change(path: Path, part: str, old: bytes, new: bytes) -> None:
    parts = _parts(path)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
