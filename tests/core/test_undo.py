"""What undoes what: one row per thing that a run can do to a device."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.model import Intent, State
from schemas.vocabulary import Mode
from tests.support.cases.world import ADA, BOB, MAC_2, MAC_9, NEW, Case, assign, day, held, item, unassign
from tests.support.reference.records import Span
from tests.support.strength import sampled
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.reversals import Altered, Run, ran, undone

FREE = ()
HELD = (held(ADA, -30),)
NAMED = (held(ADA, -30, None, "main"),)
ENDING = (held(ADA, -30, 30),)
PENDING = (held(ADA, -30, 7), held(BOB, 7))
TYPED = Intent(create_devices=True, default_device_type="laptop")
FULL = Intent(mode=Mode.FULL, scope="all")

HANDED_BACK = ("reassign 1: cancelled bob", "reassign 1: updated ada after bob")
RENEWED = ("update 1: updated ada",)

UNDOINGS: tuple[tuple[Case, tuple[str, ...]], ...] = (
    (Case("an assignment", (assign(),), (), FREE), ("unassign 1: cancelled ada",)),
    (Case("a pending assignment", (assign(effective_at=day(7)),), (), FREE), ("unassign 1: cancelled ada",)),
    (
        Case("an assignment that is over", (assign(effective_at=day(-7), end_at=day(-1)),), (), FREE),
        ("unassign 1: cancelled ada",),
    ),
    (Case("an unassignment", (unassign(),), (), HELD), ("assign 1: updated ada",)),
    (Case("a back-dated one", (unassign(effective_at=day(-7)),), (), NAMED), ("assign 1: updated ada",)),
    (Case("one before its end", (unassign(),), (), ENDING), ("assign 1: updated ada",)),
    (
        Case("a cancelled pending assignment", (unassign(BOB, effective_at=day(7)),), (), PENDING),
        ("assign 1: taken bob",),
    ),
    (
        Case("an absence", (assign(serial_number="SN-4"),), (), HELD, intent=FULL),
        ("assign 1: updated ada", "unassign 4: cancelled ada"),
    ),
    (Case("a reassignment", (assign(BOB),), (), HELD), HANDED_BACK),
    (Case("a back-dated reassignment", (assign(BOB, effective_at=day(-7)),), (), NAMED), HANDED_BACK),
    (Case("a reassignment to come", (assign(BOB, effective_at=day(7)),), (), ENDING), HANDED_BACK),
    (Case("an end", (assign(end_at=day(30)),), (), HELD), RENEWED),
    (Case("a later end", (assign(end_at=day(60)),), (), ENDING), RENEWED),
    (Case("an opened end", (assign(clears_end=True),), (), ENDING), RENEWED),
    (Case("a label", (assign(label="spare"),), (), NAMED), RENEWED),
    (Case("a cleared label", (assign(clears_label=True),), (), NAMED), RENEWED),
    (Case("a blank filled", (item(department="IT", serial_number="SN-4"),), ()), ("update 4: updated",)),
    (Case("a value cleared", (item(location="Lyon", cleared="|department|"),), ()), ("update 1: updated",)),
    (Case("a serial number", (item(serial_number="X-9", asset_tag="TAG-3"),), ()), ("update 3: updated",)),
    (
        Case("attributes and an owner", (item(location="Lyon"), assign(BOB)), (), HELD),
        ("update 1: updated", *HANDED_BACK),
    ),
    (Case("a new device", (assign(serial_number="X-9"),), (), intent=TYPED), ("unassign 7: cancelled ada",)),
    (Case("a new owner", (assign(NEW),), (), HELD), ("reassign 1: cancelled new", "reassign 1: updated ada after new")),
    (Case("an inventory's new device", (item(serial_number="X-9", name="Hub", type="hub", category="iot"),), ()), ()),
    (Case("nothing", (assign(),), (), HELD), ()),
)


@pytest.mark.parametrize(
    ("case", "lines"), sampled(UNDOINGS, every=12), ids=lambda part: part.name if isinstance(part, Case) else ""
)
def test_undoing_restores_what_was_before_and_undoing_that_what_was_after(case: Case, lines: tuple[str, ...]) -> None:
    run = ran(case)
    undo = undone(run)

    assert tuple(undo.lines) == lines
    assert_frame_equal(undo.after.spans, run.before.spans)
    known = run.before.devices.drop("version")
    assert_frame_equal(undo.after.devices.drop("version").head(known.height), known)

    again = undone(undo)
    assert again.lines == [line for line in run.lines if not line.startswith("create")]
    assert_frame_equal(again.after.spans, run.after.spans)
    assert_frame_equal(again.after.devices.drop("version"), run.after.devices.drop("version"))
    assert again.kept.is_empty()


HISTORY = (
    assign(effective_at=day(-30), end_at=day(-20)),
    assign(BOB, effective_at=day(-20), end_at=day(-10)),
    assign(NEW, effective_at=day(-10)),
)


@pytest.mark.parametrize(
    ("spans", "lines"),
    [
        (FREE, ["unassign 1: cancelled new", "unassign 1: cancelled bob", "unassign 1: cancelled ada"]),
        (HELD, ["unassign 1: cancelled new", "unassign 1: cancelled bob", "update 1: updated ada"]),
    ],
    ids=["of a free device", "of a device that is held"],
)
def test_a_history_is_undone_from_its_end_and_done_again_from_its_beginning(
    spans: tuple[Span, ...], lines: list[str]
) -> None:
    run = ran(Case("", HISTORY, (), spans))
    undo = undone(run)
    again = undone(undo)

    assert undo.lines == lines
    versions = [run.wrote.events["version"].to_list()[-3:], undo.wrote.events["version"].to_list()]
    assert versions == [[2, 3, 4], [5, 6, 7]]
    assert_frame_equal(undo.after.spans, run.before.spans)
    assert_frame_equal(again.after.spans, run.after.spans)
    assert again.lines == [run.lines[-3], "assign 1: taken bob", "assign 1: taken new"]


@pytest.mark.system
def test_the_versions_go_on_without_a_gap() -> None:
    run = ran(Case("", (item(location="Lyon"), assign(BOB)), (), HELD))

    told = undone(run).wrote.events.select("aggregate_id", "version", "type", "comment")

    assert told.rows() == [
        (1, 5, "device_updated", "undo of run run"),
        (1, 6, "ownership_cancelled", "undo of run run"),
        (1, 7, "ownership_updated", "undo of run run"),
    ]


@pytest.mark.system
def test_an_ownership_taken_again_has_its_number_and_its_maker() -> None:
    run = undone(ran(Case("", (assign(label="main", added_by="it"),), (), FREE)))

    again = undone(run).wrote

    facts = ("ownership_id", "owner_email", "start_time", "end_time", "label", "added_by")
    assert again.events.select(facts).rows() == [(1, ADA, day(0), held(ADA, 0).end_time, "main", "it")]
    assert again.spans_recorded["added_by"].to_list() == ["it"]


def test_what_was_replaced_is_told_with_what_replaces_it() -> None:
    undo = undone(ran(Case("", (unassign(effective_at=day(-7)),), (), NAMED)))

    (event,) = undo.wrote.events.to_dicts()

    assert (event["previous_end_time"], event["end_time"]) == (day(-7), held(ADA, 0).end_time)
    assert (event["previous_label"], event["label"]) == ("main", "main")
    assert (event["start_time"], event["row_id"], event["file"]) == (day(-30), None, None)


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a run that moved and renamed device 1 and passed it on, and what undoing it does then."""

    name: str
    altered: Altered
    lines: tuple[str, ...]
    values: dict[str, str]
    kept: tuple[tuple[str, str | None, str], ...]


