"""What changed between two days: devices that came on record, passed on or came back, and facts that were changed."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import count
from pipeline.runs.ledger_reports.asked import Desk, last_month_end, months_later
from pipeline.runs.ledger_reports.tables import DEVICE, chart_of_counts, listed

TITLE = "What changed"
ABOUT = "between two days: devices that are new, passed on or came back, and facts that were changed"
MAIN = "holders"

_TAKEN, _PASSED, _BACK = "handed out", "passed on", "came back"
_KINDS = {"new": "Devices new on record", _TAKEN: "Handed out", _PASSED: "Passed on", _BACK: "Came back"}


def days(desk: Desk) -> tuple[date, date]:
    """The two days, at whose ends is looked: from the last month end before today, unless they are given."""
    last = desk.asked.to_day or desk.today
    first = desk.asked.from_day or last_month_end(last)
    return (months_later(first, -1), last) if first == last and not desk.asked.from_day else (first, last)


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    first, last = days(desk)
    start, at = desk.end_of(first), desk.end_of(last)
    devices = desk.rows.devices(at)
    new = devices.filter((pl.col("created_at") > start) & (pl.col("created_at") <= at))
    moved, values = _moved(desk.rows.changed_holders(start, at)), desk.rows.changed_values(start, at)
    counts = dict(moved["what"].value_counts().iter_rows())
    figures = [new.height, *(counts.get(kind, 0) for kind in (_TAKEN, _PASSED, _BACK)), values.height]
    frame = pl.DataFrame({"what": [*_KINDS.values(), "Facts changed"], "count": figures})
    return [_said(first, desk.rows.devices(start), last, devices)], [
        ReportTable("kinds", "In figures", frame, charts=chart_of_counts(frame, "what", ["count"], "What changed")),
        _holders(moved),
        _new(new),
        _values(values),
    ]


def _said(first: date, before: pl.DataFrame, last: date, after: pl.DataFrame) -> str:
    told = []
    for day, devices in ((first, before), (last, after)):
        held = devices.filter(pl.col("owner_id").is_not_null())
        people = held["owner_id"].n_unique()
        told.append(f"on {day} {count(people, 'person', 'people')} had {count(held.height, 'device')}")
    return f"{told[0].capitalize()}, {told[1]}."


def _moved(holders: pl.DataFrame) -> pl.DataFrame:
    had, has = pl.col("previous_owner_email").is_not_null(), pl.col("owner_email").is_not_null()
    return holders.with_columns(
        what=pl.when(had & has).then(pl.lit(_PASSED)).when(has).then(pl.lit(_TAKEN)).otherwise(pl.lit(_BACK))
    )


def _holders(moved: pl.DataFrame) -> ReportTable:
    frame = moved.select("what", *DEVICE, "previous_owner_email", "owner_email", "since")
    note = (
        "One row per device that at the end of the last day somebody else had than at the end of the first, or nobody."
    )
    return ReportTable(MAIN, "Who has it now", frame, note, "Every device is where it was.")


def _new(new: pl.DataFrame) -> ReportTable:
    columns = (*DEVICE, "model", "purchase_price", "currency", "owner_email", "created_at")
    frame = listed(new.with_columns(_currency_of_price()), *columns, by=("created_at", "serial_number"))
    note = "One row per device that came on record in this time."
    return ReportTable("new", "New devices", frame, note, "No device came on record.")


def _currency_of_price() -> pl.Expr:
    return pl.when(pl.col("purchase_price").is_not_null()).then("currency").alias("currency")


def _values(values: pl.DataFrame) -> ReportTable:
    columns = ("serial_number", "asset_tag", "name", "field", "old", "new", "recorded_at")
    frame = values.select(*columns, "run_id", "file", "sheet", "row")
    note = "One row per fact of a device that was changed on record in this time, and the row that changed it last."
    return ReportTable("values", "Facts", frame, note, "No fact was changed.")
