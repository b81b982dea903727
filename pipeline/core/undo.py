"""The way back: a past run reversed, wherever what it did is still as the run left it.

The ownership of a device is judged on its own, and so is each of its attributes: what a later run has changed stays as
it is, and the rest is reversed all the same. A reversal is a change like any other: new events and new beliefs, so that
nothing of the history is lost. It restores what was believed just before the run, exactly: ownerships with their
numbers, starts, ends, labels and makers, and attributes. What the run created stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.expressions import Frame, differs_expr, is_true_expr, null_text, settled
from pipeline.core.frames import Current
from pipeline.core.writes.events import device_events, in_order, span_events
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.changes import SPANS_RECORDED
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
}
_TAKEN, _UPDATED = EventType.OWNERSHIP_TAKEN.value, EventType.OWNERSHIP_UPDATED.value
_RELEASED, _CANCELLED = EventType.OWNERSHIP_RELEASED.value, EventType.OWNERSHIP_CANCELLED.value


class Why(StrEnum):
    """Why something that the run did stays as it is."""

    CHANGED_SINCE = "changed_since"
    UNDONE = "undone"
    CANNOT = "cannot"
    NEVER_DELETED = "never_deleted"


@dataclass(frozen=True, slots=True)
class Past:
    """What a run wrote, as in `model.ChangeSet`, and what was so before and after it.

    `spans` are the ownerships as they were believed just before the run, with the columns of `model.State.spans`.
    What is no longer as the run left it: `ownerships_altered` has one row per device, `device_id, by_run_id` (the last
    run that changed its ownership) and `undoes` (the run that that one reversed, blank where it reversed none);
    `attributes_altered` has the same per device and `field`.
    """

    run_id: str
    events: Frame
    device_changes: Frame
    devices_created: Frame
    owners_created: Frame
    spans: Frame
    ownerships_altered: Frame
    attributes_altered: Frame


@dataclass(frozen=True, slots=True)
class Reversed:
    """What reversing a run writes, as in `model.ChangeSet`, and what it leaves as it is.

    `kept` has one row per thing that stays: `what` (`attributes`, `ownership`, `device` or `owner`)`, org_id,
    device_id, owner_email, why`. Of what has changed since, `by_run_id` is the last run that changed it, and attributes
    have one row per `field`. Of an identifier that now belongs to another device there are `field, value,
    other_device_id`, in one row for all attributes of its former device.
    """

    device_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    events: Frame
    kept: Frame


def reverse(past: Past, current: Current) -> Reversed:
    """Reverses what the run did to each device, as far as it is still so.

    Its attributes and its ownership are two things: an identifier that another device has taken since keeps the
    attributes as they are, and the ownership is reversed all the same. One run does one thing to the ownership of a
    device, so the inverse of its action says what the reversal does.
    """
    updated = settled(_happened(past.events, (EventType.DEVICE_UPDATED.value,)))
    assigned = settled(_happened(past.events, (_TAKEN, _UPDATED, _RELEASED, _CANCELLED)))
    still = assigned.join(past.ownerships_altered, on="device_id", how="anti")
    lasting = settled(past.device_changes.join(past.attributes_altered, on=["device_id", "field"], how="anti"))
    claimed = settled(_claimed(lasting, updated, current.devices))
    swapped = settled(_swapped(lasting.join(claimed, on="device_id", how="anti")))
    reverted = settled(updated.join(swapped, on="device_id", how="semi"))
    undone = settled(_spans_undone(past.spans, current.spans, still))
    return Reversed(
        device_changes=swapped,
        spans_superseded=undone.filter(nw.col("type") != _TAKEN).select("ownership_id"),
        spans_recorded=undone.filter(nw.col("type") != _CANCELLED).select(*SPANS_RECORDED.names),
        events=settled(_events(reverted, undone, past, current)),
        kept=_kept(past, updated, assigned, claimed),
    )


def _happened(events: Frame, types: tuple[str, ...]) -> Frame:
    """One row per device with such an event: the action, and the owner of the last of them."""
    happened = events.filter((nw.col("aggregate") == "device") & nw.col("type").is_in(types))
    last = happened.group_by("aggregate_id").agg(nw.col("version").max())
    return happened.join(last, on=["aggregate_id", "version"], how="semi").select(
        "org_id", "action", "owner_email", device_id=nw.col("aggregate_id")
    )


def _claimed(device_changes: Frame, updated: Frame, devices: Frame) -> Frame:
    """One row per device whose former identifier belongs to another device by now: `field, value, other_device_id`."""
    orgs = updated.select("device_id", "org_id")
    rivals = []
    for key in GIVEN_IDENTIFIERS:
        lost = device_changes.filter((nw.col("field") == key) & ~nw.col("old").is_null())
        lost = lost.select("device_id", "field", value=nw.col("old")).join(orgs, on="device_id", how="inner")
        owned = devices.select("org_id", value=nw.col(key), other_device_id=nw.col("device_id"))
        rivals.append(lost.join(owned, on=["org_id", "value"], how="inner"))
    found = nw.concat(rivals, how="vertical").filter(nw.col("device_id") != nw.col("other_device_id"))
    first = found.group_by("device_id").agg(nw.col("field").min())
    return found.join(first, on=["device_id", "field"], how="semi").drop("org_id")


def _spans_undone(before: Frame, now: Frame, assigned: Frame) -> Frame:
    """One row per ownership that is to be believed otherwise, as it was before the run; one that began with it, as now.

    `type` is the event that says so, `action` the inverse of the run's. `current_end` and `current_label` are what is
    believed now, `freed_email` is who gives the device back.
    """
    before = before.join(assigned, on="device_id", how="semi")
    now = now.join(assigned, on="device_id", how="semi")
    end, label = nw.col("end_time"), nw.col("label")
    gone = now.join(before, on="ownership_id", how="anti").with_columns(current_end=end, current_label=label)
    back = before.join(now, on="ownership_id", how="anti").with_columns(
        current_end=nw.lit(None, dtype=nw.Datetime("us")), current_label=null_text()
    )
    believed = now.select("ownership_id", current_end=end, current_label=label)
    both = before.join(believed, on="ownership_id", how="inner").filter(
        (end != nw.col("current_end")) | differs_expr(label, nw.col("current_label"))
    )
    parts = [gone.with_columns(what=nw.lit("gone")), back.with_columns(what=nw.lit("back"))]
    undone = nw.concat([*parts, both.with_columns(what=nw.lit("both"))], how="vertical")
    undone = undone.join(assigned.select("device_id", action=_inverse_expr()), on="device_id", how="left")
    undone = settled(undone.with_columns(type=_type_expr()).drop("what"))
    freed = undone.filter(nw.col("type").is_in([_CANCELLED, _RELEASED]))
    return undone.join(freed.select("device_id", freed_email=nw.col("owner_email")), on="device_id", how="left")


def _inverse_expr() -> nw.Expr:
    """What undoes the action."""
    inverses = {action.value: inverse.value for action, inverse in _INVERSES.items()}
    return nw.col("action").replace_strict(inverses, default=None, return_dtype=nw.String)


def _type_expr() -> nw.Expr:
    """How the reversal is told: an ownership cancelled, taken again, ended again, or changed back."""
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


def _events(reverted: Frame, undone: Frame, past: Past, current: Current) -> Frame:
    """All events of the reversal, with versions after the current ones."""
    rows = reverted.with_columns(row_id=nw.lit(None, dtype=nw.Int64))
    told = [device_events(rows, EventType.DEVICE_UPDATED, Action.UPDATE)]
    told += [_told(undone, type_) for type_ in (_CANCELLED, _RELEASED, _UPDATED, _TAKEN)]
    events = nw.concat(told, how="vertical").with_columns(comment=nw.lit(f"undo of run {past.run_id}"))
    nowhere = past.events.select("row_id", "file", "sheet", "row").head(0)
    return in_order(events, current.devices, nowhere)


def _told(undone: Frame, type_: str) -> Frame:
    is_second = (nw.col("action") == Action.REASSIGN.value) & nw.col("type").is_in([_UPDATED, _TAKEN])
    facts = {
        name: nw.col(name) for name in ("ownership_id", "owner_id", "owner_email", "start_time", "label", "action")
    }
    if type_ != _CANCELLED:
        facts["end_time"] = nw.col("end_time")
    if type_ == _UPDATED:
        facts["previous_label"] = nw.col("current_label")
    if type_ == _TAKEN:
        facts["added_by"] = nw.col("added_by")
    return span_events(
        undone.filter(nw.col("type") == type_),
        EventType(type_),
        is_second=is_second,
        previous_end_time=nw.col("current_end"),
        previous_owner_email=nw.when(is_second).then(nw.col("freed_email")).otherwise(null_text()),
        **facts,
    )


def _swapped(device_changes: Frame) -> Frame:
    swapped = device_changes.select("device_id", "field", old=nw.col("new"), new=nw.col("old"))
    return swapped.sort("device_id", "field")


def _kept(past: Past, updated: Frame, assigned: Frame, claimed: Frame) -> Frame:
    """One row per thing that stays as it is; see `Reversed`."""
    is_undone = is_true_expr(nw.col("undoes") == past.run_id)
    why = nw.when(is_undone).then(nw.lit(Why.UNDONE.value)).otherwise(nw.lit(Why.CHANGED_SINCE.value))
    cannot, never_deleted = nw.lit(Why.CANNOT.value), nw.lit(Why.NEVER_DELETED.value)
    moved = assigned.join(past.ownerships_altered, on="device_id", how="inner")
    done = past.device_changes.select("device_id", "field").join(updated, on="device_id", how="inner")
    told = [
        _stays(moved, "ownership", why),
        _stays(done.join(past.attributes_altered, on=["device_id", "field"], how="inner"), "attributes", why),
        _stays(updated.join(claimed, on="device_id", how="inner"), "attributes", cannot),
        _stays(past.devices_created.select("org_id", "device_id"), "device", never_deleted),
        _stays(past.owners_created.select("org_id", owner_email=nw.col("email")), "owner", never_deleted),
    ]
    order = ("what", "org_id", "device_id", "owner_email", "why", "field")
    return settled(nw.concat(told, how="vertical").sort(*order))


def _stays(rows: Frame, what: str, why: nw.Expr) -> Frame:
    """The rows in the form of `Reversed.kept`."""
    rows = rows.with_columns(what=nw.lit(what), why=why)
    has = rows.collect_schema().names()
    blank = [nw.lit(None).cast(dtype).alias(name) for name, dtype in _KEPT.items() if name not in has]
    return rows.with_columns(*blank).select(*_KEPT)
