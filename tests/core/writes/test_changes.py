"""The devices as they are once a run is carried out, from its inventory rows or from what it writes."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from polars.testing import assert_frame_equal

from pipeline.core.writes.changes import devices_after, written_updates
from schemas.frames.changes import DEVICE_CHANGES, DEVICES_CREATED
from schemas.frames.polars_frames import empty, polars_schema
from tests.support.worlds.decisions import on_polars

_DEVICES = pl.DataFrame(
    [(1, "LT-1", "Laptop", Decimal("1200.00"), 3), (2, "LT-2", "Laptop", None, 1), (3, None, "Phone", None, 2)],
    schema={
        "device_id": pl.Int64,
        "serial_number": pl.String,
        "name": pl.String,
        "purchase_price": pl.Decimal(18, 2),
        "version": pl.Int64,
    },
    orient="row",
)


def _after(changes: list[tuple[int, str, str | None, str | None]], created: pl.DataFrame) -> pl.DataFrame:
    written = on_polars(pl.DataFrame(changes, schema=polars_schema(DEVICE_CHANGES), orient="row"))
    devices = on_polars(_DEVICES)
    after: pl.DataFrame = (
        devices_after(devices, written_updates(written, devices), on_polars(created)).collect().to_native()
    )
    return after.sort("device_id")


def test_what_is_written_is_what_devices_have_afterwards_and_the_rest_stays() -> None:
    changes = [
        (1, "purchase_price", "1200.00", "1350.50"),
        (1, "name", "Laptop", None),
        (3, "serial_number", None, "PH-3"),
        (2, "location", "Berlin", "Paris"),
    ]

    after = _after(changes, empty(DEVICES_CREATED))

    assert after.schema == _DEVICES.schema
    assert after.rows() == [
        (1, "LT-1", None, Decimal("1350.50"), 3),
        (2, "LT-2", "Laptop", None, 1),
        (3, "PH-3", "Phone", None, 2),
    ]


def test_new_devices_come_after_them_at_version_0_blank_where_nothing_is_known() -> None:
    made = pl.DataFrame({"device_id": [4], "org_id": ["default"], "serial_number": ["LT-4"], "color": ["red"]})

    after = _after([], made)

    assert_frame_equal(after.head(3), _DEVICES)
    assert after.row(3) == (4, "LT-4", None, None, 0)
