"""A signed plan carried out: all of it is the run itself, part of it is sound, what has changed since is left out."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.core.approve import Approved
from pipeline.core.frames import Decided
from pipeline.core.writes.plan_lines import with_lines
from pipeline.model import Intent
from tests.support.reference.frames import state_of
from tests.support.reference.records import AssignmentRow, Device, Ledger, Owner
from tests.support.strength import examples
from tests.support.worlds.approvals import FRAMES, carried_out, native
from tests.support.worlds.decisions import decide
from tests.support.worlds.joined import many_worlds
from tests.support.worlds.strategies import World
from tests.support.worlds.values import NOW


def reasons_of(approved: Approved) -> dict[str, str | None]:
    """By line, why it is left out."""
    lines = native(approved.lines).sort("line").iter_rows(named=True)
    return {f"{line['sheet']} {line['place']}": line["reason"] for line in lines}


@given(many_worlds(), st.data())
@examples(1, of=14)
def test_a_plan_approved_whole_writes_what_the_run_would_write_and_any_part_is_sound(
    world: World, data: st.DataObject
) -> None:
    decided = decide(world.ledger, world.inventory, world.assignments, world.intent).decided
    _assert_whole(world, decided)
    _assert_part(world, decided, data)


def _assert_whole(world: World, decided: Decided) -> None:
    approved = carried_out(world, decided=decided)
    for name in FRAMES:
        planned, carried = native(getattr(decided, name)), native(getattr(approved, name))
        if name == "events":
            planned, carried = planned.drop("plan_line"), carried.drop("plan_line")
        assert_frame_equal(carried, planned, check_row_order=name == "events")
    rows = ["row_id", "outcome", "action", "reason", "device_id"]
    assert_frame_equal(native(approved.rows).select(rows), native(decided.rows).select(rows))


def _assert_part(world: World, decided: Decided, data: st.DataObject) -> None:
    lines = native(with_lines(decided.events)).select("plan_sheet", "plan_place").unique().sort(pl.all()).rows()
    refused = {line for line in lines if data.draw(st.booleans())}
    approved = carried_out(world, refused, decided=decided)
    assert_sound(approved, world.ledger)
    kept = native(approved.events)["plan_line"].unique().to_list()
    assert not {f"{sheet}!{place + 1}" for sheet, place in refused} & set(kept)


def assert_sound(approved: Approved, ledger: Ledger) -> None:
    """What is written makes one story: every version once, and nobody and nothing that does not exist."""
    state = state_of(ledger)
    events, spans = native(approved.events), native(approved.spans_recorded)
    devices = {*state.devices["device_id"], *native(approved.devices_created)["device_id"]}
    owners = {*state.owners["owner_id"], *native(approved.owners_created)["owner_id"]}
    assert {*spans["device_id"]} <= devices
    assert {*spans["owner_id"]} <= owners
    versions = dict(state.devices.select("device_id", "version").iter_rows())
    for (aggregate, key), story in events.group_by("aggregate", "aggregate_id", maintain_order=True):
        before = versions.get(key, 0) if aggregate == "device" else 0
        assert story["version"].to_list() == list(range(before + 1, before + 1 + story.height))
    assert {*native(approved.owners_created)["owner_id"]} <= {*events["owner_id"]}
    taken = events.filter(pl.col("type") == "ownership_taken")
    for owner_id in native(approved.owners_created)["owner_id"]:
        assert owner_id in taken["owner_id"]


LEDGER = Ledger(
    devices=(Device(1, serial_number="SN-1", name="Laptop"), Device(2, serial_number="SN-2", name="Phone")),
    owners=(Owner(1, "default", "ada@acme.example"),),
)
NEW = AssignmentRow(row_id=1, serial_number="SN-1", owner_email="bob@acme.example")
ALSO_NEW = AssignmentRow(row_id=2, serial_number="SN-2", owner_email="bob@acme.example")


def a_world(*rows: AssignmentRow, create_devices: bool = False) -> World:
    """These rows against two free devices."""
    return World(LEDGER, (), rows, Intent(create_devices=create_devices, default_device_type="laptop"))


def test_who_does_not_approve_an_owner_does_not_approve_what_needs_it() -> None:
    approved = carried_out(a_world(NEW, ALSO_NEW), {("New owners", 1)})
    assert reasons_of(approved) == {
        "New owners 1": "not_approved",
        "Assign 1": "not_approved",
        "Assign 2": "not_approved",
    }
    assert native(approved.rows)["reason"].to_list() == ["not_approved", "not_approved"]


@pytest.mark.system
def test_an_owner_is_created_while_any_approved_line_needs_it() -> None:
    approved = carried_out(a_world(NEW, ALSO_NEW), {("Assign", 1)})
    assert reasons_of(approved) == {"New owners 1": None, "Assign 1": "not_approved", "Assign 2": None}


@pytest.mark.system
def test_an_owner_whom_no_approved_line_needs_is_not_created() -> None:
    approved = carried_out(a_world(NEW), {("Assign", 1)})
    assert reasons_of(approved) == {"New owners 1": "not_approved", "Assign 1": "not_approved"}


@pytest.mark.system
def test_a_device_is_not_created_when_its_assignment_is_not_approved() -> None:
    row = AssignmentRow(row_id=1, serial_number="SN-9", owner_email="ada@acme.example")
    approved = carried_out(a_world(row, create_devices=True), {("Assign", 1)})
    assert reasons_of(approved) == {"Create 1": "not_approved", "Assign 1": "not_approved"}
    assert native(approved.rows)["device_id"].to_list() == [None]


def test_a_row_that_repeats_another_shares_its_fate() -> None:
    twice = AssignmentRow(row_id=2, serial_number="SN-1", owner_email="bob@acme.example")
    approved = carried_out(a_world(NEW, twice), {("Assign", 1)})
    assert native(approved.rows).select("outcome", "reason").rows() == [("skipped", "not_approved")] * 2


def test_a_device_that_has_changed_since_is_left_out_and_others_are_not() -> None:
    approved = carried_out(a_world(NEW, ALSO_NEW), moved=1)
    assert reasons_of(approved) == {"New owners 1": None, "Assign 1": "stale", "Assign 2": None}


@pytest.mark.system
def test_an_owner_that_somebody_has_created_since_is_stale() -> None:
    met = replace(LEDGER, owners=(*LEDGER.owners, Owner(2, "default", "bob@acme.example")))
    assert reasons_of(carried_out(a_world(NEW), now=met)) == {"New owners 1": "stale", "Assign 1": "stale"}


@pytest.mark.system
def test_a_device_that_somebody_has_created_since_is_stale() -> None:
    row = AssignmentRow(row_id=1, serial_number="SN-9", owner_email="ada@acme.example")
    met = replace(LEDGER, devices=(*LEDGER.devices, Device(3, serial_number="SN-9", name="Laptop")))
    approved = carried_out(a_world(row, create_devices=True), now=met)
    assert reasons_of(approved) == {"Create 1": "stale", "Assign 1": "stale"}


def test_ids_that_others_have_used_since_are_not_used_again() -> None:
    row = AssignmentRow(row_id=1, serial_number="SN-9", owner_email="bob@acme.example")
    world = a_world(row, create_devices=True)
    others = replace(
        LEDGER,
        devices=(*LEDGER.devices, Device(3, serial_number="SN-3", name="Other")),
        owners=(*LEDGER.owners, Owner(2, "default", "cyd@acme.example")),
    )
    approved = carried_out(world, now=others)
    assert native(approved.devices_created)["device_id"].to_list() == [4]
    assert native(approved.owners_created)["owner_id"].to_list() == [3]
    assert native(approved.spans_recorded).select("device_id", "owner_id").rows() == [(4, 3)]
    told = native(approved.events).select("aggregate", "aggregate_id", "version", "owner_id").rows()
    assert told == [("owner", 3, 1, 3), ("device", 4, 1, None), ("device", 4, 2, 3)]
    assert native(approved.rows)["device_id"].to_list() == [4]


@pytest.mark.system
def test_a_plan_keeps_the_instant_it_was_made_for() -> None:
    (span,) = native(carried_out(a_world(NEW)).spans_recorded).to_dicts()
    assert span["start_time"] == NOW
