"""A fleet in memory, for measuring decisions alone: so many devices, nine in ten of them held, and rows about some.

Columns that say the same for every device are literals, as they are in a state of one organization.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw
import polars as pl

from pipeline.core.frames import Current, Desired
from schemas.frames.input_rows import ASSIGNMENTS, INVENTORY
from schemas.frames.polars_frames import empty, shaped
from schemas.frames.state import OWNERS, SPANS
from schemas.instants import OPEN_END

_STRIDE = 7_919
# The attributes that a sheet of devices would have.
KNOWN = ("serial_number", "asset_tag", "mac_address", "name", "type", "category")


def current_state(devices: int) -> Current:
    """The state: a quarter as many owners as devices."""
    number = pl.int_range(1, devices + 1, dtype=pl.Int64, eager=True)
    fleet = pl.DataFrame({"device_id": number}).with_columns(
        pl.lit("default").alias("org_id"),
        _serial(pl.col("device_id")).alias("serial_number"),
        pl.lit(None, pl.String).alias("asset_tag"),
        pl.lit(None, pl.String).alias("mac_address"),
        pl.lit("Laptop").alias("name"),
        pl.lit(1, pl.Int64).alias("version"),
        pl.lit("laptop").alias("type"),
        pl.lit("hardware").alias("category"),
    )
    owners = pl.DataFrame({"owner_id": number.head(devices // 4)}).with_columns(
        pl.lit("default").alias("org_id"),
        _email(pl.col("owner_id")).alias("email"),
        _email(pl.col("owner_id")).alias("handle"),
        pl.lit(1, pl.Int64).alias("version"),
    )
    some = fleet.filter(pl.col("device_id") % 10 != 0).select("device_id", "org_id")
    spans = some.with_columns(
        ownership_id="device_id",
        owner_id=_holder(pl.col("device_id"), devices),
        owner_email=_email(_holder(pl.col("device_id"), devices)),
        start_time=pl.lit(datetime(2025, 1, 1)),
        end_time=pl.lit(OPEN_END),
        label=pl.lit(None, pl.String),
        added_by=pl.lit(None, pl.String),
    )
    people, held = _lazy(shaped(owners, OWNERS)), _lazy(shaped(spans, SPANS))
    return Current(_lazy(fleet), people, held, devices, devices // 4, devices)


def desired_rows(rows: int, devices: int) -> Desired:
    """The rows: seven in ten as it is, the others moved, newly assigned or unknown."""
    row_id = pl.int_range(1, rows + 1, dtype=pl.Int64, eager=True)
    device = pl.col("row_id") * (devices // rows) - pl.col("row_id") % (devices // rows)
    is_moved = pl.col("row_id") % 100 < 20
    is_unknown = pl.col("row_id") % 100 >= 95
    holder = _holder(device, devices)
    assignments = pl.DataFrame({"row_id": row_id}).with_columns(
        serial_number=pl.when(is_unknown).then(pl.format("X{}", "row_id")).otherwise(_serial(device)),
        owner_email=_email(pl.when(is_moved).then(holder % (devices // 4) + 1).otherwise(holder)),
        row=pl.col("row_id") + 1,
        file=pl.lit("assignments.xlsx"),
        sheet=pl.lit("Desired"),
        org_id=pl.lit("default"),
        action=pl.lit("assign"),
        clears_label=pl.lit(value=False),
        clears_end=pl.lit(value=False),
        clears_due=pl.lit(value=False),
        fault=pl.lit(None, pl.String),
    )
    return Desired(_lazy(empty(INVENTORY)), _lazy(shaped(assignments, ASSIGNMENTS)), KNOWN)


def _serial(device: pl.Expr) -> pl.Expr:
    return pl.format("SN{}", device * _STRIDE % 1_000_000_007)


def _holder(device: pl.Expr, devices: int) -> pl.Expr:
    return device * 31 % (devices // 4) + 1


def _email(owner: pl.Expr) -> pl.Expr:
    return pl.format("user{}@example.com", owner)


def _lazy(frame: pl.DataFrame) -> nw.LazyFrame[pl.LazyFrame]:
    return nw.from_native(frame.lazy())