MOVED = Case("", (item(location="Lyon", department="IT"), assign(BOB)), (), HELD)
OWNER = (1, None, "later", None)
LOCATION, DEPARTMENT, NAME = ((1, field, "later", None) for field in ("location", "department", "name"))
WAS = {"department": "Finance", "location": "Paris"}
KEPT_OWNER = ("ownership", None, "changed_since")
KEPT_LOCATION, KEPT_DEPARTMENT = (("attributes", field, "changed_since") for field in ("location", "department"))
PUT_BACK = "update 1: updated"

SINCE: tuple[Since, ...] = (
    Since("nothing", (), (PUT_BACK, *HANDED_BACK), WAS, ()),
    Since("the ownership", (OWNER,), (PUT_BACK,), WAS, (KEPT_OWNER,)),
    Since("an attribute", (LOCATION,), (PUT_BACK, *HANDED_BACK), {"department": "Finance"}, (KEPT_LOCATION,)),
    Since("the other", (DEPARTMENT,), (PUT_BACK, *HANDED_BACK), {"location": "Paris"}, (KEPT_DEPARTMENT,)),
    Since("all attributes", (LOCATION, DEPARTMENT), HANDED_BACK, {}, (KEPT_DEPARTMENT, KEPT_LOCATION)),
    Since("both", (OWNER, LOCATION), (PUT_BACK,), {"department": "Finance"}, (KEPT_LOCATION, KEPT_OWNER)),
    Since("all", (OWNER, LOCATION, DEPARTMENT), (), {}, (KEPT_DEPARTMENT, KEPT_LOCATION, KEPT_OWNER)),
    Since("another attribute", (NAME,), (PUT_BACK, *HANDED_BACK), WAS, ()),
    Since(
        "another device", ((2, None, "later", None), (2, "location", "later", None)), (PUT_BACK, *HANDED_BACK), WAS, ()
    ),
    Since(
        "an attribute undone",
        ((1, "location", "later", "run"),),
        (PUT_BACK, *HANDED_BACK),
        {"department": "Finance"},
        (("attributes", "location", "undone"),),
    ),
    Since("the ownership undone", ((1, None, "later", "run"),), (PUT_BACK,), WAS, (("ownership", None, "undone"),)),
)


