"""Files as they were read: sources, sheets, typed rows; and the options of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.fields import DEFAULT_ORG
from schemas.options import ReadingOptions
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class ReaderLimits:
    """How much one file may take: its size as it lies there and inflated; memory and time of whoever reads it."""

    megabytes: float = 200
    inflated_megabytes: float = 4000
    memory_gb: float = 2
    seconds: float = 120


@dataclass(frozen=True, slots=True)
class Reading(ReadingOptions):
    """What bears on how files are read, and is no matter of what they ask for.

    `org` stands where a row names no organization; `timezone` gives a meaning to instants without one, `date_order` to
    dates such as 03/04/2025. `columns` is a saved mapping: the field of each header, blank for one that is left out.
    """

    org: str = DEFAULT_ORG
    columns: Mapping[str, str] = field(default_factory=dict)
    password: str | None = None
    limits: ReaderLimits = ReaderLimits()


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: the name people know it by, where it lies, and what it was made of.

    `rows` counts the rows that were read of it, as far as a shorter file next time would be a sign of damage: None for
    a result workbook that came back, and for a plan. `kinds` has the kinds of its usable sheets, as
    `assignments; inventory`. `source` is the drop folder that it was left in, blank for the inbox itself; None for a
    file that somebody gave by hand.
    """

    file: str
    path: Path
    sha256: str
    size: int
    rows: int | None = None
    kinds: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What an exported row was made from: the ledger it came out of, and that ledger's state version.

    `made_at` is the instant of the export, which shows who held what then; in `timezone` its instants are written.
    """

    ledger_id: str
    state_version: int
    made_at: datetime
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One usable sheet of a file. `header_row` is Excel's row number; `rows` counts its data rows.

    `columns` has the letter of each field's column, by which a row's cells are found again.
    """

    file: str
    sheet: str
    kind: Kind
    header_row: int
    rows: int
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the files say: typed rows with provenance, what the people typed, and every issue.

    `assignments` and `inventory` have one row per data row of their kind, in the order of `row_id`: 1, 2, 3 ... over
    all rows of the run (files as given, sheets as in the file, rows from the top). Both begin with `row_id, file,
    sheet, row, org_id` and end with `fault`: the reason code of the row's first bad cell, null where there is none;
    a bad cell's own value is null. `assignments` has every assignment field, plus `clears_label` and `clears_end`
    (booleans: `<clear>`). `inventory` has `device_id`, the identifiers, the required attributes, those other
    attributes that some sheet has a column for, and `cleared`: the fields set to `<clear>`, as `|model|location|`.

    `originals` has `row_id` and one text column per field: the cells as typed. `headers` maps each of them, in order,
    to the header it had. `issues` has one row per finding: `file, sheet, row, column, cell, value, code, severity,
    message, hint, row_id`, sorted by file, sheet, row and the place of the column.

    `bases` has what those rows were made from that an export of ours wrote, by the text that they carry in the column
    `_base` of `originals`; there is such a column only where there are bases.
    """

    assignments: pl.DataFrame
    inventory: pl.DataFrame
    originals: pl.DataFrame
    headers: Mapping[str, str]
    issues: pl.DataFrame
    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    bases: Mapping[str, Base] = field(default_factory=dict)
