"""A device and what an export of a week ago said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import narwhals as nw
import polars as pl

from pipeline.core.expressions import Frame
from pipeline.core.three_way_merge import Past
from tests.support.reference.frames import SPANS, state_of
from tests.support.reference.records import Device, Ledger

NOW = datetime(2026, 3, 1, 12, 0)
MADE_AT = NOW - timedelta(days=7)

DEVICE = Device(5, serial_number="SN-5", asset_tag="TAG-5", name="Laptop", attributes={"location": "Lyon"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: what the export said, what came back, what the ledger says now."""

    then: str | None
    given: str | None
    now: str | None
    becomes: str | None
    is_conflict: bool = False
    clears: bool = False


def past_of(
    attributes: list[tuple[int, str, str | None]] | None = None,
    spans: list[dict[str, Any]] | None = None,
    devices: list[int] | None = None,
    facts: list[tuple[int, str, str | None]] | None = None,
    owners: list[int] | None = None,
) -> Past:
    columns = {"device_id": pl.Int64, "field": pl.String, "base": pl.String}
    return Past(
        MADE_AT,
        lazy(pl.DataFrame(attributes or [], schema=columns, orient="row")),
        spans_frame(spans or []).select(
            "device_id", "owner_id", "owner_email", "start_time", "end_time", "label", "due_at"
        ),
        lazy(pl.DataFrame({"device_id": devices or []}, schema={"device_id": pl.Int64})),
        lazy(
            pl.DataFrame(
                facts or [], schema={"owner_id": pl.Int64, "field": pl.String, "base": pl.String}, orient="row"
            )
        ),
        lazy(pl.DataFrame({"owner_id": owners or []}, schema={"owner_id": pl.Int64})),
    )


def spans_frame(spans: list[dict[str, Any]]) -> Frame:
    return lazy(pl.DataFrame([{name: span.get(name) for name in SPANS} for span in spans], schema=SPANS))


def devices_frame(*devices: Device) -> Frame:
    return lazy(state_of(Ledger(devices=devices)).devices)


def lazy(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame.lazy())


def rows_of(frame: Frame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.collect("polars").to_native().to_dicts()
    return rows
