"""How sheets are printed: on landscape pages, one page wide, with headers, page numbers and the run."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipeline.outputs.excel.workbook import BIG, Look, page, write_workbook

ROWS = pl.DataFrame({"serial_number": ["LT-0042", "LT-0043"], "comment": ["a", "b"]})


def test_a_sheet_prints_landscape_one_page_wide_with_its_header_and_page_number_on_each(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "t.xlsx", page(ROWS, "Bob's & Ann's", Look()), footer="Run R&D-1")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols is None
    footer = sheet.oddFooter
    assert (footer.left.text, footer.center.text, footer.right.text) == ("Run R&&D-1", "&A", "Page &P of &N")


def test_the_name_of_the_file_stands_in_the_footer_where_nothing_else_does(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_workbook(tmp_path / "t.xlsx", page(ROWS, "Rows", Look()))).worksheets[0]
    assert sheet.oddFooter.left.text == "&F"


def test_a_sheet_too_wide_to_be_read_on_one_page_goes_on_beside_with_its_first_column(tmp_path: Path) -> None:
    wide = pl.DataFrame({f"column {at}": ["x" * 20] for at in range(40)})
    path = write_workbook(tmp_path / "t.xlsx", page(wide, "Rows", Look(columns_in_view=1)))
    sheet = openpyxl.load_workbook(path)["Rows"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (3, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")


@pytest.mark.parametrize("rows", [3, BIG + 1], ids=["small", "in constant memory"])
def test_pages_are_set_up_whatever_the_size_and_every_row_is_there(tmp_path: Path, rows: int) -> None:
    frame = pl.DataFrame({"row": pl.int_range(rows, eager=True)}).with_columns(
        text=pl.format('<pageMargins left="{}"/> and more of it', "row")
    )
    path = write_workbook(
        tmp_path / "t.xlsx", [*page(frame, "Rows", Look()), *page(ROWS, "Other", Look(tab="#B23A3A"))]
    )
    book = openpyxl.load_workbook(path)
    assert [sheet.page_setup.orientation for sheet in book.worksheets] == ["landscape"] * 2
    assert book["Rows"].max_row == rows + 1
    assert book["Rows"].cell(rows + 1, 2).value == f'<pageMargins left="{rows - 1}"/> and more of it'
    assert book["Other"].sheet_properties.tabColor.rgb == "FFB23A3A"


def test_no_page_ends_within_a_chart(tmp_path: Path) -> None:
    frame = pl.DataFrame({"day": ["Monday", "Tuesday"], "changes": [3, 5]})
    chart = {"type": "column", "values": "Drawn!$B$2:$B$3", "categories": "Drawn!$A$2:$A$3"}
    ((shown, name, options),) = page(frame, "Drawn", Look())
    parts = [(shown, name, {**options, "charts": {"D2": chart}}), *page(ROWS, "Rows", Look())]
    path = write_workbook(tmp_path / "t.xlsx", parts, has_charts=True)  # type: ignore[arg-type]
    setups = [sheet.page_setup for sheet in openpyxl.load_workbook(path).worksheets]
    assert [(setup.fitToWidth, setup.fitToHeight) for setup in setups] == [(1, 1), (1, 0)]


def test_a_sheet_is_hidden_where_that_is_asked_for(tmp_path: Path) -> None:
    parts = [*page(ROWS, "Rows", Look()), *page(ROWS, "Mark", Look())]
    book = openpyxl.load_workbook(write_workbook(tmp_path / "t.xlsx", parts, hidden="Mark"))
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]
    with pytest.raises(ValueError, match="no sheet None of them to be hidden"):
        write_workbook(tmp_path / "t.xlsx", parts, hidden="None of them")
