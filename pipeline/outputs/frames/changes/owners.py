"""The people whom a run has touched, with what they have at its end."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.frames.changes.story import Story, is_gain, is_loss
from schemas.fields import DEVICE_HANDLE
from schemas.reasons.filled_frames import format_expr

_LISTED_DEVICES, _OWNERS_AT_ONCE = 20, 25_000


def owners_frame(story: Story) -> pl.DataFrame:
    """One row per owner who gained or lost a device, with their devices at the end of the run; see `model.Results`."""
    gains, losses = is_gain(), is_loss()
    touched = (
        story.events.filter(gains | losses)
        .group_by("org_id", "owner_id", "owner_email")
        .agg(taken=gains.sum().cast(pl.Int64), released=losses.sum().cast(pl.Int64))
    )
    names = story.owners.select("owner_id", "owner_name")
    joined = touched.join(names, on="owner_id", how="left").join(_remaining(story, touched), on="owner_id", how="left")
    return joined.sort("org_id", "owner_email").select(
        "org_id",
        "owner_email",
        "owner_name",
        "taken",
        "released",
        pl.col("devices_remaining").fill_null(0),
        "remaining",
    )


def _remaining(story: Story, touched: pl.DataFrame) -> pl.DataFrame:
    """One row per touched owner who still has devices: their number, and the first twenty by name.

    That is found for so many owners at once, since all that they have may be much more than what a run touches.
    """
    holds = (pl.col("start_time") <= story.now) & (pl.col("end_time") > story.now)
    held = story.spans.filter(holds).select("owner_id", "device_id")
    known = story.devices.select("device_id", known_by=pl.coalesce(DEVICE_HANDLE))
    known = known if story.beside is None else pl.concat([known, story.beside])
    parts = touched.select("owner_id").iter_slices(_OWNERS_AT_ONCE)
    return pl.concat([_remaining_of(part, held, known) for part in parts] or [_remaining_of(touched, held, known)])


def _remaining_of(owners: pl.DataFrame, held: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    named = held.join(owners, on="owner_id", how="semi").join(known, on="device_id", how="left").sort("known_by")
    listed = pl.col("known_by").head(_LISTED_DEVICES).str.join(", ")
    counted = named.group_by("owner_id").agg(devices_remaining=pl.len().cast(pl.Int64), listed=listed)
    more = format_expr("{}, and {} more", "listed", pl.col("devices_remaining") - _LISTED_DEVICES)
    remaining = pl.when(pl.col("devices_remaining") > _LISTED_DEVICES).then(more).otherwise("listed")
    return counted.select("owner_id", "devices_remaining", remaining=remaining)
