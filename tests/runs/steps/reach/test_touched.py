"""What is carried out of a plan, and what is undone, is the same from the part of the ledger that it touches."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline import outputs, store
from pipeline.core.approve import approve
from pipeline.core.expressions import Frame
from pipeline.core.frames import Decided
from pipeline.core.undo import Past, reverse
from pipeline.core.writes.plan_lines import with_lines
from pipeline.model import ChangeSet, Intent, State
from pipeline.runs import undo
from pipeline.runs.show import told_again
from pipeline.runs.steps.check_limits import measured_of
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.core_frames import change_set_of, current_of, lazy, native
from pipeline.runs.steps.reach import part as part_of_run
from pipeline.runs.steps.results import FACTS, devices_touched, story_of
from pipeline.settings import load_settings
from pipeline.store.read.current_state import whole
from pipeline.store.read.reach import drawn
from pipeline.store.read.reach.touched import touched
from schemas.instants import OPEN_END
from tests.support.desk import Desk
from tests.support.frames.same_decisions import assert_same_decision, frames_of
from tests.support.ledgers.in_memory import recorded
from tests.support.reference.frames import state_of
from tests.support.reference.records import AssignmentRow, Device, Ledger, Owner, Span
from tests.support.sample_month import Month
from tests.support.strength import examples
from tests.support.worlds.approvals import planned_of
from tests.support.worlds.crowds import Crowd, crowds
from tests.support.worlds.decisions import Verdict, decide
from tests.support.worlds.joined import many_crowds, many_worlds
from tests.support.worlds.strategies import World, ledgers
from tests.support.worlds.values import INSTANTS, NOW

# So much greater are the ids of whom and what others have put on record.
_MORE = 100_000
_SETTINGS = load_settings(None, {})
_SINCE: dict[str, type[pl.DataType]] = {"by_run_id": pl.String, "undoes": pl.String}
_ALTERED: dict[str, dict[str, type[pl.DataType]]] = {
    "ownerships_altered": {"device_id": pl.Int64},
    "attributes_altered": {"device_id": pl.Int64, "field": pl.String},
    "facts_altered": {"owner_id": pl.Int64, "field": pl.String},
}


def states_of(ledger: Ledger, change_set: ChangeSet) -> tuple[State, State]:
    """All of the ledger, and the part of it that the change set touches."""
    connection = recorded(ledger, NOW)
    return whole(connection, FACTS), touched(connection, change_set, FACTS, lambda _: NOW)


def assert_alike(verdict: Verdict, before: Ledger, others: Ledger, random: Random) -> None:
    """A plan of these decisions is carried out, and a run of them undone, alike: of a ledger that has gone on since."""
    decided = verdict.decided
    lines = native(with_lines(decided.events, decided.rows)).select(sheet="plan_sheet", place="plan_place").unique()
    answers = lines.with_columns(is_approved=pl.Series([random.random() < 0.8 for _ in lines.rows()], dtype=pl.Boolean))
    change_set = change_set_of(decided, state_of(before))
    for work, ledger in ((_carried_out, before), (_undone, verdict.ledger)):
        states = states_of(_gone_on(ledger, others), change_set)
        one, other = (work(decided, before, state, answers) for state in states)
        for name, frame in one.items():
            assert_frame_equal(frame, other[name], check_row_order=not name.startswith("spans"))


def _gone_on(ledger: Ledger, others: Ledger) -> Ledger:
    """The ledger with the devices of another one, and its people as far as nobody is called as they are."""
    called = {(owner.org_id, owner.handle) for owner in ledger.owners}
    devices = [replace(device, device_id=device.device_id + _MORE) for device in others.devices]
    owners = [owner for owner in others.owners if (owner.org_id, owner.handle) not in called]
    owners = [replace(owner, owner_id=owner.owner_id + _MORE) for owner in owners]
    spans = [
        replace(span, ownership_id=span.ownership_id + _MORE, device_id=span.device_id + _MORE) for span in others.spans
    ]
    return Ledger((*ledger.devices, *devices), (*ledger.owners, *owners), (*ledger.spans, *spans))


def _carried_out(decided: Decided, before: Ledger, state: State, answers: pl.DataFrame) -> dict[str, pl.DataFrame]:
    approved = approve(planned_of(decided, before), lazy(answers), current_of(state))
    planned = replace(change_set_of(decided, state_of(before)), events=native(approved.left_out))
    left_out = outputs.left_out_frame(story_of(planned, devices_touched(planned, state), state, NOW, _SETTINGS))
    return {**_frames(approved), **_told(change_set_of(approved, state), state), "left_out": left_out}


def _undone(decided: Decided, before: Ledger, state: State, _answers: pl.DataFrame) -> dict[str, pl.DataFrame]:
    altered = {name: lazy(pl.DataFrame(schema={**keys, **_SINCE})) for name, keys in _ALTERED.items()}
    wrote = ("events", "device_changes", "devices_created", "owners_created", "owner_changes")
    written = {name: getattr(decided, name) for name in wrote}
    back = reverse(Past("r", **written, spans=lazy(state_of(before).spans), **altered), current_of(state))
    change_set = undo.change_set_of(back, change_set_of(decided, state))
    kept = outputs.kept_frame(native(back.kept), state.devices, "r")
    return {**_frames(back), **_told(change_set, state), "told": kept}


def _told(change_set: ChangeSet, state: State) -> dict[str, pl.DataFrame]:
    """The frames that people read, and the limits."""
    story = story_of(change_set, devices_touched(change_set, state), state, NOW, _SETTINGS)
    told = (outputs.changes_frame, outputs.before_frame, outputs.created_frame, outputs.owners_frame)
    limits = native(measured_of(change_set, state, story.devices, Intent(), now=NOW).limits)
    return {"limits": limits, **{frame.__name__: frame(story) for frame in told}}


def _frames(of: object) -> dict[str, pl.DataFrame]:
    frames: dict[str, Frame] = {field.name: getattr(of, field.name) for field in fields(of)}  # type: ignore[arg-type]
    return {name: native(frame) for name, frame in frames.items()}


@pytest.mark.lengthy
@pytest.mark.system
@examples(1, of=16, phases=(Phase.generate,))
@given(many_worlds(), ledgers(), st.randoms(use_true_random=False))
def test_devices_and_their_owners_are_carried_out_and_undone_alike(
    world: World, others: Ledger, random: Random
) -> None:
    verdict = decide(world.ledger, world.inventory, world.assignments, world.intent)
    assert_alike(verdict, world.ledger, others, random)


@pytest.mark.lengthy
@pytest.mark.system
@examples(1, of=12, phases=(Phase.generate,))
@given(many_crowds(), crowds(), st.randoms(use_true_random=False))
def test_people_are_carried_out_and_undone_alike(crowd: Crowd, other: Crowd, random: Random) -> None:
    verdict = decide(crowd.ledger, (), crowd.assignments, crowd.intent, people=crowd.people)
    assert_alike(verdict, crowd.ledger, other.ledger, random)


def test_only_what_a_plan_touches_is_read() -> None:
    devices = tuple(Device(number, serial_number=f"S{number}", name="Laptop") for number in range(1, 9))
    owners = tuple(Owner(number, "default", f"person{number}@acme.example") for number in range(1, 9))
    spans = [Span(n, "default", n, f"person{n % 4 + 1}@acme.example", INSTANTS[2], OPEN_END) for n in range(1, 9)]
    ledger = Ledger(devices, owners, tuple(spans))
    row = AssignmentRow(serial_number="S1", owner_email="person7@acme.example")
    decided = decide(ledger, (), (row,), Intent()).decided
    _, read = states_of(ledger, change_set_of(decided, state_of(ledger)))
    assert read.devices["serial_number"].to_list() == ["S1", "S5"]
    assert read.owners["email"].to_list() == ["person2@acme.example", "person7@acme.example"]
    assert read.totals is not None
    assert (read.totals.devices, read.totals.open_ownerships) == (8, {"default": 8})


@pytest.mark.system
def test_past_runs_are_told_and_undone_alike(month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    shutil.copyfile(month.desk.state, desk.state)
    held = desk.json("show", "ownerships", "--current", "--format", "json")
    back, gone, other = sorted({span["owner_email"] for span in held})[:3]
    devices = ("Serial Number", "Owner Email")
    desk.book("leavers.xlsx", ("Email", "Last day"), (back, "2026-01-31"), (gone, "2026-01-31"))
    desk.book("one.xlsx", devices, (held[-1]["serial_number"], other))
    desk.book("two.xlsx", devices, (held[-2]["serial_number"], other))
    desk.book("back.xlsx", ("Email", "Last day"), (back, "2031-01-31"))
    for words in (["leavers.xlsx"], ["one.xlsx"], ["two.xlsx", "--leavers", "release"], ["back.xlsx"]):
        assert desk.say("run", *words).code == 0
    settings = load_settings(None, {"state": desk.state})
    monkeypatch.setattr(drawn, "WORTH_IT", 0)
    for run in desk.json("show", "runs", "--format", "json"):
        past = store.read_run(settings.ledger, run["run_id"])
        told = []
        for most in (10**9, -1):
            monkeypatch.setattr(part_of_run, "IN_WHOLE_UP_TO", most)
            told.append((told_again(past, settings), undo.decide_undo(past.record.run_id, settings, Stages())))
        ((report, results), undone), ((same_report, same_results), also_undone) = told
        assert report == same_report
        for name, frame in frames_of(results).items():
            assert_frame_equal(frame, frames_of(same_results)[name])
        assert_same_decision(undone, also_undone)
        assert undone.kept.equals(also_undone.kept)
