"""Overdue: devices that were expected back, as the published view has it."""

from __future__ import annotations

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk
from pipeline.runs.ledger_reports.tables import DEVICE, HOLDER, chart_of_counts, listed, with_payers

TITLE = "Overdue"
ABOUT = "devices that were expected back, and since when"
MAIN = "devices"

_NONE = "No device is overdue."
_LATE = {"1 to 7 days": 7, "8 to 30 days": 30, "31 to 90 days": 90}
_LONGER = "more than 90 days"


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    devices = with_payers(desk.rows.devices(desk.at).join(desk.rows.overdue(desk.at), on="device_id"))
    people = devices["owner_id"].n_unique()
    said = _NONE
    if devices.height:
        is_are = agree(devices.height, "is", "are")
        said = f"{count(devices.height, 'device')} of {count(people, 'person', 'people')} {is_are} overdue."
    return [said], [_late(devices), _devices(devices)]


def _late(devices: pl.DataFrame) -> ReportTable:
    late = pl.col("days_overdue")
    words = pl.lit(_LONGER)
    for said, days in reversed(_LATE.items()):
        words = pl.when(late <= days).then(pl.lit(said)).otherwise(words)
    counted = devices.group_by(late=words).agg(devices=pl.len().cast(pl.Int64))
    order = pl.DataFrame({"late": [*_LATE, _LONGER]})
    frame = order.join(counted, on="late", how="left", maintain_order="left").with_columns(
        pl.col("devices").fill_null(0)
    )
    frame = frame if devices.height else frame.clear()
    charts = chart_of_counts(frame, "late", ["devices"], "Devices by how late they are")
    return ReportTable("late", "How late", frame, "", _NONE, charts)


def _devices(devices: pl.DataFrame) -> ReportTable:
    latest_first = devices.sort("due_at", "device_id")
    columns = ("days_overdue", "due_at", *HOLDER, *DEVICE, "label", "location", "department", "start_time")
    note = "One row per device that somebody has and that was expected back a day ago or earlier."
    return ReportTable(MAIN, "Devices", listed(latest_first, *columns), note, _NONE)
