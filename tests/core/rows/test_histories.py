"""Rows of one device that tell its past, decided one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Intent
from tests.support.reference.ledger import AssignmentRow, Device, Ledger, Owner, content
from tests.support.reference.ledger import decide as decide_naively
from tests.support.strength import examples
from tests.support.worlds.decisions import decide
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.joined import MANY, joined, joined_worlds
from tests.support.worlds.strategies import World, ledgers, renumbered, worlds
from tests.support.worlds.values import EMAILS, INSTANTS, NOW

CREATING = Intent(create_devices=True, default_device_type="laptop")


@st.composite
def histories(draw: st.DrawFn, intents: st.SearchStrategy[Intent]) -> World:
    """A world in which one device, on record or not, has its past told, in any order, now and then not quite so."""
    world = draw(worlds(intents))
    known = [{"device_id": each.device_id, "org_id": each.org_id} for each in world.ledger.devices]
    named: dict[str, Any] = draw(st.sampled_from([*known, {"serial_number": "SN-77"}]))
    told = draw(_told(named))
    rows: list[Any] = [*world.rows, *told]
    if draw(st.booleans()):
        rows = [*world.inventory, *told]
    draw(st.randoms(use_true_random=False)).shuffle(rows)
    inventory, assignments = renumbered(rows)
    return replace(world, inventory=inventory, assignments=assignments)


@st.composite
def _told(draw: st.DrawFn, named: dict[str, Any]) -> list[AssignmentRow]:
    cuts = sorted(draw(st.sets(st.sampled_from(sorted(INSTANTS)), min_size=3)))
    rows = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        email, label = draw(st.sampled_from(EMAILS)), draw(st.sampled_from([None, None, "desk"]))
        row = AssignmentRow(**named, owner_email=email, effective_at=start, end_at=end, label=label)
        rows += [row] * draw(st.sampled_from([0, 1, 1, 1, 1, 1, 2]))
    change: dict[str, Any] = draw(
        st.sampled_from([{}] * 8 + [{"end_at": None}, {"label": "lab"}, {"action": "unassign"}])
    )
    return [replace(rows[0], **change), *rows[1:]] if rows else rows


_INTENTS = st.sampled_from([Intent(), CREATING])
_HISTORIES = joined_worlds(histories, _INTENTS, MANY)


@pytest.mark.lengthy
@given(_HISTORIES, st.randoms(use_true_random=False))
@examples(1, of=11)
def test_the_core_and_the_reference_model_agree_on_histories_whatever_the_order_of_the_rows(
    world: World, random: Random
) -> None:
    expected, _, _, ledger = decide_naively(world.ledger, world.inventory, world.assignments, world.intent, NOW)
    verdict = decide(world.ledger, world.inventory, world.assignments, world.intent)
    assert verdict.rows == {row_id: (each.outcome, each.action, each.reason) for row_id, each in expected.items()}
    if world.assignments:
        assert content(verdict.ledger) == content(ledger)

    rows = world.rows
    random.shuffle(rows)
    inventory, assignments = renumbered(rows)
    other = decide(world.ledger, inventory, assignments, world.intent)
    assert content(verdict.ledger) == content(other.ledger)


@st.composite
def _pasts(draw: st.DrawFn) -> World:
    """Nothing but the past of a device on record."""
    ledger = draw(ledgers().filter(lambda ledger: bool(ledger.devices)))
    device = ledger.devices[0]
    rows = draw(_told({"device_id": device.device_id, "org_id": device.org_id}))
    return World(ledger, *renumbered(rows), Intent())


@pytest.mark.lengthy
@given(st.lists(_pasts(), min_size=1, max_size=MANY))
@examples(2, of=15)
def test_a_history_at_once_gives_the_spans_of_its_rows_one_after_the_other(pasts: list[World]) -> None:
    world = joined(pasts)
    verdict = decide(world.ledger, (), world.assignments, Intent())
    reasons = iter([verdict.rows[row.row_id][2] for row in world.assignments])
    apart = []
    for past in pasts:
        is_contrary = "conflicting_rows" in {next(reasons) for _ in past.assignments}
        apart.append(replace(past, ledger=past.ledger if is_contrary else _one_after_the_other(past)))
    assert content(verdict.ledger) == content(joined(apart).ledger)


def _one_after_the_other(past: World) -> Ledger:
    ledger = past.ledger
    for row in sorted(past.assignments, key=lambda row: (row.effective_at or NOW, row.row_id)):
        ledger = decide_naively(ledger, (), (row,), Intent(), NOW)[3]
    return ledger


@pytest.mark.system
def test_duckdb_decides_histories_as_polars_does() -> None:
    ledger = Ledger((Device(1, serial_number="S1", name="L"),), (Owner(1, "default", EMAILS[0]),))
    days = sorted(INSTANTS)
    told = [
        AssignmentRow(
            row_id=2 * place + one, serial_number=serial, owner_email=EMAILS[place], effective_at=start, end_at=end
        )
        for place, (start, end) in enumerate(zip(days[:3], [*days[1:3], None], strict=True))
        for one, serial in enumerate(("S1", "S2"), 1)
    ]
    world = (ledger, (), tuple(told), CREATING)
    one, other = decide(*world), decide(*world, lazily=on_duckdb)
    assert one.rows == other.rows == dict.fromkeys(range(1, 7), ("applied", "assign", None))
    assert content(one.ledger) == content(other.ledger)


def test_a_row_that_stands_alone_contradicts_no_other() -> None:
    """It clears the due date, and says by its return that there is one: whatever that means, it is one row."""
    laptop, anna = Device(1, serial_number="S1", name="Laptop"), Owner(1, "default", "anna@acme.example")
    ahead: dict[str, Any] = {"returned_at": NOW + timedelta(days=3), "clears_due": True}
    row = AssignmentRow(serial_number="S1", owner_email=anna.email, **ahead)
    ledger = Ledger((laptop,), (anna,))

    decisions, *_ = decide_naively(ledger, (), (row,), Intent(), NOW)

    assert decide(ledger, (), (row,), Intent()).rows == {1: ("applied", "assign", None)}
    assert [(one.outcome, one.action, one.reason) for one in decisions.values()] == [("applied", "assign", None)]
