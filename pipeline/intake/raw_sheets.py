"""The sheets of a file as text, before any column has a meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from enum import StrEnum

import polars as pl

from schemas.records import dataclass
from schemas.vocabulary import IssueCode, Severity

# The texts that Excel shows in error cells, as they are in `cells`.
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

UNSAVED_SCHEMA = {"row": pl.Int64, "column": pl.String, "formula": pl.String}
# One row per merged area: Excel's row numbers, and columns by their index from 0.
MERGED_SCHEMA = {"first_row": pl.Int64, "last_row": pl.Int64, "first_column": pl.Int64, "last_column": pl.Int64}

# One row per cell that the file does not store as text; see `RawSheet.stored`.
STORED_SCHEMA = {"row": pl.Int64, "column": pl.String, "stored_as": pl.String, "raw": pl.String, "format": pl.String}


class StoredAs(StrEnum):
    """The type of a cell that the file does not store as text. A date is a number with a date format."""

    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


Stored = Callable[[Sequence[str]], pl.DataFrame]


def no_unsaved() -> pl.DataFrame:
    """`RawSheet.unsaved` of a sheet without such formulas."""
    return pl.DataFrame(schema=UNSAVED_SCHEMA)


def none_merged() -> pl.DataFrame:
    """`RawSheet.merged` of a sheet without merged areas."""
    return pl.DataFrame(schema=MERGED_SCHEMA)


def none_stored(_letters: Sequence[str]) -> pl.DataFrame:
    """`RawSheet.stored` of a sheet whose cells are all text."""
    return pl.DataFrame(schema=STORED_SCHEMA)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The files of a folder that make up a sheet: their names, and the row of the sheet in which each begins."""

    names: pl.Series
    firsts: pl.Series


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of a sheet as text: line i of `cells` is Excel's row i + 1, and each column is named by its letter.

    `unsaved` has one row per formula that was saved without a value (`row, column, formula`); its cell is null in
    `cells`. `name` is empty where the format has no sheets. Only the first rows of a hidden sheet are read.

    `hidden_rows` are the Excel rows that are hidden or filtered out, in order. `merged` has one row per merged area.
    `stored` is called with the letters of some columns, and reads their cells again: one row per cell that the file
    does not store as text, with its type, its digits as they stand in the file (`raw`: `1.2345678901234568E+18`), and
    the code of its number format (`00000`), null where that is unknown or the usual one. `shows_currencies` is true
    where that of some cell may show a currency. `pieces` are given for a folder that is one table in several files.
    `is_part` is true where only some of its rows are typed.
    """

    name: str
    cells: pl.DataFrame
    unsaved: pl.DataFrame
    is_visible: bool = True
    hidden_rows: tuple[int, ...] = ()
    merged: pl.DataFrame = field(default_factory=none_merged)
    stored: Stored = none_stored
    shows_currencies: Callable[[], bool] = bool
    pieces: Pieces | None = None
    is_part: bool = False

    def placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the `sheet` that they are in, and their `row` there; in a folder, the file and its row."""
        if self.pieces is None:
            return rows.with_columns(sheet=pl.lit(self.name))
        names, firsts = self.pieces.names, self.pieces.firsts
        at = (firsts.search_sorted(rows["row"], side="right").cast(pl.Int64) - 1).clip(0)
        return rows.with_columns(sheet=names.gather(at), row=rows["row"] - firsts.gather(at) + 2)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on the whole file or one sheet; `message` continues after the place, without a full stop."""

    code: IssueCode
    message: str
    hint: str
    severity: Severity = Severity.NOTE
    sheet: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets of a file, hidden ones included, and the remarks on it."""

    sheets: list[RawSheet]
    remarks: tuple[Remark, ...] = ()


def has_values(rows: pl.DataFrame, letters: Sequence[str]) -> set[str]:
    """The columns among these that have a cell with more than white space."""
    if not letters:
        return set()
    lengths = rows.lazy().select(pl.col(letters).str.strip_chars().str.len_bytes().sum()).collect().row(0)
    return {letter for letter, length in zip(letters, lengths, strict=True) if length}
