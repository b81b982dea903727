"""A report of what is on record: its tables with their charts, before anybody has decided how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Chart:
    """Some rows of a table as bars: one per row, called by the column `label`; several `values` are stacked.

    The rows are `rows` from the row `first` on, counted from 0. `unit` is the currency of amounts, None for counts.
    `is_over_time` is true where the rows are days or months that follow each other.
    """

    title: str
    label: str
    values: Sequence[str]
    first: int
    rows: int
    unit: str | None = None
    is_over_time: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of a report: all its rows, with nothing left out. `name` is what programs call it.

    `note` says in words what the rows are; `empty` what it means that there are none. All that a chart shows stands in
    the rows.
    """

    name: str
    title: str
    frame: pl.DataFrame
    note: str = ""
    empty: str = "There are none."
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """A report: what it found in sentences, and its tables; `main` is the name of the table that is asked for most.

    `about` says of which day or time it is. Instants are naive UTC; `timezone` is the one that people are shown.
    """

    name: str
    title: str
    about: str
    sentences: Sequence[str]
    tables: Sequence[ReportTable]
    main: str
    made_at: datetime
    state_version: int
    timezone: str = "UTC"

    def table(self, name: str) -> ReportTable:
        """The table of that name. Raises KeyError."""
        return {table.name: table for table in self.tables}[name]
