"""The events of decisions, with the versions of each device and owner.

A device's versions within a run follow the order in which things happen to it: created or updated by the inventory,
then released, then taken. A reassign is a release and a take at the same instant.

Most runs have few kinds of events: of a kind that nothing has happened of there is no frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.expressions import Frame, combined, is_empty, is_true_expr, settled, shaped
from schemas.frames.events import EVENTS
from schemas.frames.narwhals_types import narwhals_schema
from schemas.vocabulary import Action, EventType

_TYPES = narwhals_schema(EVENTS)
_PROVENANCE = ("file", "sheet", "row")


def device_events(rows: Frame, type_: EventType, action: Action) -> list[Frame]:
    """One event per device that an inventory row creates or updates, or an assignments row creates."""
    return _events(
        rows,
        "device",
        type_,
        aggregate_id="device_id",
        action=nw.lit(action.value),
        row_id="row_id",
    )


def owner_events(met: Frame | None, created: Frame | None, updated: Frame | None) -> list[Frame]:
    """One event per owner whom an assignments row has `met`, and per owner of a people sheet, created or updated.

    An owner who is called otherwise from now on has the former handle as `previous_owner_email`.
    """
    told = [_owner_events(owners, EventType.OWNER_CREATED) for owners in (met, created) if owners is not None]
    if updated is not None:
        former = nw.col("previous_handle")
        renamed = nw.when(former != nw.col("handle")).then(former)
        told.append(_owner_events(updated, EventType.OWNER_UPDATED, previous_owner_email=renamed))
    return [events for kind in told for events in kind]


def _owner_events(owners: Frame, type_: EventType, **more: nw.Expr) -> list[Frame]:
    facts = {"aggregate_id": "owner_id", "owner_id": "owner_id", "owner_email": "handle", "row_id": "row_id"}
    return _events(owners, "owner", type_, **facts, **more)


def ended_events(ended: Frame, *, is_absent: bool) -> list[Frame]:
    """One event per span that ends early (released) or never begins (cancelled)."""
    if is_empty(ended):
        return []
    facts = {
        "ownership_id": "last_ownership_id",
        "owner_id": "last_owner_id",
        "owner_email": "last_owner_email",
        "start_time": "last_start",
        "previous_end_time": "last_end",
        "due_at": "last_due",
        "label": "last_label",
        "action": "action",
        **({"reason": "reason"} if is_absent else {"row_id": "row_id", "comment": "comment", "chain": "ordinal"}),
    }
    cancelled = settled(ended.filter(nw.col("is_cancelling")))
    kept = ended if is_empty(cancelled) else settled(ended.filter(~nw.col("is_cancelling")))
    released = span_events(kept, EventType.OWNERSHIP_RELEASED, end_time="at", **facts)
    return [*released, *span_events(cancelled, EventType.OWNERSHIP_CANCELLED, **facts)]


def moved_events(moved: Frame) -> list[Frame]:
    """One event per span whose end, due date or label changes."""
    return span_events(
        moved,
        EventType.OWNERSHIP_UPDATED,
        ownership_id="last_ownership_id",
        owner_id="last_owner_id",
        owner_email="last_owner_email",
        start_time="last_start",
        end_time="new_end",
        previous_end_time="last_end",
        due_at="new_due",
        previous_due_at="last_due",
        label="new_label",
        previous_label="last_label",
        action=nw.lit(Action.UPDATE.value),
        chain="ordinal",
        comment="comment",
        row_id="row_id",
    )


def begun_events(begun: Frame) -> list[Frame]:
    """One event per span that begins; that of a reassign follows the release by the same row."""
    is_reassign = nw.col("action") == Action.REASSIGN.value
    names = (
        "ownership_id",
        "owner_id",
        "owner_email",
        "start_time",
        "end_time",
        "due_at",
        "label",
        "action",
        "added_by",
        "comment",
    )
    return span_events(
        begun,
        EventType.OWNERSHIP_TAKEN,
        is_second=is_reassign,
        chain="ordinal",
        previous_owner_email=nw.when(is_reassign).then(nw.col("last_owner_email")),
        **{name: name for name in names},
        row_id="row_id",
    )


def span_events(rows: Frame, type_: EventType, **facts: nw.Expr | str) -> list[Frame]:
    """One event per row of `rows`, about an ownership of its device; `facts` are further columns of the event."""
    return _events(rows, "device", type_, aggregate_id="device_id", step=nw.lit(1), **facts)


def in_order(told: Sequence[Frame], devices: Frame, owners: Frame, provenance: Frame) -> Frame:
    """All events of a run with their versions and provenance: owners first, then device by device.

    `devices` and `owners` have the `version` that each had before the run, `provenance` has `row_id, file, sheet, row`.
    An event that no row caused has no provenance. An owner has one event in a run.
    """
    if not told:
        return shaped(owners.select("org_id").head(0), EVENTS)
    events = settled(combined(told))
    there = events.collect_schema().names()
    blank = [nw.lit(None, dtype=_TYPES[name]).alias(name) for name in _TYPES if name not in (*there, *_PROVENANCE)]
    placed = events.with_columns(*blank).join(provenance, on="row_id", how="left")
    base = owners.select(aggregate_id=nw.col("owner_id"), base=nw.col("version"))
    people = placed.filter(nw.col("aggregate") == "owner").join(base, on="aggregate_id", how="left")
    people = people.with_columns(version=nw.coalesce(nw.col("base"), nw.lit(0, dtype=nw.Int64)) + 1)
    changed = _with_versions(placed.filter(nw.col("aggregate") == "device"), devices)
    ordered = [people.sort("aggregate_id"), changed.sort("aggregate_id", "version")]
    return nw.concat([part.select(*_TYPES) for part in ordered], how="vertical")


def _with_versions(events: Frame, devices: Frame) -> Frame:
    """The events of devices with their versions."""
    before = devices.select(aggregate_id=nw.col("device_id"), base=nw.col("version"))
    begun = events.filter(nw.col("step") == 0).select("aggregate_id", is_begun=nw.lit(value=True))
    joined = events.join(before, on="aggregate_id", how="left").join(begun, on="aggregate_id", how="left")
    is_later = is_true_expr(nw.col("is_begun")) & (nw.col("step") > 0)
    version = nw.coalesce(nw.col("base"), nw.lit(0, dtype=nw.Int64)) + 1
    is_second = is_true_expr(nw.col("is_second")).cast(nw.Int64)
    plain = joined.with_columns(version=version + is_later.cast(nw.Int64) + is_second).select(*_TYPES)
    chained = settled(events.filter(nw.col("chain") > 0).select("aggregate_id").unique())
    if is_empty(chained):
        return plain
    told = joined.join(chained, on="aggregate_id", how="semi").with_columns(second=is_second)
    told = told.with_row_index("place", order_by=("aggregate_id", "step", "chain", "second"))
    place = nw.col("place").cast(nw.Int64)
    told = told.with_columns(version=version + place - place.min().over("aggregate_id")).select(*_TYPES)
    return nw.concat([plain.join(chained, on="aggregate_id", how="anti"), told], how="vertical")


def _events(rows: Frame, aggregate: str, type_: EventType, **facts: nw.Expr | str) -> list[Frame]:
    """The events with the columns that they have; `in_order` adds the others once for all.

    A fact is a column of the rows, which has the type that events have, or an expression.
    """
    if is_empty(rows):
        return []
    unless = {"step": nw.lit(0), "chain": nw.lit(0), "is_second": nw.lit(value=False)}
    told = {"aggregate": nw.lit(aggregate), "type": nw.lit(type_.value), "org_id": "org_id", **unless, **facts}
    types = {**_TYPES, "step": nw.Int32(), "chain": nw.Int64(), "is_second": nw.Boolean()}
    return [rows.select(*(_fact(name, fact, types[name]) for name, fact in told.items()))]


def _fact(name: str, fact: nw.Expr | str, type_: IntoDType) -> nw.Expr | str:
    if isinstance(fact, str):
        return name if fact == name else nw.col(fact).alias(name)
    return fact.cast(type_).alias(name)
