"""What is decided from the part of the ledger that rows can reach is what is decided from all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given
from polars.testing import assert_frame_equal

from pipeline.core.frames import Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.model import Checked, Intent, State
from pipeline.runs.steps.check_limits import measured_of
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.core_frames import change_set_of, current_of, lazy, native
from pipeline.runs.steps.decide import decide
from pipeline.runs.steps.reach import part as part_of_run
from pipeline.runs.steps.reach.part import skeletons
from pipeline.settings import load_settings
from pipeline.store.read.current_state import whole
from pipeline.store.read.reach import drawn, part
from pipeline.store.read.reach.part import Asked, reached, with_former
from schemas.fields import ATTRIBUTES, DEFAULT_ORG
from schemas.frames.input_rows import ISSUES, ORIGINALS
from schemas.frames.polars_frames import empty
from schemas.instants import OPEN_END
from tests.support.books.exports import deleted, edited, export, typed
from tests.support.cases.all_cases import CASES, Case
from tests.support.cases.together import Rows, by_intent, joined, together
from tests.support.desk import SAMPLES, Desk
from tests.support.frames.same_decisions import assert_same_decision, read_once
from tests.support.ledgers.in_memory import recorded
from tests.support.office import INVENTORY
from tests.support.reference.frames import assignments_frame, inventory_frame, people_frame
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner, PersonRow, Span
from tests.support.sample_month import Month
from tests.support.strength import examples, sampled
from tests.support.worlds.crowds import Crowd
from tests.support.worlds.joined import many_crowds, many_worlds
from tests.support.worlds.strategies import World, worlds
from tests.support.worlds.values import INSTANTS, NOW

_READ = ("devices", "owners", "spans")
_GROUPS = by_intent(CASES)
_ALONE = [group[0] for group in _GROUPS if len(group) == 1]
_SOME = [*_ALONE, *(case for group in _GROUPS if len(group) > 1 for case in group[::18])]
_MANY = 20
_NAMES_NOTHING = frozenset({"effective_at", "end_at", "returned_at", "return_date", "due_at", "label", "comment"})
# The smallest first, which is the one that nobody waits for long.
_TOGETHER = sorted((group for group in _GROUPS if len(group) > 1), key=len)


def both(
    ledger: Ledger,
    inventory: Sequence[InventoryRow],
    assignments: Sequence[AssignmentRow],
    people: Sequence[PersonRow],
    intent: Intent,
    org: str | None = None,
) -> list[tuple[State, Decided, pl.DataFrame]]:
    """The decision from all of the ledger, and that from the part of it that the rows can reach; or of `org` alone."""
    rows = Rows("", tuple(inventory), tuple(assignments), tuple(people))
    connection, asked = recorded(ledger, NOW), _asked(rows, intent)
    everything = with_former(connection, asked, _within(whole(connection, asked.attributes), org), org)
    return _told(rows, asked, (everything, reached(connection, asked, org=org)))


def _within(state: State, org: str | None) -> State:
    if org is None:
        return state
    own = {name: getattr(state, name).filter(org_id=org) for name in ("devices", "owners", "spans", "former")}
    return replace(state, **own)


def _asked(rows: Rows, intent: Intent) -> Asked:
    listed, asked = inventory_frame(rows.inventory), assignments_frame(rows.assignments)
    known = {attribute.name for attribute in ATTRIBUTES}
    attributes = tuple(name for name in listed.columns if name in known)
    checked = Checked(asked, listed, people_frame(rows.people), empty(ORIGINALS), {}, empty(ISSUES), (), ())
    return Asked(checked, attributes, intent, skeletons, lambda _: NOW)


def _told(rows: Rows, asked: Asked, states: Sequence[State]) -> list[tuple[State, Decided, pl.DataFrame]]:
    checked = asked.checked
    people = lazy(checked.people) if rows.people else None
    desired = Desired(lazy(checked.inventory), lazy(checked.assignments), tuple(asked.attributes), people=people)
    told = []
    for state in states:
        decided = build_plan(desired, current_of(state), asked.intent, now=NOW)
        change_set, devices = (
            change_set_of(decided, state),
            native(decided.devices).with_columns(currency=pl.lit("EUR")),
        )
        limits = native(measured_of(change_set, state, devices, asked.intent, now=NOW).limits)
        told.append((state, decided, limits))
    return told


def _of_each(cases: Sequence[Case]) -> list[tuple[State, Decided, pl.DataFrame]]:
    """As `both`, of many cases at once; of each, the part is what rows like its own reach of its own organizations."""
    ledger, rows = joined(cases)
    everything, connection, intent = together(rows), recorded(ledger, NOW), cases[0].intent
    asked = _asked(everything, intent)
    all_of_it = with_former(connection, asked, whole(connection, asked.attributes))
    of_all = reached(connection, asked)
    parts = []
    for alike in _of_one_reach(cases, rows):
        those = replace(_asked(together(alike), intent), attributes=asked.attributes)
        parts.append(_own(reached(connection, those), alike))
    part = replace(of_all, **{name: pl.concat(getattr(each, name) for each in parts) for name in _READ})
    rows_of_part, rows_of_all = (sum(getattr(state, name).height for name in _READ) for state in (part, all_of_it))
    assert len(cases) < _MANY or rows_of_part < rows_of_all
    return _told(everything, asked, (all_of_it, part))


def _of_one_reach(cases: Sequence[Case], rows: Sequence[Rows]) -> list[list[Rows]]:
    """The rows of these cases, those together that name the same devices and people: they differ in days and notes."""
    groups: dict[str, list[Rows]] = {}
    for case, own in zip(cases, rows, strict=True):
        named = [
            {name: value for name, value in asdict(row).items() if name not in _NAMES_NOTHING} for row in case.rows
        ]
        groups.setdefault(str(named), []).append(own)
    return list(groups.values())


def _own(part: State, rows: Sequence[Rows]) -> State:
    is_own = pl.any_horizontal(pl.col("org_id").str.starts_with(one.beginning) for one in rows)
    return replace(part, **{name: getattr(part, name).filter(is_own) for name in _READ})


def assert_alike(told: list[tuple[State, Decided, pl.DataFrame]]) -> None:
    (_, one, limits), (_, other, limits_of_part) = told
    named = _named(one)
    for field in fields(Decided):
        frames = [native(getattr(decided, field.name)) for decided in (one, other)]
        if field.name == "devices":
            frames = [frame.join(named, on="device_id", how="semi") for frame in frames]
        left, right = (frame.sort(pl.all()) for frame in frames)
        assert_frame_equal(left, right.select(left.columns), check_row_order=False)
    assert_frame_equal(limits, limits_of_part)


def _named(decided: Decided) -> pl.DataFrame:
    """The devices of which the run tells: those of its rows, and those that it changes."""
    ids = [native(getattr(decided, name)).select("device_id") for name in ("rows", "candidates")]
    events = native(decided.events).filter(pl.col("aggregate") == "device").select(device_id="aggregate_id")
    return pl.concat([*ids, events]).drop_nulls().unique()


@pytest.mark.lengthy
@pytest.mark.system
@examples(2, of=20, phases=(Phase.generate,))
@given(many_worlds())
def test_devices_and_their_owners_are_decided_alike(world: World) -> None:
    assert_alike(both(world.ledger, world.inventory, world.assignments, (), world.intent))


@pytest.mark.lengthy
@pytest.mark.system
@examples(1, of=20, phases=(Phase.generate,))
@given(worlds())
def test_the_rows_of_one_organization_are_decided_without_the_others(world: World) -> None:
    inventory = [row for row in world.inventory if row.org_id == DEFAULT_ORG]
    assignments = [row for row in world.assignments if row.org_id == DEFAULT_ORG]
    intent = replace(world.intent, org=DEFAULT_ORG)
    assert_alike(both(world.ledger, inventory, assignments, (), intent, DEFAULT_ORG))


@pytest.mark.lengthy
@pytest.mark.system
@examples(2, of=12, phases=(Phase.generate,))
@given(many_crowds())
def test_people_are_decided_alike(crowd: Crowd) -> None:
    assert_alike(both(crowd.ledger, (), crowd.assignments, crowd.people, crowd.intent))


@pytest.mark.parametrize("cases", sampled(_TOGETHER, every=len(_TOGETHER)), ids=lambda cases: cases[0].name)
def test_every_case_is_decided_alike_beside_others(cases: list[Case]) -> None:
    """At once, cases of one intent take a fifth of the time that they take one by one."""
    assert_alike(_of_each(cases))


@pytest.mark.system
@pytest.mark.parametrize("case", sampled(_SOME, every=len(_SOME)), ids=lambda case: case.name)
def test_every_case_that_looks_at_all_and_some_others_are_decided_alike(case: Case) -> None:
    assert_alike(both(case.ledger, case.inventory, case.assignments, case.people, case.intent))


@pytest.mark.system
def test_only_what_the_rows_reach_is_read() -> None:
    devices = tuple(Device(number, serial_number=f"S{number}", name="Laptop") for number in range(1, 9))
    owners = tuple(Owner(number, "default", f"person{number}@acme.example") for number in range(1, 9))
    spans = [Span(n, "default", n, f"person{n % 4 + 1}@acme.example", INSTANTS[2], OPEN_END) for n in range(1, 9)]
    ledger = Ledger(devices, owners, tuple(spans))
    row = AssignmentRow(serial_number="S1", owner_email="person7@acme.example")
    (_, _, _), (read, decided, _) = both(ledger, (), (row,), (), Intent())
    assert read.devices["serial_number"].to_list() == ["S1", "S5"]
    assert read.owners["email"].to_list() == ["person2@acme.example", "person7@acme.example"]
    assert read.totals is not None
    assert (read.totals.devices, read.totals.owners, read.totals.open_ownerships) == (8, 8, {"default": 8})
    assert native(decided.rows)["outcome"].to_list() == ["applied"]


_ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"mode": "full"},
    {"mode": "full", "scope": "location=Berlin", "allow": ["absent-beside-unresolved"]},
    {"leavers": "release", "org": "default"},
    {"create_devices": True, "default_device_type": "laptop", "device_guard": "warn"},
)


@pytest.mark.system
@pytest.mark.parametrize("asked", _ASKED, ids=str)
def test_what_people_read_is_the_same(month: Month, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for names in (("assignments.xlsx",), ("inventory.xlsx", "assignments.xlsx"), ("opening.xlsx",)):
        _assert_read_alike([SAMPLES / name for name in names], month.desk, asked, monkeypatch)


@pytest.mark.system
def test_an_export_that_comes_back_is_compared_alike(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office.book("people.xlsx", ("Employee Number", "Owner Email"), ("E-1", "anna@acme.example"))
    assert office.say("run", "people.xlsx").code == 0
    edits = [
        typed("Assignments", "LT-0001", "owner_email", "eva@acme.example"),
        typed("Assignments", "LT-0002", "owner_email", "zoe@acme.example"),
        typed("Inventory", "LT-0003", "location", "Rome"),
        deleted("Assignments", "LT-0003"),
    ]
    book = edited(export(office), *edits)
    office.book(
        "moved.xlsx", ("Serial Number", "Owner Email"), ("LT-0002", "anna@acme.example"), ("LT-0004", "cy@x.org")
    )
    office.book("renamed.xlsx", ("Employee Number", "Owner Email"), ("E-1", "anna.bell@acme.example"))
    office.book("changed.xlsx", (*INVENTORY[0][:2], "Location"), ("LT-0003", "AT-30", "Oslo"))
    assert [office.say("run", name).code for name in ("moved.xlsx", "renamed.xlsx", "changed.xlsx")] == [0, 0, 0]
    for asked in ({}, {"mode": "full"}, {"mode": "full", "scope": "all"}, {"mode": "full", "scope": "location=Paris"}):
        _assert_read_alike([book], office, asked, monkeypatch)


def _assert_read_alike(paths: list[Path], desk: Desk, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided about the files, judged, told and counted is the same from all and from a part of the ledger."""
    settings = load_settings(None, {"state": desk.state, "out": desk.folder / "results", **asked})
    checked = read_once(paths, settings)
    monkeypatch.setattr(drawn, "WORTH_IT", 0)
    monkeypatch.setattr(part, "_reaches_all", lambda *_asked: False)
    told = []
    for most in (10**9, -1):
        monkeypatch.setattr(part_of_run, "IN_WHOLE_UP_TO", most)
        told.append(decide("check", checked, settings, Stages()))
    one, other = told
    assert (one.state.totals is None) != (other.state.totals is None)
    assert_same_decision(one, other)
