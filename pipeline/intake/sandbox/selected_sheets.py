"""Some sheets of a workbook, hidden ones whole, as needed to check a plan. Runs in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import fastexcel

from pipeline.errors import FileUnusable
from pipeline.intake.errors import refused
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.file_names import to_open
from pipeline.intake.readers.loaded import LoadedBook, LoadedSheet
from schemas.reasons.file_issues import FILE_UNREADABLE


def load_some(path: Path, kind: FileKind, wanted: Sequence[str] | None) -> tuple[list[str], LoadedBook]:
    """The names of all sheets in their order, and the cells of the wanted ones, or of all; error cells are null.

    Sheets are read one after the other: two at a time take half as long again, since each thread needs a reader of its
    own, which reads all shared texts again (measured on 200,000 lines as LibreOffice saves them).
    """
    try:
        reader = fastexcel.read_excel(to_open(path, kind))
        names = reader.sheet_names
        sheets = [_load(reader, name) for name in names if wanted is None or name in wanted]
    except fastexcel.FastExcelError as error:
        raise _unreadable() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic is no `Exception`
            raise
        raise _unreadable() from error
    return names, LoadedBook(sheets)


def _load(reader: fastexcel.ExcelReader, name: str) -> LoadedSheet:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    is_visible = sheet.visible == "visible"
    if not sheet.width:
        return LoadedSheet(name, None, is_visible)
    indexes = [str(column.absolute_index) for column in sheet.available_columns()]
    return LoadedSheet(name, sheet.to_arrow().rename_columns(indexes), is_visible)


def _unreadable() -> FileUnusable:
    return refused(FILE_UNREADABLE["no_plan"])
