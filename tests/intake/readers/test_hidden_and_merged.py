"""Hidden rows, merged areas, and rows far below the data."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.readers import FileKind, read_sheets
from pipeline.intake.sandbox.selected_sheets import load_some
from tests.support.books.value_table import Converted, read_one
from tests.support.workbooks import write


def test_hidden_rows_are_named(table: Path) -> None:
    assert read_one(table, FileKind.XLSX).hidden_rows == (3,)


def test_merged_areas_are_listed(table: Path) -> None:
    assert read_one(table, FileKind.XLSX).merged.rows() == [(2, 4, 3, 4)]


@pytest.mark.system
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_libreoffice_hides_and_merges_as_well(ending: str, converted: Converted) -> None:
    sheet = read_one(converted(ending), FileKind(ending))
    assert (sheet.hidden_rows, sheet.merged.rows()) == ((3,), [(2, 4, 3, 4)])


@pytest.mark.system
def test_merged_areas_of_an_old_workbook_are_listed(converted: Converted) -> None:
    assert read_one(converted("xls"), FileKind.XLS).merged.rows() == [(2, 4, 3, 4)]


def test_a_plain_sheet_has_neither(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number"], ["hidden="], ["mergeCell"]]})
    sheet = read_one(path, FileKind.XLSX)
    assert (sheet.hidden_rows, sheet.merged.height, sheet.unsaved.height) == ((), 0, 0)


def test_a_hidden_column_hides_no_row(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "Serial number"
    workbook.worksheets[0].column_dimensions["B"].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    assert read_one(tmp_path / "a.xlsx", FileKind.XLSX).hidden_rows == ()


def test_of_a_hidden_sheet_only_the_first_rows_are_read_unless_the_sheet_is_asked_for(tmp_path: Path) -> None:
    rows = [[f"SN{number}"] for number in range(50)]
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number"]], "Old": rows}, hidden=["Old"])
    _names, asked = load_some(path, FileKind.XLSX, ["Old"])
    whole = asked.sheets[0].batch
    assert whole is not None
    assert (read_sheets(path, FileKind.XLSX).sheets[1].cells.height, whole.num_rows) == (20, 50)


def test_formatted_blank_rows_to_the_bottom_cost_little(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number", dt.date(2025, 3, 1)], ["SN1", "a@x.com"]]})
    started, far = '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>', 1_048_576
    blank = "".join(map(started.format, range(far - 100_000, far + 1)))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", blank.encode() + b"</sheetData>"))
    assert read_one(tmp_path / "b.xlsx", FileKind.XLSX).cells.shape == (2, 2)
