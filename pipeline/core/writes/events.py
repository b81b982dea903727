"""The events of decisions, with the versions of each device and owner.

A device's versions within a run follow the order in which things happen to it: created or updated by the inventory,
then released, then taken. A reassign is a release and a take at the same instant.

Most runs have few kinds of events: of a kind that nothing has happened of there is no frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import Frame, combined, is_empty, is_true_expr, null_text, settled, shaped
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
        aggregate_id=nw.col("device_id"),
        action=nw.lit(action.value),
        row_id=nw.col("row_id"),
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
    facts = {"owner_id": nw.col("owner_id"), "owner_email": nw.col("handle"), "row_id": nw.col("row_id"), **more}
    return _events(owners, "owner", type_, aggregate_id=nw.col("owner_id"), **facts)


def ended_events(ended: Frame, *, is_absent: bool) -> list[Frame]:
    """One event per span that ends early (released) or never begins (cancelled)."""
    of_row = {"row_id": nw.col("row_id"), "comment": nw.col("comment"), "chain": nw.col("ordinal")}
    source = {} if is_absent else of_row
    reason = nw.col("reason") if is_absent else null_text()
    facts = {
        "ownership_id": nw.col("last_ownership_id"),
        "owner_id": nw.col("last_owner_id"),
        "owner_email": nw.col("last_owner_email"),
        "start_time": nw.col("last_start"),
        "previous_end_time": nw.col("last_end"),
        "due_at": nw.col("last_due"),
        "label": nw.col("last_label"),
        "action": nw.col("action"),
        "reason": reason,
    }
    kept, cancelled = ended.filter(~nw.col("is_cancelling")), ended.filter(nw.col("is_cancelling"))
    released = span_events(kept, EventType.OWNERSHIP_RELEASED, end_time=nw.col("at"), **facts, **source)
    return [*released, *span_events(cancelled, EventType.OWNERSHIP_CANCELLED, **facts, **source)]


def moved_events(moved: Frame) -> list[Frame]:
    """One event per span whose end, due date or label changes."""
    return span_events(
        moved,
        EventType.OWNERSHIP_UPDATED,
        ownership_id=nw.col("last_ownership_id"),
        owner_id=nw.col("last_owner_id"),
        owner_email=nw.col("last_owner_email"),
        start_time=nw.col("last_start"),
        end_time=nw.col("new_end"),
        previous_end_time=nw.col("last_end"),
        due_at=nw.col("new_due"),
        previous_due_at=nw.col("last_due"),
        label=nw.col("new_label"),
        previous_label=nw.col("last_label"),
        action=nw.lit(Action.UPDATE.value),
        chain=nw.col("ordinal"),
        comment=nw.col("comment"),
        row_id=nw.col("row_id"),
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
        chain=nw.col("ordinal"),
        previous_owner_email=nw.when(is_reassign).then(nw.col("last_owner_email")).otherwise(null_text()),
        **{name: nw.col(name) for name in names},
        row_id=nw.col("row_id"),
    )


def span_events(rows: Frame, type_: EventType, **facts: nw.Expr) -> list[Frame]:
    """One event per row of `rows`, about an ownership of its device; `facts` are further columns of the event."""
    return _events(rows, "device", type_, aggregate_id=nw.col("device_id"), step=nw.lit(1), **facts)


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


def _events(rows: Frame, aggregate: str, type_: EventType, **facts: nw.Expr) -> list[Frame]:
    """The events with the columns that they have; `in_order` adds the others once for all."""
    if is_empty(rows):
        return []
    facts = {"aggregate": nw.lit(aggregate), "type": nw.lit(type_.value), "org_id": nw.col("org_id"), **facts}
    step = facts.pop("step", nw.lit(0)).cast(nw.Int32).alias("step")
    is_second = facts.pop("is_second", nw.lit(value=False)).alias("is_second")
    chain = facts.pop("chain", nw.lit(0)).cast(nw.Int64).alias("chain")
    columns = [value.cast(_TYPES[name]).alias(name) for name, value in facts.items()]
    return [rows.select(*columns, step, chain, is_second)]
