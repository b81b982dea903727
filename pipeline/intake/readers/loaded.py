"""A loaded file, as the worker hands it to its parent: batches and plain values.

A batch is one of PyArrow in the worker, which does without Polars, and a frame of Polars in its parent, which does
without PyArrow: each takes a while to load.
"""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from pipeline.intake.readers.file_kinds import FileKind
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

# The batches of a sheet.
BATCHES = ("batch", "kinds", "stored")
# More rows than a sheet of a workbook can have: a table that has more is not held in memory.
MANY = 1 << 20


class CellKind(IntEnum):
    """The kind of a cell, in formats whose cells are not read from the file again."""

    TEXT = 0
    NUMBER = 1
    DATE = 2
    BOOLEAN = 3


class LoadedPiece(NamedTuple):
    """A file of a folder that is one table: its path there, and the row of the sheet in which its rows begin."""

    name: str
    first: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the folder, by its path within it, and the columns that all its rows have beside those in the file."""

    name: str
    values: Mapping[str, str | None] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class FolderTable:
    """The files of a table, all of one kind; `columns` are those of the table where a log names them."""

    kind: FileKind
    pieces: tuple[Piece, ...]
    columns: list[str] | None = None


class Said(NamedTuple):
    """A remark as plain texts: an `IssueCode`, its message and hint, a `Severity`, the template of the message."""

    code: str
    message: str
    hint: str
    severity: str
    sheet: str | None = None
    template: str | None = None


class CellError(NamedTuple):
    """An error cell: its line from 0, the position of its column in the batch, and what Excel shows."""

    line: int
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """One sheet: line i of `batch` is its row i + 1. Each column is named by its index from 0; cells are text or null.

    `batch` is None where the sheet has no cell, and where it is not readable. In formats whose cells are not read from
    the file again, one of three gives their kinds: `kinds` has the columns of `batch`, with a `CellKind` per cell;
    `column_kinds` has one `CellKind` for all cells of a column; `stored` has one row per cell that is not text: `row,
    column` (its letter)`, kind, raw, format`. `merged` are areas: first row, last row (as Excel counts), first column,
    last column (from 0); `hidden_rows` and the rows of `unsaved` formulas (row, column, formula) are Excel's, too.
    `pieces` are the files of a folder, of which each has its column names in row 1.
    """

    name: str
    batch: pa.RecordBatch | pa.RecordBatchReader | None
    is_visible: bool = True
    is_readable: bool = True
    errors: list[CellError] = field(default_factory=list)
    kinds: pa.RecordBatch | None = None
    column_kinds: dict[str, int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    unsaved: list[tuple[int, int, str]] = field(default_factory=list)
    stored: pa.RecordBatch | None = None
    pieces: list[LoadedPiece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LoadedBook:
    """All sheets of a file in their order; `said` are the remarks on the whole file."""

    sheets: list[LoadedSheet]
    said: list[Said] = field(default_factory=list)
