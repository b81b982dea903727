"""The workbook of a plan: every cell as text, hidden sheets whole.

For an unchanged plan the hidden sheet suffices, so that is read first; the others are read together when one is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.errors import not_opened
from pipeline.intake.opened_files import load_sheets
from pipeline.intake.plans import refused_plans
from pipeline.intake.readers.loaded import LoadedBook
from pipeline.model import ReaderLimits, Reading
from schemas.vocabulary import IssueCode
from schemas.workbook_forms.plan import HIDDEN


class Book:
    """One workbook; `names` are its sheets in order, hidden ones included."""

    def __init__(self, path: Path, limits: ReaderLimits) -> None:
        self.path = path
        self._how = Reading(limits=limits)
        self._sheets: dict[str, tuple[pl.DataFrame, bool]] = {}
        self.names = self._load([HIDDEN])

    def sheet(self, name: str) -> tuple[pl.DataFrame, bool]:
        """The cells of a sheet, its columns named by their index from 0, and whether the sheet is visible."""
        if name not in self._sheets:
            self._load(None)
        return self._sheets[name]

    def _load(self, names: list[str] | None) -> list[str]:
        """Read these sheets, or all; returns the names of all sheets. Errors are raised with the name of the file."""
        try:
            found, book = load_sheets(self.path, names, self._how)
        except OSError as error:
            raise self._named(not_opened(error)) from error
        except FileUnusable as problem:
            if problem.code == IssueCode.FILE_UNREADABLE:
                raise refused_plans.no_plan(self.path, problem.message) from problem
            raise self._named(problem) from problem
        self._sheets |= _frames(book)
        return found

    def _named(self, problem: FileUnusable) -> FileUnusable:
        return FileUnusable(f"{self.path.name}: {problem.message}.", problem.hint, code=problem.code)


def _frames(book: LoadedBook) -> dict[str, tuple[pl.DataFrame, bool]]:
    return {
        sheet.name: (pl.DataFrame() if sheet.batch is None else pl.DataFrame(sheet.batch), sheet.is_visible)
        for sheet in book.sheets
    }
