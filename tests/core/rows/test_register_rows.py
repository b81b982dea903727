"""A register row is an inventory row and an assignments row with one fate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.rows.register_rows import one_row_each
from pipeline.model import Intent
from schemas.instants import OPEN_END
from schemas.vocabulary import BlankOwner, Mode
from tests.support.reference.ledger import Ledger, content
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Owner, Span
from tests.support.strength import examples
from tests.support.worlds.decisions import Verdict, decide
from tests.support.worlds.joined import MANY, joined_worlds
from tests.support.worlds.strategies import World, worlds
from tests.support.worlds.values import EMAILS, NOW

_BEGUN = NOW - timedelta(days=30)
_INSTRUCTIONS = st.builds(Intent, create_owners=st.booleans(), blank_owner=st.sampled_from([None, *BlankOwner]))


def _held(row: InventoryRow, number: int, **more: Any) -> AssignmentRow:
    """The second half of an inventory row."""
    names = ("file", "sheet", "row", "org_id", "serial_number", "asset_tag", "mac_address", "device_id")
    same = {name: getattr(row, name) for name in names}
    return AssignmentRow(row_id=number, device_name=row.name, listed_row_id=row.row_id, **{**same, **more})


@st.composite
def _register(draw: st.DrawFn, intent: st.SearchStrategy[Intent]) -> World:
    """A world whose inventory is a register, beside a few assignments rows."""
    world = draw(worlds(intent))
    owners = st.sampled_from([*EMAILS, *EMAILS, None])
    faults = st.sampled_from([None] * 8 + ["invalid_date"])
    first = 1 + max((row.row_id for row in world.rows), default=0)
    halves = [
        _held(row, number, owner_email=draw(owners), fault=row.fault or draw(faults))
        for number, row in enumerate(world.inventory, start=first)
    ]
    return replace(world, assignments=(*world.assignments, *halves))


_REGISTERS = joined_worlds(_register, _INSTRUCTIONS, MANY)


def _decided(world: World) -> Verdict:
    return decide(world.ledger, world.inventory, world.assignments, world.intent)


def _outcomes(verdict: Verdict) -> dict[int, tuple[Any, ...]]:
    """The outcome of each row, halves put together: `outcome, action, reason, kind`."""
    rows = one_row_each(verdict.decided.rows).collect().rows(named=True)
    return {row["row_id"]: (row["outcome"], row["action"], row["reason"], row["kind"]) for row in rows}


def _apart(world: World, rejected: set[int]) -> World:
    """The same rows as two sheets that have nothing to do with each other, without those that are rejected."""
    asked = []
    for row in world.assignments:
        is_silent = row.listed_row_id is not None and row.owner_email is None
        if (row.listed_row_id or row.row_id) in rejected:
            continue
        if is_silent and world.intent.blank_owner is BlankOwner.NONE:
            asked.append(replace(row, listed_row_id=None, action="unassign"))
        elif not is_silent:
            asked.append(replace(row, listed_row_id=None))
    inventory = tuple(row for row in world.inventory if row.row_id not in rejected)
    return replace(world, inventory=inventory, assignments=tuple(asked))


@given(_REGISTERS, st.randoms(use_true_random=False))
@examples(1, of=11)
def test_a_register_does_what_its_two_halves_do_in_two_sheets_whatever_the_order_of_its_rows(
    world: World, random: Any
) -> None:
    verdict = _decided(world)
    _assert_as_its_halves(world, verdict)
    _assert_as_in_another_order(world, verdict, random)


def _assert_as_its_halves(world: World, verdict: Verdict) -> None:
    # A row that is rejected still names its device, which `<all>` then leaves alone; apart, nothing names it. Nor does
    # a list of who has what know a device by a number of last resort, which only the first half gives.
    numbered = {row.row_id for row in world.inventory if row.external_id is not None or row.imei is not None}
    one = replace(
        world,
        inventory=tuple(row for row in world.inventory if row.row_id not in numbered),
        assignments=tuple(row for row in world.assignments if not (row.takes_all or row.listed_row_id in numbered)),
    )
    verdict = verdict if one == world else _decided(one)
    outcomes = _outcomes(verdict)
    rejected = {row_id for row_id, (outcome, *_) in outcomes.items() if outcome == "rejected"}
    apart = _decided(_apart(one, rejected))

    assert set(outcomes) == {row.row_id for row in one.inventory} | {
        row.row_id for row in one.assignments if row.listed_row_id is None
    }
    assert content(verdict.ledger) == content(apart.ledger)
    assert verdict.decided.events.collect().shape == apart.decided.events.collect().shape
    assert "rejected" not in {outcome for outcome, _, _ in apart.rows.values()}


def _assert_as_in_another_order(world: World, verdict: Verdict, random: Any) -> None:
    ids = [row.row_id for row in world.inventory]
    other = dict(zip(ids, random.sample(ids, len(ids)), strict=True))
    turned = replace(
        world,
        inventory=tuple(replace(row, row_id=other[row.row_id], row=other[row.row_id]) for row in world.inventory),
        assignments=tuple(
            replace(row, listed_row_id=other[row.listed_row_id], row=other[row.listed_row_id])
            if row.listed_row_id
            else row
            for row in world.assignments
        ),
    )

    def counted(verdict: Verdict) -> tuple[list[str], list[tuple[str, str]]]:
        """The outcomes of the rows, and what happens.

        Of several rows that say the same of a device the first is applied, and a later one repeats it, so that which of
        them are applied, and which unchanged, is a matter of order; what happens to the ledger is not.
        """
        events = verdict.decided.events.collect()
        happened = sorted(zip(events["type"].to_list(), events["action"].to_list(), strict=True))
        outcomes = [outcome.replace("unchanged", "applied") for outcome, *_ in _outcomes(verdict).values()]
        return sorted(outcomes), happened

    assert counted(verdict) == counted(_decided(turned))


_LAPTOP = Device(1, serial_number="S1", name="Laptop", attributes={"type": "laptop", "category": "it"})
_ANNA, _BEN = Owner(1, "default", "anna@acme.example"), Owner(2, "default", "ben@acme.example")
_LEDGER = Ledger((_LAPTOP,), (_ANNA, _BEN), (Span(1, "default", 1, _ANNA.handle, _BEGUN, OPEN_END),))


def _one(owner: str | None = _BEN.email, intent: Intent | None = None, **more: Any) -> tuple[Any, ...]:
    """The outcome of one register row about the laptop that Anna has, and who has it then."""
    values = {"serial_number": "S1", **more}
    held = {name: values.pop(name) for name in ("effective_at", "end_at", "fault") if name in values}
    row = InventoryRow(row_id=1, **values)
    verdict = decide(_LEDGER, (row,), (_held(row, 2, owner_email=owner, **held),), intent or Intent())
    (outcome,) = _outcomes(verdict).values()
    holder = [span.owner_email for span in verdict.ledger.spans if span.device_id == 1 and span.end_time > NOW]
    return (*outcome, *holder)


def test_both_halves_of_a_row_are_carried_out() -> None:
    assert _one(location="Paris") == ("applied", "reassign", None, "register", _BEN.email)


@pytest.mark.system
def test_a_row_is_applied_where_one_half_is() -> None:
    assert _one(_ANNA.email, location="Paris") == ("applied", "update", None, "register", _ANNA.email)
    assert _one() == ("applied", "reassign", None, "register", _BEN.email)


def test_a_row_that_the_ledger_has_already_is_unchanged() -> None:
    assert _one(_ANNA.email) == ("unchanged", "none", "already_assigned", "register", _ANNA.email)


@pytest.mark.system
def test_neither_half_is_carried_out_where_one_is_rejected() -> None:
    late: dict[str, Any] = {"effective_at": _BEGUN}
    assert _one(location="Paris", **late)[:2] == ("rejected", "none")
    assert _one(location="Paris", fault="invalid_date")[:3] == ("rejected", "none", "invalid_date")


@pytest.mark.system
def test_a_row_that_is_rejected_for_its_time_still_tells_the_times() -> None:
    early, row = _BEGUN - timedelta(days=1), InventoryRow(row_id=1, serial_number="S1", location="Paris")
    half = _held(row, 2, owner_email=_BEN.email, effective_at=early)

    rows = decide(_LEDGER, (row,), (half,), Intent()).decided.rows.collect().rows(named=True)

    assert {one["reason"] for one in rows} == {"effective_in_closed_span"}
    told = rows[1]
    assert (told["at"], told["last_start"], told["holder_email"]) == (early, _BEGUN, _ANNA.email)


@pytest.mark.system
def test_a_row_without_an_owner_leaves_the_holder_alone_or_takes_the_device_away() -> None:
    nobody = Intent(blank_owner=BlankOwner.NONE)
    assert _one(None) == ("unchanged", "none", None, "register", _ANNA.email)
    assert _one(None, location="Paris") == ("applied", "update", None, "register", _ANNA.email)
    assert _one(None, nobody) == ("applied", "unassign", None, "register")
    assert _one(None, Intent(mode=Mode.FULL)) == ("applied", "unassign", None, "register")
    kept = Intent(mode=Mode.FULL, scope="all", blank_owner=BlankOwner.KEEP)
    assert _one(None, kept) == ("unchanged", "none", None, "register", _ANNA.email)
    assert _one(None, nobody, serial_number="S2", name="n", type="t", category="c")[:3] == ("applied", "create", None)


def test_a_device_is_created_and_assigned_by_one_row() -> None:
    assert _one(serial_number="S2", name="New", type="phone", category="it")[:4] == (
        *("applied", "assign", None),
        "register",
    )
