"""One sheet as text, before anything in it has a meaning; and the letters of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from schemas.vocabulary import IssueCode, Severity

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


MERGED_SCHEMA = {"first_row": pl.Int64, "last_row": pl.Int64, "first_column": pl.Int64, "last_column": pl.Int64}
"""One row per merged area: Excel's row numbers, and columns by their index from 0."""

STORED_SCHEMA = {"row": pl.Int64, "column": pl.String, "stored_as": pl.String, "raw": pl.String, "format": pl.String}
"""One row per cell that the file does not keep as text; see `RawSheet.stored`."""


class StoredAs(StrEnum):
    """What a cell is for the file, where it is no text. A date is a number that is shown as one."""

    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


Stored = Callable[[Sequence[str]], pl.DataFrame]


def no_unsaved() -> pl.DataFrame:
    """No formula without a saved value."""
    return pl.DataFrame(schema=UNSAVED_SCHEMA)


def none_merged() -> pl.DataFrame:
    """No merged area."""
    return pl.DataFrame(schema=MERGED_SCHEMA)


def none_stored(_letters: Sequence[str]) -> pl.DataFrame:
    """Every cell is text."""
    return pl.DataFrame(schema=STORED_SCHEMA)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's cells as text: line i of `cells` is Excel's row i + 1, and each column is named by its letter.

    `unsaved` lists the formulas that were saved without a value (`row, column, formula`); `cells` is null there.
    `name` is empty where the format has no sheets. Of a hidden sheet only the first rows are here.

    `hidden_rows` are the Excel rows that are hidden or filtered out, in order. `merged` has one row per merged area.
    `stored` looks closely at the cells of some columns, by letter: one row per cell that the file keeps as something
    else than text, with what it is, its digits as they stand in the file (`raw`: `1.2345678901234568E+18`), and the
    code of its number format (`00000`), null where that is unknown or the usual one.
    """

    name: str
    cells: pl.DataFrame
    unsaved: pl.DataFrame
    is_visible: bool = True
    hidden_rows: tuple[int, ...] = ()
    merged: pl.DataFrame = field(default_factory=none_merged)
    stored: Stored = none_stored


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said once, of the whole file or of one sheet; `message` goes on from its place, without full stop."""

    code: IssueCode
    message: str
    hint: str
    severity: Severity = Severity.NOTE
    sheet: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets of a file, hidden ones included, and what there is to say of it."""

    sheets: list[RawSheet]
    remarks: tuple[Remark, ...] = ()
