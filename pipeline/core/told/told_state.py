"""The part of a decision and of the state that results tell of, where another engine than Polars has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr, is_true_expr, known_by_expr, settled, shaped
from pipeline.core.frames import Current, Decided
from pipeline.core.guards.losses import holds_at_expr, losers_of
from schemas.frames.state import SPANS
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """The part of the state that results tell of, as in `Current`.

    `spans` has the ownerships of its devices. What people have beside these devices, who gain or lose one, is only
    counted and named: `beside` has one row per such person, `owner_id`, the number of `devices` that they hold now, and
    `is_left`, true where they still hold one after the last of their losses; `names` one row per device that is held
    now: `owner_id, known_by`.
    """

    devices: Frame
    owners: Frame
    spans: Frame
    beside: Frame
    names: Frame


def without_rows(decided: Decided, rows: Frame) -> Decided:
    """The decisions without what is decided about those rows (`row_id`)."""
    return replace(decided, rows=settled(decided.rows.join(rows.select("row_id"), on="row_id", how="anti")))


def with_devices_told(decided: Decided) -> Decided:
    """The decisions with the devices of rows and events and those that are named beside them, without all others."""
    named = _devices_named(decided, decided.rows)
    return replace(decided, devices=settled(decided.devices.join(named, on="device_id", how="semi")))


def told_state(current: Current, decided: Decided, *, now: datetime, of_all: bool) -> Told:
    """The devices, owners and ownerships of the state that results tell of: what changes, and what is named beside it.

    What they have beside is counted of whoever gains or loses a device. Where `of_all`, the devices of all rows are
    told of, with their ownerships.
    """
    devices = settled(_devices_named(decided, *([decided.rows] if of_all else [])))
    spans = settled(shaped(current.spans.join(devices, on="device_id", how="semi"), SPANS))
    people = settled(decided.events.select("owner_id").drop_nulls().unique())
    gone = [frame.select("owner_id") for frame in (decided.absent, decided.leavers)]
    named = nw.concat([people, *gone, spans.select("owner_id")], how="vertical").unique()
    of_people = current.spans.filter(nw.col("end_time") > instant_expr(now)).join(people, on="owner_id", how="semi")
    others = _told_beside(of_people.join(devices, on="device_id", how="anti"), spans, decided.events, now=now)
    held = others.filter("is_held").join(current.devices, on="device_id")
    flags = others.with_columns(nw.col("is_held", "is_left").cast(nw.Int64))
    beside = flags.group_by("owner_id").agg(nw.col("is_held").sum(), nw.col("is_left").max())
    return Told(
        devices=current.devices.join(devices, on="device_id", how="semi"),
        owners=current.owners.join(named, on="owner_id", how="semi"),
        spans=spans,
        beside=beside.select("owner_id", devices=nw.col("is_held").cast(nw.Int64), is_left=nw.col("is_left") > 0),
        names=held.select("owner_id", known_by=known_by_expr()),
    )


def _told_beside(others: Frame, spans: Frame, events: Frame, *, now: datetime) -> Frame:
    """These ownerships, which no event is about: `owner_id, device_id, is_held` now, and `is_left` after all losses.

    `spans` are those that events may be about.
    """
    is_held = holds_at_expr(instant_expr(now))
    losers = losers_of(events, spans.filter(is_held), now=now)
    columns = ("owner_id", "device_id", "start_time", "end_time")
    if losers is None:
        told = others.select(*columns, is_held=is_held, is_left=nw.lit(value=False))
    else:
        at = losers.select("owner_id", "at")
        is_left = is_true_expr(holds_at_expr(nw.col("at")))
        told = (
            others.select(*columns).join(at, on="owner_id", how="left").with_columns(is_held=is_held, is_left=is_left)
        )
    return settled(told.select("owner_id", "device_id", "is_held", "is_left"))


def _devices_named(decided: Decided, *more: Frame) -> Frame:
    """The devices (`device_id`) that change, or are named beside what changes; and those of the other frames."""
    of_events = decided.events.filter(nw.col("aggregate") == "device").select(device_id=nw.col("aggregate_id"))
    likely = decided.likely.select(device_id=nw.col("likely_id"))
    frames = (decided.absent, decided.missing, decided.leavers, decided.candidates, *more)
    named = [of_events, likely, *(frame.select("device_id") for frame in frames)]
    return nw.concat(named, how="vertical").drop_nulls().unique()
