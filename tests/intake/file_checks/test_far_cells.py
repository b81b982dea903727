"""Cells far away from the table, and tables that are merely large."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.support.books.hostile_files import TABLE, book, changed, opened, refused, said


@pytest.mark.parametrize("cell", ["XFD1048576", "AZZ200000", "XFD99999", "CA1048576"])
def test_a_value_far_away_from_the_table_is_named_with_its_sheet(cell: str, tmp_path: Path) -> None:
    problem = refused(book(tmp_path / "a.xlsx", {**TABLE, cell: "x"}))
    assert said(problem) == (
        "file_too_large",
        f"sheet Desired has a value in cell {cell}, so far from the others that the sheet does not fit into memory",
    )
    assert problem.hint.startswith("Delete that cell")


def test_of_two_strays_the_one_to_the_right_of_the_table_is_named_first(tmp_path: Path) -> None:
    problem = refused(book(tmp_path / "a.xlsx", {**TABLE, "XFD3": "x", "A1048576": "y"}))
    assert "in cell XFD3" in problem.message


@pytest.mark.parametrize("cell", ["XFE2", "A1048577", "ZZZZZZ9999999999"])
def test_a_cell_beyond_the_end_of_any_sheet_is_refused(cell: str, tmp_path: Path) -> None:
    path = changed(book(tmp_path / "a.xlsx"), place=(b'r="B2"', b'r="' + cell.encode() + b'"'))
    assert said(refused(path)) == (
        "file_hostile",
        f"sheet Desired has a cell {cell}, which lies beyond the end of any sheet",
    )


@pytest.mark.system
def test_a_value_that_a_parser_fails_on_is_also_found_afterwards(tmp_path: Path) -> None:
    """A cheap look does not see two letters and five digits; the worker's memory does."""
    problem = refused(book(tmp_path / "a.xlsx", {**TABLE, "ZZ99999": "x"}), memory_gb=0.5)
    assert problem.code == "file_too_large"
    assert "sheet Desired has a value in cell ZZ99999" in problem.message


def test_blank_cells_that_are_formatted_down_to_the_last_row_do_no_harm(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(book(tmp_path / "a.xlsx"))
    for place in ("A1048576", "XFD1", "XFD1048576"):
        workbook.worksheets[0][place].fill = PatternFill("solid", "FFFF00")
    workbook.save(tmp_path / "a.xlsx")
    (sheet,) = opened(tmp_path / "a.xlsx").sheets
    assert sheet.cells.shape == (2, 2)


def test_a_value_in_the_last_row_of_a_narrow_sheet_is_read(tmp_path: Path) -> None:
    (sheet,) = opened(book(tmp_path / "a.xlsx", {"A1": "Serial number", "A1048576": "SN-1"})).sheets
    assert sheet.cells.shape == (1_048_576, 1)


@pytest.mark.system
def test_a_header_as_wide_as_a_sheet_is_no_stray_cell(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["serial_number"] * 16_384)
    workbook.save(tmp_path / "a.xlsx")
    assert "has 16,384 columns" in refused(tmp_path / "a.xlsx").message
