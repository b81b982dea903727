"""What people read of a report: the titles of its columns, its cells as texts, and when it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.local_times import with_local_times
from schemas.instants import local_minute_text
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.model import LedgerReport, ReportTable

_TEXTS: Sequence[tuple[type, Callable[[Any], str]]] = (
    (bool, lambda value: "yes" if value else "no"),
    (Decimal, "{:,.2f}".format),
    (int, "{:,}".format),
    (datetime, "{:%Y-%m-%d %H:%M}".format),
)
_TITLES = {
    "cost_center": "Cost center",
    "owner_name": "Name of owner",
    "name": "Device",
    "what": "What",
    "count": "How many",
    "late": "How late",
    "code": "Scanned code",
    "place": "Scanned at place",
    "found_at": "Found at",
    "scanned_at": "Scanned",
    "scanned_by": "Scanned by",
    "likely": "Likely",
    "why": "Why",
    "told_by": "Known by",
    "since": "Since",
    "created_at": "On record since",
    "recorded_at": "Changed",
    "field": "Fact",
    "ends_on": "Last day",
    "days_since": "Days since",
    "months": "Months",
    "months_past": "Months past",
    "depreciation_of_month": "Of this month",
    "purchase_price_held": "Of these held",
    "devices_held": "Held",
    "devices_without_price": "Without price",
}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as texts: its headers, the class of each column, its first rows, and how many there are."""

    titles: Sequence[str]
    classes: Sequence[str]
    rows: Sequence[Sequence[str]]
    count: int


def titles_of(frame: pl.DataFrame, timezone: str) -> dict[str, str]:
    """The header of each column; the first one of instants names the time zone."""
    titles = styles.titles_of(frame.schema, timezone)
    zone = f" ({timezone})"
    return {
        name: _TITLES[name] + (zone if title.endswith(zone) else "") if name in _TITLES else title
        for name, title in titles.items()
    }


def shown_table(table: ReportTable, timezone: str, *, most: int | None = None) -> ShownTable:
    """The table as texts, its first rows only where there are more than `most`."""
    frame = with_local_times(table.frame, timezone)
    titles = titles_of(frame, timezone)
    rows = frame if most is None else frame.head(most)
    return ShownTable(
        titles=[*titles.values()],
        classes=[_class_of(dtype) for dtype in frame.dtypes],
        rows=[[text_of(value) for value in row] for row in rows.iter_rows()],
        count=frame.height,
    )


def _class_of(dtype: pl.DataType) -> str:
    if dtype.is_numeric():
        return "figure"
    return "time" if dtype.is_temporal() else "text"


def text_of(value: object) -> str:
    """A cell as text: amounts with two decimals, minutes of instants, nothing where it is blank."""
    if value is None:
        return ""
    return next((told(value) for kind, told in _TEXTS if isinstance(value, kind)), str(value))


def made_of(report: LedgerReport) -> str:
    """When the report was made, and of which state of the ledger."""
    made = local_minute_text(report.made_at, report.timezone)
    return f"Made at {made} from version {report.state_version:,} of the ledger. Days are those of {report.timezone}."
