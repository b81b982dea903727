"""What a template offers to whoever fills it in: columns, words to choose from, tests of what is typed, and help."""

from __future__ import annotations

import zipfile

import pytest

from pipeline.outputs.workbooks.template.columns import FIELDS, title_of
from schemas.headers.matching import match_header
from schemas.vocabulary import DEVICE_KINDS, Kind
from tests.support.books.templates import headers, letter, made, offered, opened, rule
from tests.support.desk import Desk

MAIN = {
    "inventory": [
        *("Serial number", "Asset tag", "MAC address", "Name", "Type", "Category", "Brand", "Model", "Status"),
        *("Condition", "Location", "Department", "Purchase price", "Purchase date", "Warranty months"),
    ],
    "assignments": [
        *("Serial number", "Asset tag", "Device name", "Owner e-mail", "Action", "Effective from", "Until"),
        *("Due back", "Owner name", "Device type", "Label", "Comment"),
    ],
    "people": [
        *("E-mail", "Employee number", "Username", "Name", "Department", "Cost center", "Job title", "Manager"),
        *("Location", "First day", "Last day"),
    ],
}


@pytest.mark.parametrize("kind", Kind)
def test_every_header_means_its_field(kind: Kind) -> None:
    names = [field.name for field in FIELDS[kind]]
    kinds = DEVICE_KINDS if kind is Kind.REGISTER else (kind,)
    meant = [{match_header(title_of(name, kind), one) for one in kinds} for name in names]
    assert all(name in fields for name, fields in zip(names, meant, strict=True))


@pytest.mark.parametrize("kind", MAIN)
def test_it_has_the_main_columns(blank: Desk, kind: str) -> None:
    assert headers(opened(blank, kind)[1]) == MAIN[kind]


@pytest.mark.system
@pytest.mark.parametrize("kind", MAIN)
def test_it_may_have_every_column_there_is(blank: Desk, kind: str) -> None:
    shown = headers(opened(blank, kind, "--all-columns")[1])
    assert sorted(shown) == sorted(title_of(field.name, Kind(kind)) for field in FIELDS[Kind(kind)])


def test_without_a_ledger_the_usual_words_are_offered(blank: Desk) -> None:
    book, sheet = opened(blank, "inventory")
    assert {"laptop", "phone", "sensor"} < set(offered(book, sheet, "Type"))
    assert offered(book, sheet, "Status") == ["in use", "in stock", "in repair", "retired"]
    assert rule(sheet, "Location") is None


@pytest.mark.system
def test_the_words_of_the_ledger_are_offered_each_once(odd_office: Desk) -> None:
    book, sheet = opened(odd_office, "inventory")
    assert offered(book, sheet, "Type") == ["laptop", "phone"]
    assert offered(book, sheet, "Category") == ["computers", "phones"]
    places = ['=HYPERLINK("http://x","y")', "-2 basement", "@home", "Berlin", "Paris"]
    assert sorted(offered(book, sheet, "Location")) == sorted(places)


def test_the_owners_of_the_ledger_are_offered_and_nobody(odd_office: Desk) -> None:
    book, sheet = opened(odd_office, "assignments")
    people = ["anna@acme.example", "ben@acme.example", "eva@acme.example", "zoe@odd.example"]
    assert offered(book, sheet, "Owner e-mail") == [*people, "<none>"]


def test_an_organization_offers_its_own_words_only(odd_office: Desk) -> None:
    book, sheet = opened(odd_office, "assignments", "--org", "odd")
    assert offered(book, sheet, "Owner e-mail") == ["zoe@odd.example", "<none>"]


@pytest.mark.system
def test_where_there_are_several_organizations_there_is_a_column_for_them(odd_office: Desk) -> None:
    book, sheet = opened(odd_office, "inventory")
    assert headers(sheet) == [*MAIN["inventory"], "Organization"]
    assert offered(book, sheet, "Organization") == ["default", "odd"]
    assert headers(opened(odd_office, "inventory", "--org", "odd")[1]) == MAIN["inventory"]


def test_an_organization_that_is_not_on_record_yet_may_have_a_template_too(odd_office: Desk) -> None:
    book, _ = opened(odd_office, "assignments", "--org", "new")
    assert "rollcall check FILE.xlsx --org new" in "".join(str(cell.value) for (cell, *_) in book.worksheets[0])