@pytest.mark.parametrize("since", sampled(SINCE, every=12), ids=lambda since: since.name)
def test_only_what_has_changed_since_is_left_as_it_is(since: Since) -> None:
    undo = undone(ran(MOVED), altered=since.altered)

    assert tuple(undo.lines) == since.lines
    assert dict(undo.wrote.device_changes.select("field", "new").rows()) == since.values
    assert tuple(undo.kept.select("what", "field", "why").rows()) == since.kept
    assert set(undo.kept["by_run_id"]) <= {"later"}


@pytest.mark.system
def test_a_device_that_has_changed_since_is_no_obstacle_to_others() -> None:
    run = ran(Case("", (assign(BOB), assign(serial_number="SN-4")), (), HELD))

    undo = undone(run, altered=((1, None, "later", None),))

    assert undo.lines == ["unassign 4: cancelled ada"]
    assert why(undo) == [("ownership", 1, BOB, "changed_since", "later")]


def test_a_run_that_was_undone_leaves_nothing_to_undo() -> None:
    run = ran(Case("", (assign(BOB),), (), HELD))
    undo = undone(run, now=undone(run).after, altered=((1, None, "later", "run"),))

    assert undo.lines == []
    assert why(undo) == [("ownership", 1, BOB, "undone", "later")]


@pytest.mark.system
def test_a_change_that_was_taken_back_since_is_no_obstacle() -> None:
    run = ran(Case("", (assign(BOB),), (), HELD))
    later = replace(run.after, devices=run.after.devices.with_columns(version=pl.col("version") + 2))

    undo = undone(run, now=later)

    assert undo.lines == list(HANDED_BACK)
    assert undo.wrote.events["version"].to_list() == [6, 7]


def test_what_was_created_stays_on_record() -> None:
    run = ran(Case("", (assign(NEW, serial_number="X-9"),), (), intent=TYPED))

    assert why(undone(run)) == [
        ("device", 7, None, "never_deleted", None),
        ("owner", None, NEW, "never_deleted", None),
    ]


@pytest.mark.system
def test_an_identifier_that_another_device_has_by_now_stays_there() -> None:
    rows = (item(serial_number="SN-2", mac_address=MAC_9, location="Lyon"), assign(serial_number="SN-2"))
    run = ran(Case("", rows, (), FREE))

    undo = undone(run, now=claimed(MAC_2, run.after, device_id=4))

    assert undo.lines == ["unassign 2: cancelled ada"]
    assert undo.wrote.device_changes.is_empty()
    assert undo.kept.select("what", "device_id", "why", "field", "value", "other_device_id").rows() == [
        ("attributes", 2, "cannot", "mac_address", MAC_2, 4)
    ]


@pytest.mark.system
def test_the_same_identifier_in_another_organization_is_no_obstacle() -> None:
    run = ran(Case("", (item(serial_number="SN-2", mac_address=MAC_9),), ()))

    assert undone(run, now=claimed(MAC_2, run.after, device_id=6)).lines == ["update 2: updated"]


@pytest.mark.system
def test_an_identifier_that_was_changed_again_since_is_no_obstacle_to_the_rest() -> None:
    run = ran(Case("", (item(serial_number="SN-2", mac_address=MAC_9, location="Lyon"),), ()))

    undo = undone(run, now=claimed(MAC_2, run.after, device_id=4), altered=((2, "mac_address", "later", None),))

    assert undo.wrote.device_changes.select("field", "new").rows() == [("location", "Paris")]
    assert undo.kept.select("field", "why").rows() == [("mac_address", "changed_since")]


@pytest.mark.system
def test_duckdb_undoes_as_polars_does() -> None:
    rows = (item(location="Lyon", department="IT"), assign(BOB), assign(NEW, serial_number="SN-4"))
    run = ran(Case("", rows, (), HELD))
    altered = ((1, "location", "later", None), (1, "department", "undo", "run"), (4, None, "later", None))

    on_polars = undone(run, altered=altered)
    on_other = undone(run, altered=altered, lazily=on_duckdb)

    assert on_other.lines == on_polars.lines == list(HANDED_BACK)
    assert_frame_equal(on_other.after.spans, on_polars.after.spans)
    assert_frame_equal(on_other.kept, on_polars.kept)


def claimed(mac_address: str, state: State, *, device_id: int) -> State:
    """The state in which that device has this address."""
    is_it = pl.col("device_id") == device_id
    return replace(
        state,
        devices=state.devices.with_columns(
            mac_address=pl.when(is_it).then(pl.lit(mac_address)).otherwise("mac_address")
        ),
    )


def why(undo: Run) -> list[tuple[object, ...]]:
    return undo.kept.select("what", "device_id", "owner_email", "why", "by_run_id").rows()
