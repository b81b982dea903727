"""Two header rows: headings above, and the columns' own headers below; and rows of data that are none."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.support.sheets.header_rows import checked, columns
from tests.support.workbooks import read

ROW = ["LT-1", "laptop", "eva@acme.example", "Eva Berg"]


def test_headings_above_go_with_the_headers_below(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Device", None, "Owner", None], ["Serial", "Type", "E-mail", "Name"], ROW)

    (sheet,) = found.sheets
    assert sheet.columns == {"serial_number": "A", "device_type": "B", "owner_email": "C", "owner_name": "D"}
    assert (sheet.header_row, sheet.rows) == (2, 1)


def test_a_single_heading_in_the_middle_is_one_too(tmp_path: Path) -> None:
    found = columns(tmp_path, [None, None, "Owner", None], ["Serial", "Type", "E-mail", "Name"], ROW)

    assert found["owner_name"] == "D"


def test_a_title_above_the_first_column_is_no_heading(tmp_path: Path) -> None:
    found = columns(tmp_path, ["Owner"], ["Serial", "Type", "E-mail", "Name"], ROW)

    assert found == {"serial_number": "A", "device_type": "B", "owner_email": "C", "device_name": "D"}


def test_what_stands_only_in_the_upper_row_is_a_header_where_the_lower_is_blank(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Type", "Owner", None], [None, None, "E-mail", "Name"], ROW)

    (sheet,) = found.sheets
    assert sheet.columns == {"serial_number": "A", "device_type": "B", "owner_email": "C", "owner_name": "D"}
    assert found.assignments["row"].to_list() == [3]


def test_a_heading_ends_with_its_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Serial", "Owner", None, None], [None, "E-mail", "Name", "Type"], ["LT-1", ROW[2], ROW[3], "laptop"]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    book.save(tmp_path / "merged.xlsx")

    (found,) = read(tmp_path / "merged.xlsx").sheets

    assert found.columns == {"serial_number": "A", "owner_email": "B", "owner_name": "C", "device_type": "D"}


def test_the_two_texts_together_may_say_what_neither_does(tmp_path: Path) -> None:
    header: list[list[object]] = [
        ["Device", None, None, None, "Purchase", None],
        ["Serial", "Name", "Type", "Category", "Date", "Price"],
    ]
    found = columns(tmp_path, *header, ["LT-1", "Laptop", "laptop", "computers", "2025-03-01", 1200])

    assert (found["purchase_date"], found["purchase_price"]) == ("E", "F")


def test_a_heading_never_makes_two_columns_mean_one_field(tmp_path: Path) -> None:
    header: list[list[object]] = [["Asset", None, None, "Kind", None], ["ID", "Tag", "Name", "Type", "Category"]]
    found = columns(tmp_path, *header, [7, "AT-1", "Laptop", "laptop", "computers"])

    assert (found["external_id"], found["asset_tag"]) == ("A", "B")


def test_lines_about_the_sheet_above_its_header_are_no_headings(tmp_path: Path) -> None:
    header: list[list[object]] = [["Location:", "Berlin", None, None], ["Name", "Serial", "Type", "Category"]]
    found = columns(tmp_path, *header, ["Laptop", "LT-1", "laptop", "computers"])

    assert found == {"name": "A", "serial_number": "B", "type": "C", "category": "D"}


def test_a_first_row_of_words_is_data(tmp_path: Path) -> None:
    header = ["Serial", "Name", "Type", "Category", "Location", "Department"]
    found = checked(tmp_path, header, ["Tag", "Title", "Equipment", "Group", "Office", "Team"])

    assert found.inventory.select("row", "serial_number", "location").rows() == [(2, "TAG", "Office")]


def test_a_first_row_with_blanks_is_data(tmp_path: Path) -> None:
    header = ["Serial", "Owner email", None, "Label", None]
    rows: list[list[object]] = [["LT-1", None, None, "Office", None], ["LT-2", "eva@acme.example", None, None, None]]
    found = checked(tmp_path, header, *rows)

    assert found.assignments["row"].to_list() == [2, 3]


def test_an_issue_about_a_header_names_the_cell_that_holds_it(tmp_path: Path) -> None:
    header: list[list[object]] = [["Serial", "No.", "Owner", None], [None, None, "E-mail", "Name"]]
    issues = checked(tmp_path, *header, ["LT-1", 1, "eva@acme.example", "Eva Berg"]).issues

    assert issues.select("cell", "severity").rows() == [("B1", "note")]


def test_a_header_may_be_broken_in_two_lines(tmp_path: Path) -> None:
    lines = ["Serial", "Owner", "Label"], ["Number", "Email", None], ["LT-1", "eva@acme.example", "desk"]

    found = checked(tmp_path, *lines)

    (sheet,) = found.sheets
    assert sheet.columns == {"serial_number": "A", "owner_email": "B", "label": "C"}
    assert found.assignments["row"].to_list() == [3]
    assert found.issues.is_empty()


def test_a_row_of_data_below_a_header_is_not_half_of_it_in_other_words(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Name", "Type"], [None, "Laptop", "laptop"], ["SN9", "L9", "pc"])
    assert found.inventory["name"].to_list() == ["Laptop", "L9"]
