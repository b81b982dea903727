"""Reads a workbook back in the ways the tests need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fastexcel
import openpyxl
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path


def read_cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The values of every sheet, by sheet name; formulas as they are written."""
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}


def read_texts(path: Path, *, header_row: int = 0, sheet: int = 0) -> pl.DataFrame:
    """One sheet with every cell as text, under its headers."""
    return fastexcel.read_excel(path).load_sheet(sheet, header_row=header_row, dtypes="string").to_polars()
