"""The people whom a run has touched, with what they have at its end."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.frames.changes.story import Story, is_gain, is_loss
from schemas.fields import DEVICE_HANDLE
from schemas.frames.polars_frames import empty
from schemas.frames.state import BESIDE, BETWEEN_NAMES, NAMED_BESIDE
from schemas.reasons.filled_frames import format_expr

_OWNERS_AT_ONCE = 25_000
_BESIDE = empty(BESIDE)


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
    beside = _BESIDE if story.beside is None else story.beside.filter(pl.col("devices") > 0)
    parts = touched.select("owner_id").iter_slices(_OWNERS_AT_ONCE)
    found = [_remaining_of(part, held, known, beside) for part in parts]
    return pl.concat(found or [_remaining_of(touched, held, known, beside)])


def _remaining_of(owners: pl.DataFrame, held: pl.DataFrame, known: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    own = held.join(owners, on="owner_id", how="semi").join(known, on="device_id", how="left")
    others = beside.join(owners, on="owner_id", how="semi")
    theirs = others.select("owner_id", known_by=pl.col("named").str.split(BETWEEN_NAMES)).explode("known_by")
    named = pl.concat([own.select("owner_id", "known_by"), theirs]).sort("known_by")
    listed = named.group_by("owner_id").agg(listed=pl.col("known_by").head(NAMED_BESIDE).str.join(", "))
    each = own.select("owner_id", devices=pl.lit(1, pl.Int64))
    counts = pl.concat([each, others.select("owner_id", "devices")]).group_by("owner_id")
    counted = counts.agg(devices_remaining=pl.col("devices").sum()).join(listed, on="owner_id")
    more = format_expr("{}, and {} more", "listed", pl.col("devices_remaining") - NAMED_BESIDE)
    remaining = pl.when(pl.col("devices_remaining") > NAMED_BESIDE).then(more).otherwise("listed")
    return counted.select("owner_id", "devices_remaining", remaining=remaining)