def test_actions_and_yes_or_no_are_closed_lists(blank: Desk) -> None:
    book, sheet = opened(blank, "assignments")
    assert offered(book, sheet, "Action") == ["assign", "unassign"]
    found = rule(sheet, "Action")
    assert found is not None
    assert found.errorStyle == "stop"
    book, sheet = opened(blank, "inventory", "--all-columns")
    assert offered(book, sheet, "Is rented") == ["yes", "no", "<clear>"]


@pytest.mark.parametrize(
    ("kind", "header", "type_", "style"),
    [
        ("inventory", "Type", "list", "warning"),
        ("inventory", "Purchase date", "custom", "stop"),
        ("inventory", "Purchase price", "custom", "warning"),
        ("inventory", "Warranty months", "custom", "stop"),
        ("inventory", "Device ID", "whole", "stop"),
        ("assignments", "Effective from", "date", "warning"),
        ("assignments", "Until", "custom", "warning"),
    ],
)
def test_what_is_typed_is_tested(blank: Desk, kind: str, header: str, type_: str, style: str) -> None:
    _, sheet = opened(blank, kind, "--all-columns")
    found = rule(sheet, header)
    assert found is not None
    assert (found.type, found.errorStyle, found.allow_blank) == (type_, style, True)


def test_a_test_is_of_the_cell_that_is_typed_and_lets_clear_pass(blank: Desk) -> None:
    _, sheet = opened(blank, "inventory")
    found, at = rule(sheet, "Warranty months"), f"{letter(sheet, 'Warranty months')}2"
    assert found is not None
    assert found.formula1 == f'IF(ISNUMBER({at}),AND({at}>=0,{at}<=9999999999999,INT({at})={at}),LOWER({at})="<clear>")'


def test_it_reaches_as_far_as_asked(blank: Desk) -> None:
    _, sheet = opened(blank, "inventory", "--rows", 25)
    found = rule(sheet, "Type")
    assert found is not None
    assert str(found.sqref) == "E2:E26"
    assert sheet.auto_filter.ref == "A1:O26"


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("Serial number", "@"),
        ("Asset tag", "@"),
        ("Location", "@"),
        ("Purchase date", "yyyy-mm-dd"),
        ("Purchase price", "#,##0.00"),
    ],
)
def test_whole_columns_are_formatted(blank: Desk, header: str, form: str) -> None:
    _, sheet = opened(blank, "inventory")
    assert sheet.column_dimensions[letter(sheet, header)].number_format == form


def test_a_header_says_what_its_column_means(blank: Desk) -> None:
    _, sheet = opened(blank, "inventory")
    comments = {cell.value: cell.comment.text for cell in sheet[1]}
    assert comments["Purchase date"] == (
        "When it was bought.\nOptional.\nAllowed: a date; it is shown as year-month-day.\nExample: 2026-03-31\n"
        "<clear> empties what is on record."
    )
    assert "Required for a device that is new.\nWhere blank: its model and its identifier." in comments["Name"]
    assert all(comments.values())


def test_what_is_required_stands_out(blank: Desk) -> None:
    _, sheet = opened(blank, "inventory")
    fills = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    assert fills["Name"] == fills["Type"] == fills["Category"]
    assert len({fills["Name"], fills["Serial number"], fills["Brand"]}) == 3


def test_it_is_ready_to_be_scrolled_and_printed(blank: Desk) -> None:
    _, sheet = opened(blank, "assignments")
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        *("landscape", 1, 0),
    )


def test_the_page_before_it_explains_every_column(blank: Desk) -> None:
    book, sheet = opened(blank, "inventory")
    guide = book.worksheets[0]
    told = [row[0].value for row in guide.iter_rows() if row[4].value]
    assert guide.title == "How to fill this in"
    assert told == ["Column", *headers(sheet)]


def test_only_the_words_of_the_dropdowns_are_hidden(odd_office: Desk) -> None:
    book, _ = opened(odd_office, "inventory")
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        *(("How to fill this in", "visible"), ("Inventory", "visible"), ("Lists", "hidden"))
    ]


def test_nothing_in_it_is_a_formula(odd_office: Desk) -> None:
    path = made(odd_office, "inventory", "--prefill", "--all-columns")
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
