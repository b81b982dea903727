"""MAC addresses that go round among a few devices: as the model says, never twice, in part and back again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.writes.plan_lines import with_lines
from pipeline.model import Intent
from tests.support.cases.exchange_cases import EXCHANGE_CASES, FOUR
from tests.support.cases.world import Case
from tests.support.reference import ledger as reference
from tests.support.reference.records import Device, InventoryRow, Ledger
from tests.support.strength import examples
from tests.support.worlds.approvals import carried_out, native
from tests.support.worlds.decisions import Verdict, decide
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.joined import MANY, joined_worlds
from tests.support.worlds.reversals import ran, undone
from tests.support.worlds.strategies import World
from tests.support.worlds.values import NOW

ADDRESSES = tuple(f"AA:BB:CC:00:00:0{number}" for number in range(1, 7))
DEVICES = tuple(
    Device(at, serial_number=f"QX{at}A", mac_address=ADDRESSES[at - 1], name="Hub", attributes={"type": "hub"})
    for at in range(1, 6)
)
NEW = InventoryRow(serial_number="QX9A", name="Hub", type="hub", category="iot")


def _wrong(row: InventoryRow) -> list[InventoryRow]:
    """The row with a bad cell, with another cell too, without its address, and as one that clears it."""
    silent = replace(row, mac_address=None)
    said = [replace(row, fault="invalid_number"), replace(row, location="Rome")]
    return [*said, silent, replace(silent, cleared="|mac_address|")]


@st.composite
def _network(draw: st.DrawFn, intent: st.SearchStrategy[Intent]) -> World:
    """Five devices with addresses, of which most go to another; now and then a row is wrong, or says it twice."""
    order = draw(st.permutations(ADDRESSES))
    rows = [InventoryRow(serial_number=f"QX{at}A", mac_address=order[at - 1]) for at in range(1, 6)]
    rows = [draw(st.sampled_from([row] * 12 + _wrong(row))) for row in rows]
    extra = st.builds(
        lambda at, address: InventoryRow(serial_number=f"QX{at}A", mac_address=address),
        st.integers(1, 5),
        st.sampled_from([None, *ADDRESSES]),
    )
    born = st.sampled_from(ADDRESSES).map(lambda address: replace(NEW, mac_address=address))
    rows += draw(st.lists(st.one_of(extra, born), max_size=1))
    rows = draw(st.permutations(rows))
    numbered = tuple(replace(row, row_id=at, row=at + 1) for at, row in enumerate(rows, start=1))
    return World(Ledger(DEVICES), numbered, (), draw(intent))


def networks() -> st.SearchStrategy[World]:
    """Such networks beside each other."""
    return joined_worlds(_network, st.just(Intent(inventory_complete=True)), MANY)


Addresses = Iterable[tuple[str, str | None]]
"""With the organization of each."""


def _assert_unique(addresses: Addresses) -> None:
    held = [(org_id, address) for org_id, address in addresses if address is not None]
    assert len(set(held)) == len(held)


@given(networks(), st.data())
@examples(2, of=15)
def test_addresses_go_round_as_the_model_says_and_whatever_lines_are_declined_no_two_devices_have_one(
    world: World, data: st.DataObject
) -> None:
    verdict = decide(world.ledger, world.inventory, (), world.intent)
    _assert_as_the_model_says(world, verdict)
    _assert_unique_whatever_is_declined(world, verdict, data)


def _assert_as_the_model_says(world: World, verdict: Verdict) -> None:
    decisions, _, missing, ledger = reference.decide(world.ledger, world.inventory, (), world.intent, NOW)
    assert verdict.rows == {at: (one.outcome, one.action, one.reason) for at, one in decisions.items()}
    assert verdict.missing == sorted(missing)
    assert reference.content(verdict.ledger) == reference.content(ledger)
    _assert_unique((device.org_id, device.mac_address) for device in ledger.devices)


def _assert_unique_whatever_is_declined(world: World, verdict: Verdict, data: st.DataObject) -> None:
    lines = native(with_lines(verdict.decided.events)).select("plan_sheet", "plan_place").unique().sort(pl.all()).rows()
    refused = {line for line in lines if data.draw(st.integers(0, 3)) == 0}
    approved = carried_out(world, refused, decided=verdict.decided, moved=data.draw(st.sampled_from([None, None, 1])))

    held = {device.device_id: device.mac_address for device in world.ledger.devices}
    orgs = {device.device_id: device.org_id for device in world.ledger.devices}
    for device_id, field, new in native(approved.device_changes).select("device_id", "field", "new").iter_rows():
        held |= {device_id: new} if field == "mac_address" else {}
    born = native(approved.devices_created)
    addresses = born.get_column("mac_address", default=pl.Series([None] * born.height, dtype=pl.String))
    given = [(orgs[device_id], address) for device_id, address in held.items()]
    _assert_unique([*given, *zip(born["org_id"], addresses, strict=True)])


@pytest.mark.system
@given(networks())
@examples(2, of=15)
def test_an_exchange_that_is_undone_leaves_everything_as_it_was(world: World) -> None:
    run = ran(Case("", world.inventory, (), devices=world.ledger.devices))
    back = undone(run).after.devices
    _assert_unique(back.select("org_id", "mac_address").iter_rows())
    # Where a device was created, it stays.
    is_as_before = ~pl.col("org_id").is_in(run.wrote.devices_created["org_id"].unique().implode())
    before, now = (
        devices.filter(is_as_before).select("device_id", "mac_address").sort("device_id")
        for devices in (run.before.devices, back)
    )
    assert now.equals(before)


@pytest.mark.system
@pytest.mark.parametrize("case", [case for case in EXCHANGE_CASES if case.devices == FOUR], ids=lambda case: case.name)
def test_duckdb_lets_addresses_go_round_and_back_as_polars_does(case: Case) -> None:
    world = (case.ledger, case.inventory, case.assignments, case.intent)
    on_polars, on_other = decide(*world), decide(*world, lazily=on_duckdb)
    assert on_other.rows == on_polars.rows == case.outcomes
    assert on_other.ledger.devices == on_polars.ledger.devices

    run = ran(case)
    assert undone(run, lazily=on_duckdb).wrote.device_changes.equals(undone(run).wrote.device_changes)
