"""Workbooks as people leave them: with rows hidden, and cells merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import polars as pl

from pipeline.model import Checked
from tests.support.workbooks import Rows, write

HEADER = ["Serial number", "Owner email"]
STOCK = ["Serial number", "Name", "Type", "Category"]


def desired(folder: Path, rows: Rows, *, hidden: Iterable[int] = (), merged: Sequence[str] = ()) -> Path:
    """An assignments workbook with these rows hidden, and these areas merged."""
    path = write(folder / "a.xlsx", {"Desired": rows})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Desired"]
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for area in merged:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


def told(checked: Checked, code: str) -> list[tuple[str, str]]:
    """Severity and message of every issue with that code."""
    return [
        (str(severity), str(message))
        for severity, message in checked.issues.filter(pl.col("code") == code).select("severity", "message").rows()
    ]
