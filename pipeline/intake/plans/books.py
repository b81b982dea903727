"""A workbook as fastexcel reads it, every cell as text.

One sheet after the other: two at a time cost half as much again, since each thread needs a reader of its own, which
reads all shared texts anew (measured on 200,000 lines as LibreOffice saves them).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fastexcel
import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.formats import not_opened
from pipeline.intake.plans import refusing

_UNREADABLE = "it is not a readable Excel workbook"


class Book:
    """One workbook; `names` are its sheets in their order, hidden ones included."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.open("rb").close()
        except OSError as error:
            problem = not_opened(error)
            raise FileUnusable(f"{path.name}: {problem.message}.", problem.hint, code=problem.code) from error
        with self._readable():
            self._reader = fastexcel.read_excel(path)
        self.names = self._reader.sheet_names

    def sheet(self, name: str) -> tuple[pl.DataFrame, bool]:
        """The cells of a sheet, its columns named by their index from 0, and whether the sheet is visible."""
        with self._readable():
            sheet = self._reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if not sheet.width:
                return pl.DataFrame(), sheet.visible == "visible"
            cells = sheet.to_polars()
            cells.columns = [str(column.absolute_index) for column in sheet.available_columns()]
            return cells, sheet.visible == "visible"

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Whatever fastexcel stumbles over is told alike; a Rust panic is no `Exception`."""
        try:
            yield
        except fastexcel.FastExcelError as error:
            raise refusing.no_plan(self.path, _UNREADABLE) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise refusing.no_plan(self.path, _UNREADABLE) from error
