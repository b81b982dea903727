"""The reversal of a past run, as far as its changes are still as the run left them.

The ownership of a device is judged separately, and so is each of its attributes: whatever a later run has changed stays
as it is, and the rest is reversed all the same. A reversal is a change like any other, with new events, so that nothing
of the history is lost. It restores exactly the state just before the run: ownerships with their ids, starts, ends,
labels and makers, attributes, and facts of people (`owners/undone_people`). Devices and owners that the run created
stay on record.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.expressions import Frame, differs_expr, instant_expr, is_true_expr, null_text, settled
from pipeline.core.frames import Current
from pipeline.core.identifiers.undone_identifiers import identifiers_taken
from pipeline.core.owners.undone_people import UndonePeople, undo_people
from pipeline.core.writes.events import device_events, in_order, owner_events, span_events
from pipeline.core.writes.people import spans_of
from schemas.fields import OWNER_HANDLE
from schemas.frames.changes import SPANS_RECORDED
from schemas.records import dataclass
from schemas.vocabulary import Action, EventType

_INVERSES = {
    Action.ASSIGN: Action.UNASSIGN,
    Action.UNASSIGN: Action.ASSIGN,
    Action.REASSIGN: Action.REASSIGN,
    Action.UPDATE: Action.UPDATE,
}
_KEPT: dict[str, IntoDType] = {
    **dict.fromkeys(("what", "org_id"), nw.String),
    "device_id": nw.Int64,
    **dict.fromkeys(("owner_email", "why", "by_run_id", "field", "value"), nw.String),
    "other_device_id": nw.Int64,
    "other_email": nw.String,
}
_TAKEN, _UPDATED = EventType.OWNERSHIP_TAKEN.value, EventType.OWNERSHIP_UPDATED.value
_RELEASED, _CANCELLED = EventType.OWNERSHIP_RELEASED.value, EventType.OWNERSHIP_CANCELLED.value


# What is undone first of the ownerships of a device: what ends makes room for what comes back.
_TURNS = {_CANCELLED: 0, _RELEASED: 1, _UPDATED: 2, _TAKEN: 3}
_EPOCH = datetime(1970, 1, 1)


class Why(StrEnum):
    """The reason why a change of the run is not reversed."""

    CHANGED_SINCE = "changed_since"
    UNDONE = "undone"
    CANNOT = "cannot"
    NEVER_DELETED = "never_deleted"


@dataclass(frozen=True, slots=True)
class Past:
    """The writes of a run, as in `model.ChangeSet`, with the state before it and the changes since.

    `spans` are the ownerships as they were on record just before the run, with the columns of `model.State.spans`.
    `ownerships_altered` has one row per device whose ownership has changed since: `device_id, by_run_id` (the last run
    that changed it) and `undoes` (the run that `by_run_id` reversed, blank where it reversed none).
    `attributes_altered` has the same per device and `field`, `facts_altered` per owner and `field`.
    """

    run_id: str
    events: Frame
    device_changes: Frame
    devices_created: Frame
    owners_created: Frame
    owner_changes: Frame
    spans: Frame
    ownerships_altered: Frame
    attributes_altered: Frame
    facts_altered: Frame


@dataclass(frozen=True, slots=True)
class Reversed:
    """The writes of the reversal, as in `model.ChangeSet`, and the things that it leaves as they are.

    `kept` has one row per thing that stays: `what` (`attributes`, `ownership`, `facts`, `device` or `owner`)`, org_id,
    device_id, owner_email, why`. Where it has changed since, `by_run_id` is the last run that changed it, and there is
    one row per `field` of attributes. Where an identifier now belongs to another device, one row stands for all
    attributes of its former device, with `field, value, other_device_id`; likewise of people, with `other_email`.
    """

    device_changes: Frame
    owner_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    events: Frame
    kept: Frame


def reverse(past: Past, current: Current) -> Reversed:
    """The reversal of the changes of a run that are still as the run left them.

    Attributes and ownership of a device are reversed independently: where another device has its former identifier by
    now, the attributes stay, and the ownership is reversed all the same. A run has one action per ownership of a
    device, so the reversal has the inverse action; but for histories.
    """
    updated = settled(_devices_with(past.events, (EventType.DEVICE_UPDATED.value,)))
    assigned = settled(_devices_with(past.events, (_TAKEN, _UPDATED, _RELEASED, _CANCELLED)))
    still = assigned.join(past.ownerships_altered, on="device_id", how="anti")
    lasting = settled(past.device_changes.join(past.attributes_altered, on=["device_id", "field"], how="anti"))
    claimed = identifiers_taken(lasting, updated, current.devices)
    swapped = settled(_swapped(lasting.join(claimed, on="device_id", how="anti")))
    reverted = settled(updated.join(swapped, on="device_id", how="semi"))
    people = undo_people(past.owner_changes, past.facts_altered, current.owners)
    before, now = (spans_of(spans, people.updated) for spans in (past.spans, current.spans))
    undone = settled(_spans_undone(before, now, still))
    return Reversed(
        device_changes=swapped,
        owner_changes=people.changes,
        spans_superseded=undone.filter(nw.col("type") != _TAKEN).select("ownership_id"),
        spans_recorded=undone.filter(nw.col("type") != _CANCELLED).select(*SPANS_RECORDED.names),
        events=settled(_events(reverted, undone, people, past, current)),
        kept=_kept(past, updated, assigned, claimed, people, current),
    )


def _devices_with(events: Frame, types: tuple[str, ...]) -> Frame:
    """One row per device with an event of these types: the action and the owner of the last such event."""
    happened = events.filter((nw.col("aggregate") == "device") & nw.col("type").is_in(types))
    last = happened.group_by("aggregate_id").agg(nw.col("version").max())
    return happened.join(last, on=["aggregate_id", "version"], how="semi").select(
        "org_id", "action", "owner_email", device_id=nw.col("aggregate_id")
    )


def _spans_undone(before: Frame, now: Frame, assigned: Frame) -> Frame:
    """One row per ownership that the reversal changes, as it was before the run; one that the run began, as it is now.

    `type` is the type of the event, `action` the inverse of the run's action. `current_end`, `current_due` and
    `current_label` are the values on record now; `freed_email` is the owner who loses the device.
    """
    before = before.join(assigned, on="device_id", how="semi")
    now = now.join(assigned, on="device_id", how="semi")
    end, label, due = nw.col("end_time"), nw.col("label"), nw.col("due_at")
    current = {"current_end": end, "current_label": label, "current_due": due}
    gone = now.join(before, on="ownership_id", how="anti").with_columns(**current)
    no_instant = nw.lit(None, dtype=nw.Datetime("us"))
    back = before.join(now, on="ownership_id", how="anti").with_columns(
        current_end=no_instant, current_label=null_text(), current_due=no_instant
    )
    believed = now.select("ownership_id", **current)
    both = before.join(believed, on="ownership_id", how="inner").filter(
        (end != nw.col("current_end"))
        | differs_expr(label, nw.col("current_label"))
        | differs_expr(due, nw.col("current_due"))
    )
    parts = [gone.with_columns(what=nw.lit("gone")), back.with_columns(what=nw.lit("back"))]
    undone = nw.concat([*parts, both.with_columns(what=nw.lit("both"))], how="vertical")
    undone = undone.join(assigned.select("device_id", action=_inverse_expr()), on="device_id", how="left")
    undone = settled(_in_turn(undone.with_columns(type=_type_expr()).drop("what")))
    freed = undone.filter(nw.col("type").is_in([_CANCELLED, _RELEASED]))
    freed = freed.group_by("device_id").agg(freed_email=nw.col("owner_email").min())
    return undone.join(freed, on="device_id", how="left")


def _in_turn(undone: Frame) -> Frame:
    """The ownerships with `turn`, the order in which those of one device are reversed: the last of a history first.

    Each ownership of a history has an action of its own, by what becomes of it.
    """
    rank = nw.col("type").replace_strict(_TURNS, default=None, return_dtype=nw.Int64)
    start = nw.col("start_time")
    age = nw.when(nw.col("type") == _TAKEN).then(start - instant_expr(_EPOCH)).otherwise(instant_expr(_EPOCH) - start)
    undone = settled(undone.with_columns(rank=rank, age=age))
    undone = undone.with_row_index("turn", order_by=("device_id", "rank", "age"))
    turn, count = nw.col("turn").cast(nw.Int64), nw.len().over("device_id")
    is_history = (count > 2) | ((count > 1) & (nw.col("action") != Action.REASSIGN.value))
    own = (
        nw.when(nw.col("type").is_in([_CANCELLED, _RELEASED]))
        .then(nw.lit(Action.UNASSIGN.value))
        .when(nw.col("type") == _TAKEN)
        .then(nw.lit(Action.ASSIGN.value))
        .otherwise(nw.lit(Action.UPDATE.value))
    )
    return undone.with_columns(
        turn=turn - turn.min().over("device_id"),
        action=nw.when(is_history).then(own).otherwise(nw.col("action")),
    ).drop("rank", "age")


def _inverse_expr() -> nw.Expr:
    """The action that reverses the action of the run."""
    inverses = {action.value: inverse.value for action, inverse in _INVERSES.items()}
    return nw.col("action").replace_strict(inverses, default=None, return_dtype=nw.String)


def _type_expr() -> nw.Expr:
    """The type of the event: an ownership is cancelled, taken again, ended again, or changed back."""
    is_ending = nw.col("action").is_in([Action.UNASSIGN.value, Action.REASSIGN.value])
    return (
        nw.when(nw.col("what") == "gone")
        .then(nw.lit(_CANCELLED))
        .when(nw.col("what") == "back")
        .then(nw.lit(_TAKEN))
        .when(is_ending & (nw.col("end_time") < nw.col("current_end")))
        .then(nw.lit(_RELEASED))
        .otherwise(nw.lit(_UPDATED))
    )


def _events(reverted: Frame, undone: Frame, people: UndonePeople, past: Past, current: Current) -> Frame:
    """All events of the reversal, with versions after the current ones."""
    rows = reverted.with_columns(row_id=nw.lit(None, dtype=nw.Int64))
    told = device_events(rows, EventType.DEVICE_UPDATED, Action.UPDATE)
    told += owner_events(None, None, people.updated.with_columns(row_id=nw.lit(None, dtype=nw.Int64)))
    for type_ in (_CANCELLED, _RELEASED, _UPDATED, _TAKEN):
        told += _span_events_of(undone, type_)
    told = [events.with_columns(comment=nw.lit(f"undo of run {past.run_id}")) for events in told]
    nowhere = past.events.select("row_id", "file", "sheet", "row").head(0)
    return in_order(told, current.devices, current.owners, nowhere)


def _span_events_of(undone: Frame, type_: str) -> list[Frame]:
    is_second = (nw.col("action") == Action.REASSIGN.value) & nw.col("type").is_in([_UPDATED, _TAKEN])
    facts = {
        name: nw.col(name)
        for name in ("ownership_id", "owner_id", "owner_email", "start_time", "due_at", "label", "action")
    }
    if type_ != _CANCELLED:
        facts["end_time"] = nw.col("end_time")
    if type_ == _UPDATED:
        facts |= {"previous_label": nw.col("current_label"), "previous_due_at": nw.col("current_due")}
    if type_ == _TAKEN:
        facts["added_by"] = nw.col("added_by")
    return span_events(
        undone.filter(nw.col("type") == type_),
        EventType(type_),
        is_second=is_second,
        chain=nw.col("turn"),
        previous_end_time=nw.col("current_end"),
        previous_owner_email=nw.when(is_second).then(nw.col("freed_email")).otherwise(null_text()),
        **facts,
    )


def _swapped(device_changes: Frame) -> Frame:
    swapped = device_changes.select("device_id", "field", old=nw.col("new"), new=nw.col("old"))
    return swapped.sort("device_id", "field")


def _kept(past: Past, updated: Frame, assigned: Frame, claimed: Frame, people: UndonePeople, current: Current) -> Frame:
    """One row per thing that is left as it is; see `Reversed`."""
    is_undone = is_true_expr(nw.col("undoes") == past.run_id)
    why = nw.when(is_undone).then(nw.lit(Why.UNDONE.value)).otherwise(nw.lit(Why.CHANGED_SINCE.value))
    cannot, never_deleted = nw.lit(Why.CANNOT.value), nw.lit(Why.NEVER_DELETED.value)
    moved = assigned.join(past.ownerships_altered, on="device_id", how="inner")
    done = past.device_changes.select("device_id", "field").join(updated, on="device_id", how="inner")
    owners = current.owners.select("owner_id", "org_id", owner_email=nw.col("handle"))
    facts = past.facts_altered.join(owners, on="owner_id", how="inner")
    told = [
        _kept_rows(facts, "facts", why),
        _kept_rows(people.claimed.join(owners, on="owner_id", how="inner"), "facts", cannot),
        _kept_rows(moved, "ownership", why),
        _kept_rows(done.join(past.attributes_altered, on=["device_id", "field"], how="inner"), "attributes", why),
        _kept_rows(updated.join(claimed, on="device_id", how="inner"), "attributes", cannot),
        _kept_rows(past.devices_created.select("org_id", "device_id"), "device", never_deleted),
        _kept_rows(
            past.owners_created.select("org_id", owner_email=nw.coalesce(*OWNER_HANDLE)), "owner", never_deleted
        ),
    ]
    order = ("what", "org_id", "device_id", "owner_email", "why", "field")
    return settled(nw.concat(told, how="vertical").sort(*order))


def _kept_rows(rows: Frame, what: str, why: nw.Expr) -> Frame:
    """The rows in the form of `Reversed.kept`."""
    rows = rows.with_columns(what=nw.lit(what), why=why)
    has = rows.collect_schema().names()
    blank = [nw.lit(None).cast(dtype).alias(name) for name, dtype in _KEPT.items() if name not in has]
    return rows.with_columns(*blank).select(*_KEPT)
