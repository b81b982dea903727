"""The reference model against the decision table, and against what must hold of any run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.fields import ASSIGNMENT_FIELDS
from schemas.vocabulary import Outcome, Reason
from tests.support.cases.all_cases import CASES, Case
from tests.support.reference.device_lookup import given_identifiers, name_device
from tests.support.reference.frames import assignments_frame, inventory_frame, state_of
from tests.support.reference.identifiers.last_resorts import with_last_resorts
from tests.support.reference.ledger import AssignmentRow, Decision, InventoryRow, Ledger, Span, content, decide
from tests.support.strength import examples
from tests.support.worlds.strategies import World, renumbered, worlds
from tests.support.worlds.values import NOW

BRIEFLY = examples(12, of=200)

A_MOMENT_LATER = NOW + timedelta(seconds=1)

Run = tuple[dict[int, Decision], Ledger]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_model_decides_as_the_design_says(case: Case) -> None:
    decisions, absents, missing, after = decide(
        case.ledger, case.inventory, case.assignments, case.intent, NOW, case.people
    )
    assert {row_id: (each.outcome, each.action, each.reason) for row_id, each in decisions.items()} == case.outcomes
    assert tuple((absent.device_id, absent.owner_email, absent.held) for absent in absents) == case.absent
    assert tuple(missing) == case.missing
    if case.after is not None:
        assert _in_order(after.spans) == _in_order(case.after)


def test_every_case_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@BRIEFLY
@given(worlds(), st.randoms(use_true_random=False))
def test_what_holds_of_any_run_holds(world: World, random: Random) -> None:
    """A world takes much longer to draw than to decide, so that all is claimed of the same ones."""
    run, sound = _run(world), _without_rejected_rows(world)
    run_of_sound = run if sound is world else _run(sound)
    _every_row_has_exactly_one_decision_in_the_closed_vocabulary(world, run)
    _the_order_of_the_rows_never_matters(world, run, random)
    _a_second_run_of_sheets_without_a_rejected_row_changes_nothing(sound, run_of_sound)
    _a_row_that_was_done_is_not_done_again(sound, run_of_sound)
    _the_frames_say_what_the_records_say(world)
    _spans_never_overlap_and_identifiers_stay_unique(world, run)


@examples(6, of=100)
@given(worlds(st.just(Intent()), max_inventory=0))
def test_a_second_run_of_the_same_assignments_changes_nothing(world: World) -> None:
    decisions, after = _run(world)
    # A span that begins at the run's very instant is the one thing that a moment later looks different.
    assume(all(decision.reason != "zero_length_span" for decision in decisions.values()))
    assume(
        not any(row.takes_all for row in world.assignments)
        or all(span.start_time != NOW for span in world.ledger.spans)
    )
    assert content(_run(replace(world, ledger=after), A_MOMENT_LATER)[1]) == content(after)


def _every_row_has_exactly_one_decision_in_the_closed_vocabulary(world: World, run: Run) -> None:
    decisions, _ = run
    assert sorted(decisions) == sorted(row.row_id for row in world.rows)
    for decision in decisions.values():
        assert Outcome(decision.outcome)
        assert decision.reason is None or Reason(decision.reason)
        assert (decision.action != "none") == (decision.outcome == "applied")


def _the_order_of_the_rows_never_matters(world: World, run: Run, random: Random) -> None:
    rows = world.rows
    random.shuffle(rows)
    inventory, assignments = renumbered(rows)
    shuffled = replace(world, inventory=inventory, assignments=assignments)
    (decisions, after), (shuffled_decisions, shuffled_after) = run, _run(shuffled)
    assert _counted(decisions) == _counted(shuffled_decisions)
    assert _in_order(after.spans) == _in_order(shuffled_after.spans)
    assert after.devices == shuffled_after.devices
    assert after.owners == shuffled_after.owners


def _a_second_run_of_sheets_without_a_rejected_row_changes_nothing(sound: World, run: Run) -> None:
    decisions, after = run
    if any(span.start_time == NOW for span in sound.ledger.spans):
        return
    # A device is held back only the first time where it looks like one whose identifier the same sheets take away.
    is_held = any(decision.reason == Reason.SUSPECT_DEVICE.value for decision in decisions.values())
    if is_held and any("|" in (row.cleared or "") for row in sound.inventory):
        return
    # A device that one row names and another renames has that name only the first time; so it is with numbers.
    is_named_after = _named_alone(sound, sound.ledger) <= _named_alone(sound, after)
    if is_named_after and _known_by_number(sound, sound.ledger).items() <= _known_by_number(sound, after).items():
        assert content(_run(replace(sound, ledger=after), A_MOMENT_LATER)[1]) == content(after)


def _a_row_that_was_done_is_not_done_again(sound: World, run: Run) -> None:
    decisions, after = run
    again, _ = _run(replace(sound, ledger=after), A_MOMENT_LATER)
    begin_now = {span.owner_email for span in sound.ledger.spans if span.start_time == NOW}  # and cannot end now
    partial = {row.row_id for row in sound.assignments if row.takes_all and row.owner_email in begin_now}
    # A name alone, or a number that stands for a tag, may be that of another device by then.
    vague = {row.row_id for row in sound.inventory if row.known_by or given_identifiers(row)[:1][0][0] == "name"}
    for row_id, decision in decisions.items():
        is_another = row_id in vague and decision.device_id != again[row_id].device_id
        done = decision.outcome in {"applied", "unchanged"} and row_id not in partial and not is_another
        assert not done or again[row_id].outcome != "applied"


def _the_frames_say_what_the_records_say(world: World) -> None:
    assignments, inventory = assignments_frame(world.assignments), inventory_frame(world.inventory)
    state = state_of(world.ledger)
    assert {field.name for field in ASSIGNMENT_FIELDS} < set(assignments.columns)
    assert [AssignmentRow(**row) for row in assignments.to_dicts()] == list(world.assignments)
    listed = [replace(row, is_shown=False) for row in world.inventory]
    assert [InventoryRow(**row) for row in inventory.to_dicts()] == listed
    assert state.devices["device_id"].to_list() == [device.device_id for device in world.ledger.devices]
    assert state.spans["owner_id"].is_in(state.owners["owner_id"].to_list()).all()


def _spans_never_overlap_and_identifiers_stay_unique(world: World, run: Run) -> None:
    for ledger in (world.ledger, run[1]):
        for device in ledger.devices:
            spans = sorted((s.start_time, s.end_time) for s in ledger.spans if s.device_id == device.device_id)
            assert all(start < end for start, end in spans)
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        for kind in ("serial_number", "asset_tag", "mac_address"):
            held = [(device.org_id, device.value(kind)) for device in ledger.devices if device.value(kind) is not None]
            assert len(set(held)) == len(held)
        owners = {(owner.org_id, owner.handle) for owner in ledger.owners}
        assert {(span.org_id, span.owner_email) for span in ledger.spans} <= owners


def _run(world: World, now: datetime = NOW) -> Run:
    decisions, _, _, after = decide(world.ledger, world.inventory, world.assignments, world.intent, now)
    return decisions, after


def _without_rejected_rows(world: World) -> World:
    """The world without rejected rows; those that were rejected beside others may be sound alone, and are gone too."""
    while True:
        decisions, _ = _run(world)
        sound = [row for row in world.rows if decisions[row.row_id].outcome != "rejected"]
        if len(sound) == len(world.rows):
            return world
        inventory, assignments = renumbered(sound)
        world = replace(world, inventory=inventory, assignments=assignments)


def _counted(decisions: dict[int, Decision]) -> Counter[tuple[int | None, str, str | None]]:
    return Counter((decision.device_id, decision.outcome, decision.reason) for decision in decisions.values())


def _in_order(spans: tuple[Span, ...]) -> list[tuple[int, datetime, datetime, str, str | None]]:
    return sorted((span.device_id, span.start_time, span.end_time, span.owner_email, span.label) for span in spans)


def _named_alone(world: World, ledger: Ledger) -> set[int]:
    """The inventory rows that mean a device of the ledger by its name alone."""
    alone = [row for row in world.inventory if given_identifiers(row) and given_identifiers(row)[0][0] == "name"]
    return {row.row_id for row in alone if name_device(ledger.devices, row).device_id is not None}


def _known_by_number(world: World, ledger: Ledger) -> dict[int, int | None]:
    """The devices of the ledger that inventory rows mean by a number that stands for a tag."""
    rows, _ = with_last_resorts(ledger.devices, world.inventory, ())
    return {row.row_id: row.device_id for row in rows if row.is_meant}
