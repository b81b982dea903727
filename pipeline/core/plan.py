"""The whole decision: from checked rows and the current state to everything that a run writes.

`plan` and `run` both use it, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import narwhals as nw

from pipeline.core.absence.unnamed import judge_unnamed, missing_devices
from pipeline.core.expressions import Frame, combined, compacted, count_of, filled_columns, is_empty, settled, stacked
from pipeline.core.frames import Current, Decided, Desired
from pipeline.core.guards.several_identifiers import with_several
from pipeline.core.guards.similar_owners import named_suspects
from pipeline.core.guards.suspect_devices import SEARCHED, likely_devices, suspect_keys, with_suspects
from pipeline.core.identifiers.corrected_identifiers import with_corrected
from pipeline.core.identifiers.exchanged_addresses import Passing, decided_with_passing, passing_rows, with_passing
from pipeline.core.judged import Judged
from pipeline.core.people import People, judge_people
from pipeline.core.rows import register_rows
from pipeline.core.rows.all_devices import in_parts, put_together
from pipeline.core.rows.assignments import decide_assignments
from pipeline.core.rows.device_lookup import FOUND, relevant_devices, resolve
from pipeline.core.rows.duplicates import Judgement
from pipeline.core.rows.history import with_made_devices
from pipeline.core.rows.inventory import KNOWN_BY, attribute_changes, cleared_columns, decide_inventory
from pipeline.core.rows.last_resorts import DOUBT, with_last_resorts
from pipeline.core.rows.new_devices import with_default_columns
from pipeline.core.rows.outcomes import candidates, skipped, told_rows
from pipeline.core.rows.returns import with_returns
from pipeline.core.three_way_merge import set_apart, with_left_alone
from pipeline.core.writes import changes, events
from pipeline.model import Intent
from schemas.vocabulary import Action, DeviceGuard, EventType, Guard, Outcome


def build_plan(desired: Desired, current: Current, intent: Intent, *, now: datetime) -> Decided:
    """The decision of every row, and of everything absent, at the run's instant `now`, later than any run before.

    The order of rows never matters: an owner or device that one assignments row creates is not yet known to another.
    The inventory is decided first, so a device that it creates is known to the assignments. Where the second half of
    a register row is rejected, all is decided once more without that row.
    """
    desired = replace(desired, assignments=with_returns(desired.assignments, now=now))
    desired = register_rows.with_halves(desired, intent)
    desired = with_last_resorts(desired, current.devices)
    people = judge_people(desired.people, current, intent)
    desired = replace(desired, assignments=people.resolved(desired.assignments))
    judged, holdings = _judge(desired, people.current, intent, now), []
    while not is_empty(alone := register_rows.rejected_alone(judged.inventory, judged.assignments)):
        holdings.append(register_rows.holdings_of(judged.assignments, alone))
        desired = register_rows.refused(desired, alone)
        judged = _judge(desired, people.current, intent, now)
    judged = replace(judged, assignments=register_rows.with_holdings(judged.assignments, holdings))
    if intent.atomic and _has_rejected(judged.inventory, judged.assignments, people.judgement):
        judged, people = _aborted(judged, current), people.stopped(current)
    return _with_writes(judged, people, desired, intent, now=now)


def _judge(desired: Desired, current: Current, intent: Intent, now: datetime) -> Judged:
    fleet = compacted(relevant_devices(current.devices, inventory=desired.inventory, assignments=desired.assignments))
    defaults = intent.of_new_devices
    listed, passing = _listed(with_default_columns(compacted(desired.inventory), defaults), fleet, desired.numbered)
    attributes = _attributes_in_use(listed, desired.attributes, defaults)
    likely = likely_devices(listed, current.devices, current.former_identifiers, name="name")
    listed = _with_held_devices(listed, likely, intent, name="name")
    decide = partial(decide_inventory, devices=fleet, attributes=attributes, intent=intent)
    listed, inventory = decided_with_passing(listed, passing, decide)
    stocked = changes.devices_by_inventory(inventory.applied, attributes, after=current.last_device_id)
    devices = changes.devices_after_inventory(fleet, inventory.applied, attributes, stocked)
    rows = compacted(register_rows.after_devices(desired.assignments.drop("file", "sheet", "row"), inventory))
    resolved = with_several(settled(resolve(rows, devices, name="device_name", fills_in=False)))
    on_record = stacked([current.devices.select(SEARCHED), stocked.select(SEARCHED)])
    meant = likely_devices(resolved, on_record, current.former_identifiers, name="device_name")
    resolved = _with_held_devices(resolved, meant, intent, name="device_name", listed=inventory.rows)
    suspects = named_suspects(rows, current.owners, intent.allowed_owners)
    held_back = suspects if intent.guard is Guard.HOLD else suspects.head(0)
    resolved, wholes = in_parts(resolved, desired.left_alone, desired.resting, devices, current.spans, now=now)
    asking, left_alone = set_apart(resolved, desired.left_alone)
    assignments = decide_assignments(asking, current.spans, held_back, intent, now=now)
    assignments = register_rows.nobody_unchanged(with_left_alone(assignments, left_alone))
    stocked_count = count_of(stocked)
    made = changes.devices_by_assignment(assignments.applied, defaults, after=current.last_device_id + stocked_count)
    assignments, wholes = put_together(with_made_devices(assignments, made), wholes)
    return Judged(
        attributes=attributes,
        fleet=fleet,
        listed=_named_only(listed, "name"),
        inventory=inventory,
        stocked=stocked,
        devices=devices,
        resolved=_named_only(resolved, "device_name"),
        suspects=suspects,
        likely=settled(stacked([likely, meant])),
        assignments=assignments,
        made=made,
        wholes=wholes,
        is_aborted=False,
    )


def _listed(stated: Frame, fleet: Frame, numbered: Frame | None) -> tuple[Frame, Passing | None]:
    """The inventory rows with the devices that they mean, and those that count on another device to change."""
    resolved = settled(resolve(stated, fleet, name="name", fills_in=True))
    listed = with_several(with_corrected(resolved, numbered))
    passing = passing_rows(listed)
    return with_passing(listed, passing), passing


def _with_held_devices(
    resolved: Frame, likely: Frame, intent: Intent, *, name: str, listed: Frame | None = None
) -> Frame:
    """The rows with `is_suspect`: true where their device is not to be created, since it is likely another one."""
    keys = suspect_keys(resolved, likely, intent.allowed_devices, name=name)
    return with_suspects(resolved, keys if intent.device_guard is DeviceGuard.HOLD else keys.head(0), listed=listed)


def _named_only(resolved: Frame, name: str) -> Frame:
    """The resolved rows with only those columns that say which device and owner they name."""
    there = resolved.collect_schema().names()
    found = [column for column in there if column.endswith(FOUND) or column in {"asset_tag", DOUBT}]
    owner = ["owner_id"] if name == "device_name" else []
    return settled(resolved.select("row_id", "org_id", name, "finding", "is_nameless", *owner, *found))


def _attributes_in_use(rows: Frame, attributes: Sequence[str], defaults: Collection[str]) -> tuple[str, ...]:
    """The attributes of `KNOWN_BY`, then the others that some row fills or clears, or that have a default."""
    others = tuple(dict.fromkeys(name for name in (*attributes, *defaults) if name not in KNOWN_BY))
    spoken = {*filled_columns(rows, others), *cleared_columns(rows, others), *defaults}
    return (*KNOWN_BY, *(attribute for attribute in others if attribute in spoken))


def _has_rejected(*judgements: Judgement | None) -> bool:
    is_rejected = nw.col("outcome") == Outcome.REJECTED.value
    return any(judged is not None and not is_empty(judged.rows.filter(is_rejected)) for judged in judgements)


def _aborted(judged: Judged, current: Current) -> Judged:
    """The judgement with all applied rows skipped, as `--atomic` asks for where a row is rejected."""
    return replace(
        judged,
        inventory=skipped(judged.inventory, current.last_device_id),
        assignments=skipped(judged.assignments, current.last_device_id),
        stocked=judged.stocked.head(0),
        made=judged.made.head(0),
        devices=judged.fleet,
        is_aborted=True,
    )


def _with_writes(judged: Judged, people: People, desired: Desired, intent: Intent, *, now: datetime) -> Decided:
    current, made = people.current, judged.made
    applied = register_rows.of_whole_rows(judged.assignments.applied)
    owners = changes.owners_created(applied, after=current.last_owner_id)
    applied = changes.with_new_ids(applied, made, owners)
    ended, moved, begun = changes.spans_by_rows(applied, after=current.last_ownership_id, added_by=intent.added_by)
    unnamed = judge_unnamed(judged, desired, current, intent, (ended, moved, begun), now=now)
    taken = settled(changes.spans_absent(unnamed.absent_taken, unnamed.leavers_released, now=now))
    updates = judged.inventory.applied.filter(nw.col("action") == Action.UPDATE.value)
    told = [
        *events.device_events(judged.stocked, EventType.DEVICE_CREATED, Action.CREATE),
        *events.device_events(updates, EventType.DEVICE_UPDATED, Action.UPDATE),
        *events.device_events(made, EventType.DEVICE_CREATED, Action.CREATE),
        *events.owner_events(owners, people.created, people.updated),
        *events.ended_events(ended, is_absent=False),
        *events.ended_events(taken, is_absent=True),
        *events.moved_events(moved),
        *events.begun_events(begun),
    ]
    all_ended = _all_ended(ended, taken)
    touched = _touched(judged, made, all_ended, current)
    superseded = nw.concat([all_ended.select("last_ownership_id"), moved.select("last_ownership_id")], how="vertical")
    return Decided(
        rows=told_rows(judged.assignments, judged.inventory, _ids_of(made, judged.stocked), people.judgement),
        absent=unnamed.absent,
        missing=missing_devices(judged, current, intent),
        leavers=unnamed.leavers,
        candidates=candidates(judged.resolved, judged.listed, judged.devices),
        suspects=people.with_suspects(judged.suspects),
        likely=judged.likely,
        wholes=judged.wholes,
        devices=touched,
        devices_created=combined([judged.stocked.drop("row_id"), made.drop("row_id")]),
        device_changes=attribute_changes(judged.inventory.applied, judged.attributes),
        owners_created=people.with_created(owners),
        owner_changes=people.changes,
        spans_superseded=superseded.rename({"last_ownership_id": "ownership_id"}),
        spans_recorded=changes.recorded(all_ended, moved, begun),
        events=events.in_order(told, touched, current.owners, desired.places),
    )


def _all_ended(ended: Frame, taken: Frame) -> Frame:
    """The spans that rows end, and those that end without a row."""
    by_rows = ended.select(changes.ENDED)
    return by_rows if is_empty(taken) else settled(stacked([by_rows, taken.select(changes.ENDED)]))


def _touched(judged: Judged, made: Frame, ended: Frame, current: Current) -> Frame:
    """The devices of the run, as they will be; a new device has version 0."""
    columns = judged.devices.collect_schema().names()
    new = made.select(*(c for c in made.collect_schema().names() if c in columns), version=nw.lit(0, nw.Int64))
    others = current.devices.join(ended.select("device_id"), on="device_id", how="semi")
    others = others.join(judged.devices.select("device_id"), on="device_id", how="anti")
    return settled(combined([judged.devices, others, new]))


def _ids_of(*created: Frame) -> Frame:
    """One row per created device: `row_id` of the row that creates it, `device_id`."""
    return nw.concat([devices.select("row_id", "device_id") for devices in created], how="vertical")
