"""Who has what: each device that somebody holds, the people with their counts, and what nobody has."""

from __future__ import annotations

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk
from pipeline.runs.ledger_reports.tables import DEVICE, HOLDER, NONE, chart_of_counts, listed, people_of, with_payers

TITLE = "Who has what"
ABOUT = "each device with who has it, people with their counts, and what nobody has"
MAIN = "held"


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    devices = with_payers(desk.rows.devices(desk.at))
    held = devices.filter(pl.col("owner_id").is_not_null())
    free = devices.filter(pl.col("owner_id").is_null() & (pl.col("created_at") <= desk.at))
    people = people_of(held)
    told, has = count(people.height, "person", "people"), agree(people.height, "has", "have")
    said = f"{told} {has} {count(held.height, 'device')}"
    beside = [] if desk.asked.owner else [f"nobody has {count(free.height, 'other device')}"]
    return ["; ".join([said, *beside]) + "."], [
        _by_type(pl.concat([held, free])),
        ReportTable(
            *("people", "People", people, "One row per person, those with most devices first."),
            empty="Nobody has a device.",
            charts=chart_of_counts(people, "owner_email", ["devices"], "Devices per person, those with most"),
        ),
        _held(held),
        *([] if desk.asked.owner else [_free(free)]),
    ]


def _by_type(devices: pl.DataFrame) -> ReportTable:
    is_held = pl.col("owner_id").is_not_null()
    frame = (
        devices.with_columns(pl.col("type").fill_null(NONE))
        .group_by("type")
        .agg(devices=pl.len().cast(pl.Int64), held=is_held.sum().cast(pl.Int64), free=(~is_held).sum().cast(pl.Int64))
        .sort(["devices", "type"], descending=[True, False])
    )
    charts = chart_of_counts(frame, "type", ["held", "free"], "Devices by type")
    return ReportTable("types", "Types", frame, "Held: somebody has it. Free: nobody has.", charts=charts)


def _held(held: pl.DataFrame) -> ReportTable:
    told = held.rename({"open_end_time": "end_time"})
    columns = (*HOLDER, *DEVICE, "model", "location", "department", "cost_center", "start_time", "end_time", "due_at")
    frame = listed(told, *columns, "label", by=("owner_email", "serial_number"))
    return ReportTable(MAIN, "Who has what", frame, "One row per device that somebody has.", "Nobody has a device.")


def _free(free: pl.DataFrame) -> ReportTable:
    columns = (*DEVICE, "model", "status", "location", "department", "cost_center")
    frame = listed(free, *columns, by=("type", "serial_number"))
    note = "One row per device on record that nobody has."
    return ReportTable("free", "Nobody has", frame, note, "Somebody has every device.")
