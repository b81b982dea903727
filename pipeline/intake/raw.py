"""One sheet as text, before anything in it has a meaning; and the letters of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipeline.errors import FileUnusable
from schemas.vocabulary import IssueCode

MOST_COLUMNS = 16_000
"""Excel has room for 16,384, and the results give every column back, with some of ours."""

ERROR_TEXTS: tuple[str, ...] = (
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
)
"""What Excel shows in error cells. They stand in `cells` as this text."""

UNSAVED_SCHEMA = {"row": pl.Int64, "column": pl.String, "formula": pl.String}


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's cells as text: line i of `cells` is Excel's row i + 1, and each column is named by its letter.

    `unsaved` lists the formulas that were saved without a value (`row, column, formula`); `cells` is null there.
    `name` is empty where the format has no sheets. Of a hidden sheet only the first rows are here.
    """

    name: str
    cells: pl.DataFrame
    unsaved: pl.DataFrame
    is_visible: bool = True


def no_unsaved() -> pl.DataFrame:
    """No formula without a saved value."""
    return pl.DataFrame(schema=UNSAVED_SCHEMA)


def refuse_too_wide(width: int, what: str) -> None:
    """Raises `FileUnusable` where a sheet has more columns than a workbook of results has room for."""
    if width > MOST_COLUMNS:
        message = f"{what} has {width:,} columns; {MOST_COLUMNS:,} are the most that can be read"
        hint = "Keep the columns that are needed, and use that file."
        raise FileUnusable(message, hint, code=IssueCode.FILE_UNREADABLE)


def column_letter(index: int) -> str:
    """Excel's letter of the column with this index from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
