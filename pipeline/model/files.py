"""Files as they were read: sources, sheets, typed rows; and the options of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.fields import DEFAULT_ORG
from schemas.options import ReadingOptions
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class ReaderLimits:
    """The limits on reading one file: its size, also uncompressed, and the memory and time of the reading process.

    `rows` is the most that a Parquet file, or a folder that is one table, may have: they can be small and have many.
    """

    megabytes: float = 200
    inflated_megabytes: float = 4000
    memory_gb: float = 2
    seconds: float = 120
    rows: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Reading(ReadingOptions):
    """The options of reading files, which do not change what is done with their rows.

    `org` is the organization of rows that name none. `timezone` is that of instants without one, `date_order` the order
    of day and month in dates such as 03/04/2025. `columns` is a saved mapping: the field of each header, blank for a
    column that is left out.
    """

    org: str = DEFAULT_ORG
    columns: Mapping[str, str] = field(default_factory=dict)
    password: str | None = None
    limits: ReaderLimits = ReaderLimits()

    @property
    def emptied_by_blanks(self) -> frozenset[str]:
        """The fields of which a blank cell empties what is on record."""
        return frozenset((self.blank_clears or "").split(",")) - {""}


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: the name people know it by, its path, its size and its hash.

    `rows` is the number of its rows, with which the next such file is compared, since a much shorter one is probably
    damaged; None for a result workbook that is loaded again, and for a plan. `kinds` has the kinds of its usable
    sheets, as `assignments; inventory`, and `columns` the fields of their columns, alike. `source` is the drop folder
    that the file was in, blank for the inbox itself, None for a file given on the command line.
    """

    file: str
    path: Path
    sha256: str
    size: int
    rows: int | None = None
    kinds: str = ""
    source: str | None = None
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """The ledger, and its state version, from which an exported row was made.

    `made_at` is the instant of the export, whose current holders the export lists. `timezone` is the time
    zone in which the instants of the export are written.
    """

    ledger_id: str
    state_version: int
    made_at: datetime
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One usable sheet of a file. `header_row` is Excel's row number; `rows` counts its data rows.

    `columns` has the letter of the column of each field, from which the address of a cell is made.

    Where a row has several devices, this is the part of one of them: `column` is the header of the column that
    identifies it, and `titles` are the headers of all columns of the part, by letter.
    """

    file: str
    sheet: str
    kind: Kind
    header_row: int
    rows: int
    columns: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def recorded_columns(self) -> dict[str, str]:
        """The letter of each field as it is recorded with a run: of one of several devices, of each `column|field`."""
        return {f"{self.column}|{name}" if self.column else name: letter for name, letter in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of the input files, typed and with provenance, their cells as typed, and every issue.

    `schemas.frames.input_rows` states the rows and columns of its frames. `assignments`, `inventory` and `people` have
    one row per data row of their kind, in the order of `row_id`: 1, 2, 3 ... over all rows of the run (files as
    given, sheets as in the file, rows from the top). `headers` maps each column of `originals`, in order, to the header
    that it had.
    `issues` are sorted by file, sheet, row and the place of the column.

    `bases` gives, for rows that come from an export of Rollcall, the state that it was made from, by the text in the
    column `_base` of `originals`. That column is there only where there are bases.
    """

    assignments: pl.DataFrame
    inventory: pl.DataFrame
    people: pl.DataFrame
    originals: pl.DataFrame
    headers: Mapping[str, str]
    issues: pl.DataFrame
    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    bases: Mapping[str, Base] = field(default_factory=dict)
