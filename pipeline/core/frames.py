"""The frames that go into a decision (the sheets, the ledger) and those that come out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr, known_by_expr, settled, shaped
from schemas.frames.state import SPANS
from schemas.records import dataclass

# What is told of an ownership that is only counted.
_COUNTED = ("ownership_id", "org_id", "device_id", "owner_id", "start_time", "end_time")


@dataclass(frozen=True, slots=True)
class Desired:
    """The desired state: the typed rows of all kinds, and the attributes that the inventory has columns for.

    `left_alone` are the assignments rows (`row_id`) of an export that the person has not touched, and that ask for
    nothing. Where `shown` is given (`device_id, owner_id`), a full sheet unassigns none but these ownerships, which
    the export showed. `resting` are further rows that ask for nothing (`org_id, device_id, owner_id`; the latter two
    may be blank where they do not matter), but that count as rows of a full sheet; no other row names their devices.
    `numbered` are the inventory rows (`row_id`) of exports that give the number of a device that the export showed.
    """

    inventory: Frame
    assignments: Frame
    attributes: tuple[str, ...]
    left_alone: Frame | None = None
    shown: Frame | None = None
    resting: Frame | None = None
    people: Frame | None = None
    numbered: Frame | None = None

    @property
    def places(self) -> Frame:
        """One row per row of any kind: `row_id, file, sheet, row`."""
        kinds = (self.assignments, self.inventory, *([] if self.people is None else [self.people]))
        return nw.concat([rows.select("row_id", "file", "sheet", "row") for rows in kinds], how="vertical")


@dataclass(frozen=True, slots=True)
class Current:
    """The current state: the frames of `model.State`, and the greatest ids given so far.

    `former` are the addresses that people had before (`owner_id, org_id, email`), `former_identifiers` what devices had
    before of that which rows give (`device_id, org_id, field, value`); None where there are none.
    """

    devices: Frame
    owners: Frame
    spans: Frame
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int
    former: Frame | None = None
    former_identifiers: Frame | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Every decision, and every frame that carrying the decisions out writes.

    `rows` has one row per input row; `absent` one per ownership that no row of a full sheet names (`is_held` where it
    is not unassigned all the same); `missing` one per device that a complete inventory does not name; `leavers` one per
    ownership of somebody whose last day has passed; `candidates` one per device that a mismatched or ambiguous row may
    mean; `suspects` one per new owner who looks like a known one and was not allowed; `likely` one per row of an
    unknown device whose identifier looks like a known one; `wholes` one per `<all>` row; `devices` one per
    device of the run, as it will be. `schemas.frames.verdicts` states their columns. The others are the frames of
    `model.ChangeSet`.
    """

    rows: Frame
    absent: Frame
    missing: Frame
    leavers: Frame
    candidates: Frame
    suspects: Frame
    likely: Frame
    wholes: Frame
    devices: Frame
    devices_created: Frame
    device_changes: Frame
    owners_created: Frame
    owner_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    events: Frame


@dataclass(frozen=True, slots=True)
class Told:
    """The part of the state that results tell of, as in `Current`.

    `spans` has the ownerships of its devices, and of further devices, which are only counted and named, just whose they
    are and when; what these are called that are no devices of the run is `beside`: `device_id, known_by`.
    """

    devices: Frame
    owners: Frame
    spans: Frame
    beside: Frame


def without_rows(decided: Decided, rows: Frame) -> Decided:
    """The decisions without what is decided about those rows (`row_id`)."""
    return replace(decided, rows=settled(decided.rows.join(rows.select("row_id"), on="row_id", how="anti")))


def with_devices_told(decided: Decided) -> Decided:
    """The decisions with the devices of rows and events and those that are named beside them, without all others."""
    named = _devices_named(decided, decided.rows)
    return replace(decided, devices=settled(decided.devices.join(named, on="device_id", how="semi")))


def told_state(current: Current, decided: Decided, *, now: datetime, of_all: bool) -> Told:
    """The devices, owners and ownerships of the state that results tell of: what changes, and what is named beside it.

    Whoever gains or loses a device is told of with all that they have at `now` or later. Where `of_all`, so are the
    devices of all rows, with their ownerships.
    """
    devices = settled(_devices_named(decided, *([decided.rows] if of_all else [])))
    people = decided.events.select("owner_id").drop_nulls().unique()
    gone = [frame.select("owner_id") for frame in (decided.absent, decided.leavers)]
    people = settled(nw.concat([people, *gone], how="vertical").unique())
    of_people = current.spans.filter(nw.col("end_time") > instant_expr(now)).join(people, on="owner_id", how="semi")
    held = settled(of_people.join(devices, on="device_id", how="anti").select(_COUNTED))
    theirs = current.spans.join(devices, on="device_id", how="semi")
    spans = nw.concat([shaped(theirs, SPANS), shaped(held, SPANS)], how="vertical")
    people = nw.concat([people, spans.select("owner_id")], how="vertical").unique()
    of_others = held.select("device_id").unique().join(decided.devices, on="device_id", how="anti")
    others = current.devices.join(of_others, on="device_id", how="semi")
    return Told(
        devices=current.devices.join(devices, on="device_id", how="semi"),
        owners=current.owners.join(people, on="owner_id", how="semi"),
        spans=settled(spans),
        beside=others.select("device_id", known_by=known_by_expr()),
    )


def _devices_named(decided: Decided, *more: Frame) -> Frame:
    """The devices (`device_id`) that change, or are named beside what changes; and those of the other frames."""
    of_events = decided.events.filter(nw.col("aggregate") == "device").select(device_id=nw.col("aggregate_id"))
    likely = decided.likely.select(device_id=nw.col("likely_id"))
    frames = (decided.absent, decided.missing, decided.leavers, decided.candidates, *more)
    named = [of_events, likely, *(frame.select("device_id") for frame in frames)]
    return nw.concat(named, how="vertical").drop_nulls().unique()
