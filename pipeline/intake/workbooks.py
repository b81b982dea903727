"""Reads .xlsx workbooks with fastexcel, every cell as text.

Measured surprises: with `header_row=None` the leading blank rows are kept only with `skip_rows=0`, and the leading
blank columns never (their place is in `absolute_index`). Error cells arrive as nulls, with their positions beside.
"""

from __future__ import annotations

import logging
import re
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import fastexcel
import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.formulas import Package
from pipeline.intake.headers import SEARCHED_ROWS
from pipeline.intake.raw import RawSheet, column_letter, no_unsaved, refuse_too_wide
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pathlib import Path

logging.getLogger("calamine").addHandler(logging.NullHandler())  # it warns on stderr about sheets that are charts

_ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Div0": "#DIV/0!",
    "Value": "#VALUE!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "GettingData": "#GETTING_DATA",
}
_ERROR_DETAIL = re.compile(r"Error\((\w+)\)")
_NEW_ERROR = re.compile(r"Unsupported cell error value '([^']+)'")
_FAILURES = (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, OSError)
_SAVE_AGAIN = "Open it in Excel, save it as a new workbook (.xlsx), and use that file."


def read(path: Path) -> list[RawSheet]:
    """All sheets of the workbook in their order; of hidden ones only the first rows."""
    try:
        return _read_sheets(path)
    except PermissionError:
        raise
    except _FAILURES as error:
        raise _unreadable(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic is not an `Exception`, and has no module to import
            raise
        raise _unreadable(error) from error


def _read_sheets(path: Path) -> list[RawSheet]:
    """A reader serves one thread at a time, so large sheets that are read two at once have one each."""
    reader, package = fastexcel.read_excel(path), Package.open(path)
    names = list(enumerate(reader.sheet_names))
    if sum(package.is_large(index) for index, _name in names) < 2:
        return [_read_sheet(reader, package, index, name) for index, name in names]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda one: _read_sheet(fastexcel.read_excel(path), package, *one), names))


def _read_sheet(reader: fastexcel.ExcelReader, package: Package, index: int, name: str) -> RawSheet:
    sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    if sheet.visible != "visible":
        first_rows = reader.load_sheet(index, header_row=None, skip_rows=0, n_rows=SEARCHED_ROWS, dtypes="string")
        return RawSheet(name, _cells(first_rows), no_unsaved(), is_visible=False)
    refuse_too_wide(sheet.width, f"sheet {name}")
    has_cells, cells = sheet.width > 0, _cells(sheet)
    del sheet
    unsaved = package.unsaved_formulas(index, cells) if has_cells else no_unsaved()
    return RawSheet(name, _reaching(cells, unsaved), unsaved)


def _cells(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    if not sheet.width:
        return pl.DataFrame()
    letters = [column_letter(column.absolute_index) for column in sheet.available_columns()]
    batch, errors = sheet.to_arrow_with_errors()
    cells = pl.DataFrame(pl.from_arrow(batch))
    cells.columns = letters
    return _with_error_texts(cells, errors.errors if errors is not None else [])


def _with_error_texts(cells: pl.DataFrame, errors: list[fastexcel.CellError]) -> pl.DataFrame:
    """The cells with what Excel shows in those that hold an error."""
    found = pl.DataFrame(
        {
            "row": [error.position[0] for error in errors],
            "column": [error.position[1] for error in errors],
            "text": [_error_text(error.detail) for error in errors],
        }
    )
    for (column,), group in found.group_by("column"):
        letter = cells.columns[int(str(column))]
        cells = cells.with_columns(cells[letter].scatter(group["row"], group["text"]))
    return cells


def _error_text(detail: str) -> str:
    match = _ERROR_DETAIL.search(detail)
    return _ERRORS.get(match[1], "#UNKNOWN!") if match else "#UNKNOWN!"


def _reaching(cells: pl.DataFrame, unsaved: pl.DataFrame) -> pl.DataFrame:
    """The cells, with blank rows at the end up to the last formula that has no saved value."""
    missing = max(unsaved["row"].to_list(), default=0) - cells.height
    if missing <= 0:
        return cells
    return pl.concat([cells, pl.DataFrame(schema=cells.schema).clear(missing)])


def _unreadable(error: BaseException) -> FileUnusable:
    new_error = _NEW_ERROR.search(str(error))
    if new_error:
        message = f"a cell holds the error {new_error[1]}, and no cell of its sheet can be read"
        return FileUnusable(message, "Correct that cell and save again.", code=IssueCode.FILE_UNREADABLE)
    return FileUnusable("this is not a readable Excel workbook", _SAVE_AGAIN, code=IssueCode.FILE_UNREADABLE)
