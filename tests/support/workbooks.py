"""Small real files for the tests: what a person would have typed, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import FileUnusable
from pipeline.intake import read_files
from pipeline.model import Checked, Reading
from schemas.vocabulary import Kind, UnknownColumns

Rows = Sequence[Sequence[object]]


class ErrorCell(str):
    """Written as a cell that holds this error."""

    __slots__ = ()


class TextCell(str):
    """Written as text, also where it begins with `=`."""

    __slots__ = ()


def write(path: Path, sheets: dict[str, Rows], *, hidden: Sequence[str] = ()) -> Path:
    """An .xlsx workbook with these sheets; a blank row is an empty list, a blank cell is None."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        _fill(sheet, rows)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    workbook.save(path)
    return path


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, ErrorCell):
                    cell.data_type = "e"
                if isinstance(value, TextCell):
                    cell.data_type = "s"


def read(
    *paths: Path,
    org: str = "default",
    timezone: str = "UTC",
    kind: Kind | None = None,
    unknown_columns: UnknownColumns = UnknownColumns.KEEP,
    **more: Any,
) -> Checked:
    """`read_files` with the defaults of the command line; `more` are further fields of `Reading`."""
    how = Reading(org=org, timezone=timezone, kind=kind, unknown_columns=unknown_columns, **more)
    return read_files(paths, how)


def codes(problem: FileUnusable) -> list[str]:
    """The codes of all its issues, in order."""
    assert problem.issues is not None
    return problem.issues["code"].to_list()


def findings(checked: Checked) -> list[tuple[str | None, str]]:
    """The cell and the code of every issue about a cell or a row."""
    rows = checked.issues.filter(checked.issues["row_id"].is_not_null())
    return [(str(cell) if cell else None, str(code)) for cell, code in rows.select("cell", "code").rows()]
