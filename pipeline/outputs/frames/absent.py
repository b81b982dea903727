"""Absent devices: ownerships that no row of a full sheet names, and devices that a complete inventory does not name."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.frames.owner_names import with_names
from schemas.frames.polars_frames import empty, shaped
from schemas.frames.results import ABSENT
from schemas.instants import OPEN_END
from schemas.vocabulary import Reason

_PRICED = ("purchase_price", "currency")


def no_absent() -> pl.DataFrame:
    """An empty frame of absent devices."""
    return empty(ABSENT)


def absent_frame(
    absent: pl.DataFrame, missing: pl.DataFrame, devices: pl.DataFrame, owners: pl.DataFrame
) -> pl.DataFrame:
    """One row per kept ownership, then one per missing device, by organization and serial; see `model.Results`.

    `absent` has the ownerships that no row names, with `is_held`; `missing` the devices that no inventory row names;
    `devices` and `owners` have the facts of all these devices and people. Unassigned ownerships are on the Changes
    sheet instead.
    """
    held = absent.filter("is_held").select("device_id", "owner_email", "start_time", "end_time")
    items = pl.concat(
        [
            held.with_columns(what=pl.lit("ownership"), reason=pl.lit(Reason.ABSENT_HELD.value)),
            missing.select("device_id", what=pl.lit("device"), reason=pl.lit(Reason.MISSING_FROM_INVENTORY.value)),
        ],
        how="diagonal",
    )
    facts = devices.select("org_id", "serial_number", "asset_tag", "device_id", *_PRICED, device_name="name")
    told = items.join(facts, on="device_id", how="left").with_columns(
        end_time=pl.when(pl.col("end_time") < OPEN_END).then("end_time")
    )
    named = with_names(told, owners, owner_name="owner_email")
    in_order = named.sort(pl.col("what") == "device", "org_id", "serial_number", "device_id")
    return shaped(in_order, ABSENT)
