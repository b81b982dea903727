"""Leavers: people whose last day has passed, and the devices that they hold all the same."""

from __future__ import annotations

import polars as pl

from schemas.frames.polars_frames import empty, shaped
from schemas.frames.results import LEAVERS
from schemas.instants import OPEN_END
from schemas.vocabulary import STILL_HELD, LeaverState


def no_leavers() -> pl.DataFrame:
    """An empty frame of leavers."""
    return empty(LEAVERS)


def leavers_frame(leavers: pl.DataFrame, devices: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """One row per ownership of somebody who has left, whoever left last first; see `model.Results`.

    `leavers` are as in `core.frames.Decided`; `devices` and `owners` have the facts of these devices and people.
    """
    if leavers.is_empty():
        return no_leavers()
    facts = devices.select("serial_number", "asset_tag", "device_id", "purchase_price", "currency", device_name="name")
    names = owners.select("owner_id", "owner_name")
    told = leavers.join(facts, on="device_id", how="left").join(names, on="owner_id", how="left")
    told = told.with_columns(end_time=pl.when(pl.col("end_time") < OPEN_END).then("end_time"))
    return shaped(told.sort(-pl.col("ends_on").to_physical(), "org_id", "owner_email", "device_id"), LEAVERS)


def not_released(leavers: pl.DataFrame, ownerships: pl.Series) -> pl.DataFrame:
    """The leavers of a plan, of which those of these ownerships are not released after all."""
    is_kept = (pl.col("state") == LeaverState.RELEASED.value) & pl.col("ownership_id").is_in(ownerships.implode())
    kept = pl.lit(LeaverState.LISTED.value)
    return leavers.with_columns(state=pl.when(is_kept).then(kept).otherwise("state"))


def leaver_counts(leavers: pl.DataFrame) -> dict[str, int]:
    """The numbers of `people` who have left and still hold devices, of these `devices`, and of those `released`."""
    held = leavers.filter(pl.col("state").is_in(STILL_HELD))
    return {
        "people": held.select("org_id", "owner_email").n_unique() if held.height else 0,
        "devices": held.height,
        "released": leavers.filter(pl.col("state") == LeaverState.RELEASED.value).height,
    }
