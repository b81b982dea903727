"""What the copy keeps of the person's workbook, and what it adds."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from tests.support.books.annotated_copies import (
    COPY,
    FIRST,
    HEADER,
    RED,
    ROWS,
    SHEET,
    YELLOW,
    check,
    colours,
    comments,
    messy,
    opened,
)
from tests.support.desk import Desk
from tests.support.office import asked


@pytest.fixture(scope="module")
def copied(checked_once: Desk) -> Workbook:
    """The copy of the messy workbook; only to be looked at."""
    return opened(checked_once.at(COPY))


def test_the_sheets_stand_in_their_order_after_the_issues(copied: Workbook) -> None:
    assert copied.sheetnames == ["Issues", SHEET, "Lists"]
    assert copied["Lists"].sheet_state == "hidden"
    assert copied.active.title == "Issues"


def test_the_looks_of_a_sheet_stay(copied: Workbook) -> None:
    sheet = copied[SHEET]
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("B4", 31)
    assert sheet["C6"].number_format == "yyyy-mm-dd hh:mm"
    assert (sheet["A3"].font.bold, sheet["A3"].fill.start_color.rgb) == (True, "FF7A4B00")
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:E1"]


def test_a_filter_reaches_over_the_new_columns(copied: Workbook) -> None:
    assert copied[SHEET].auto_filter.ref == "A3:H10"


def test_every_row_stands_where_it_stood(copied: Workbook) -> None:
    sheet = copied[SHEET]
    shown = [tuple(cell.value for cell in row[: len(HEADER)]) for row in sheet.iter_rows(FIRST, FIRST + 6)]
    assert [row[0] for row in shown] == [row[0] for row in ROWS]
    assert shown[2][3] == "=1+1"


def test_a_bad_cell_is_red_and_says_what_to_do(copied: Workbook) -> None:
    sheet = copied[SHEET]
    assert colours(sheet) == dict.fromkeys(("B5", "C5", "A7", "A9", "A10"), RED)
    assert comments(sheet)["C5"].startswith('Rollcall found:\n"someday" is not a date. Write it as 2025-03-01 or ')


def test_a_comment_of_the_persons_own_stays_above_ours(copied: Workbook) -> None:
    said = comments(copied[SHEET])["B5"]
    assert said == (
        'Please ask Ben\n\nRollcall found:\n"ben at acme" is not an e-mail address. Write it as name@company.com.'
    )


@pytest.mark.system
def test_a_warning_is_yellow(office: Desk) -> None:
    header = ("Serial Number", "Asset Tag", "Owner Email")
    office.book("desired.xlsx", header, ("LT-0001", "AT-99", "anna@acme.example"))

    sheet = opened(check(office, "desired.xlsx"))["Sheet1"]

    assert colours(sheet) == {"B2": YELLOW}
    assert comments(sheet)["B2"].startswith("Rollcall found:\nNobody has the asset tag AT-99 on record. Check it")


@pytest.mark.system
def test_several_findings_of_one_cell_stand_in_one_comment(desk: Desk) -> None:
    desk.book(
        "desired.xlsx", *asked(("LT-1", "eva@acme.example", "2025-01-01"), ("LT-1", "ben@acme.example", "2025-01-01"))
    )

    said = comments(opened(check(desk, "desired.xlsx"))["Sheet1"])

    assert set(said) == {"A2", "A3"}
    assert "row 3" in said["A2"]


def test_what_becomes_of_each_row_stands_beside_it(copied: Workbook) -> None:
    sheet = copied[SHEET]
    header = sheet["F3"]
    assert [cell.value for cell in sheet[3]] == [*HEADER, "_outcome", "_reason", "_message"]
    assert (header.font.bold, header.fill.start_color.rgb) == (True, "FF7A4B00")
    assert [sheet.cell(4, column).value for column in (6, 7)] == ["applied", None]
    assert [sheet.cell(5, column).value for column in (6, 7)] == ["rejected", "invalid_email"]
    assert sheet["H5"].value == 'B5: "ben at acme" is not an e-mail address. Write it as name@company.com.'


def test_the_issues_are_told_by_cause_and_one_by_one_with_links(copied: Workbook) -> None:
    sheet = copied["Issues"]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[0][0] == "Rollcall: what the check found"
    assert texts[1][0] == "desired.xlsx: 7 rows were checked, 4 would be rejected."
    assert ["2 x", "error", "Several rows say different things about this device or person."] in [
        row[:3] for row in texts
    ]
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links["Desired B5"] == "'Desired'!B5"
    assert len(links) == 5


@pytest.mark.system
def test_a_file_without_findings_is_given_back_too(office: Desk) -> None:
    book = opened(check(office, "monday.xlsx"))
    assert book["Issues"]["A3"].value == "Nothing was found."
    assert book["Sheet1"]["E2"].value == "unchanged"


@pytest.mark.system
def test_a_sheet_of_the_persons_own_called_issues_stays(desk: Desk) -> None:
    path = messy(desk)
    book = opened(path)
    book.create_sheet("Issues")["A1"] = "to do"
    book.save(path)

    assert opened(check(desk, path)).sheetnames == ["Issues (2)", SHEET, "Lists", "Issues"]


@pytest.mark.system
def test_a_column_that_is_hidden_to_the_end_hides_nothing_of_ours(desk: Desk) -> None:
    path = messy(desk)
    book = opened(path)
    column = book[SHEET].column_dimensions["E"]
    column.min, column.max, column.hidden = 5, 16_384, True
    book.save(path)

    columns = opened(check(desk, path))[SHEET].column_dimensions

    assert (columns["E"].hidden, columns["E"].max) == (True, 5)
    assert not columns["H"].hidden
