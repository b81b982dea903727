"""What was made of the columns of a small sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.model import Checked
from tests.support.workbooks import Rows, read, write


def checked(folder: Path, *rows: Sequence[object], **reading: Any) -> Checked:
    """A workbook of one sheet, read."""
    sheets: dict[str, Rows] = {"Sheet1": rows}
    return read(write(folder / "book.xlsx", sheets), **reading)


def columns(folder: Path, *rows: Sequence[object], **reading: Any) -> dict[str, str]:
    """The letter of each field of the only sheet."""
    (sheet,) = checked(folder, *rows, **reading).sheets
    return dict(sheet.columns)


def told(issues: pl.DataFrame | None) -> list[tuple[str | None, str, str]]:
    """The cell, the code and the severity of every issue about a column or a sheet."""
    assert issues is not None
    about = issues.filter(issues["row_id"].is_null())
    return [
        (cell, str(code), str(severity)) for cell, code, severity in about.select("cell", "code", "severity").rows()
    ]
