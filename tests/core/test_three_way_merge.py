"""The three-way table of an assignments row: what the export showed, what came back, what the ledger says now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.three_way_merge import Merged, Past, merge_assignments, only_shown, shown_holdings
from schemas.instants import OPEN_END
from tests.support.reference.frames import OWNERS, assignments_frame
from tests.support.reference.records import AssignmentRow
from tests.support.strength import sampled
from tests.support.worlds.exported import DEVICE, MADE_AT, NOW, devices_frame, lazy, past_of, rows_of, spans_frame

SPRING, SUMMER, AUTUMN = datetime(2026, 4, 1), datetime(2026, 7, 1), datetime(2026, 10, 1)
LONG_AGO = datetime(2025, 1, 1)
_OWNER_IDS = {"ada@acme.example": 1, "bob@acme.example": 2, "cyd@acme.example": 3}
NOBODY_KNOWN = lazy(pl.DataFrame(schema=OWNERS))
ADA, BOB, CYD = "ada@acme.example", "bob@acme.example", "cyd@acme.example"


@dataclass(frozen=True, slots=True)
class Holding:
    """One assignments row. `then` and `now`: holder, end, label, due date; `now` is None where all is unchanged."""

    then: tuple[Any, ...] | None
    now: tuple[Any, ...] | None
    given: dict[str, Any]
    conflicts: tuple[str, ...] = ()
    is_left_alone: bool = False
    becomes: dict[str, Any] = field(default_factory=dict)


AS_EXPORTED: dict[str, Any] = {"owner_email": ADA, "end_at": SUMMER, "label": "desk"}
HELD = (ADA, SUMMER, "desk")
AS_LENT: dict[str, Any] = {"owner_email": ADA, "due_at": SUMMER}
LENT = (ADA, None, None, SUMMER)
TAKE_BACK: dict[str, Any] = {"action": "unassign", "owner_email": None}

HOLDINGS = {
    "nothing changed": Holding(HELD, None, AS_EXPORTED),
    "another owner, the ledger unchanged": Holding(HELD, None, {**AS_EXPORTED, "owner_email": CYD}),
    "another end, the ledger unchanged": Holding(HELD, None, {**AS_EXPORTED, "end_at": AUTUMN}),
    "untouched, passed on": Holding(HELD, (BOB, None, None), AS_EXPORTED, is_left_alone=True),
    "untouched, taken back": Holding(HELD, (None, None, None), AS_EXPORTED, is_left_alone=True),
    "untouched, the end moved": Holding(HELD, (ADA, AUTUMN, "desk"), AS_EXPORTED, is_left_alone=True),
    "untouched, relabelled": Holding(HELD, (ADA, SUMMER, "lab"), AS_EXPORTED, is_left_alone=True),
    "untouched, without its end and label": Holding(HELD, (BOB, None, None), {"owner_email": ADA}, is_left_alone=True),
    "both to the same owner": Holding(
        HELD, (BOB, None, None), {**AS_EXPORTED, "owner_email": BOB}, becomes={"end_at": None, "label": None}
    ),
    "both to different owners": Holding(
        HELD, (BOB, None, None), {**AS_EXPORTED, "owner_email": CYD}, conflicts=("owner_email",)
    ),
    "to another owner, taken back since": Holding(
        HELD, (None, None, None), {**AS_EXPORTED, "owner_email": CYD}, conflicts=("owner_email",)
    ),
    "a date for the owner who has it no more": Holding(
        HELD, (BOB, None, None), {**AS_EXPORTED, "effective_at": SPRING}, conflicts=("owner_email",)
    ),
    "another end, passed on": Holding(
        HELD, (BOB, None, None), {**AS_EXPORTED, "end_at": AUTUMN}, conflicts=("end_at",)
    ),
    "another label, passed on": Holding(HELD, (BOB, None, None), {**AS_EXPORTED, "label": "lab"}, conflicts=("label",)),
    "another end and label, taken back": Holding(
        HELD, (None, None, None), {**AS_EXPORTED, "end_at": AUTUMN, "label": "lab"}, conflicts=("end_at", "label")
    ),
    "both moved the end": Holding(
        HELD, (ADA, AUTUMN, "desk"), {**AS_EXPORTED, "end_at": SPRING}, conflicts=("end_at",)
    ),
    "both moved the end alike": Holding(HELD, (ADA, AUTUMN, "desk"), {**AS_EXPORTED, "end_at": AUTUMN}),
    "opened the end that the ledger moved": Holding(
        HELD, (ADA, AUTUMN, "desk"), {**AS_EXPORTED, "end_at": None, "clears_end": True}, conflicts=("end_at",)
    ),
    "both opened the end": Holding(HELD, (ADA, None, "desk"), {**AS_EXPORTED, "end_at": None, "clears_end": True}),
    "another label, the end moved": Holding(
        HELD, (ADA, AUTUMN, "desk"), {**AS_EXPORTED, "label": "lab"}, becomes={"end_at": None, "label": "lab"}
    ),
    "another end, relabelled": Holding(
        HELD, (ADA, SUMMER, "lab"), {**AS_EXPORTED, "end_at": AUTUMN}, becomes={"end_at": AUTUMN, "label": None}
    ),
    "both relabelled": Holding(HELD, (ADA, SUMMER, "lab"), {**AS_EXPORTED, "label": "hall"}, conflicts=("label",)),
    "to another owner, relabelled": Holding(
        HELD, (ADA, SUMMER, "lab"), {**AS_EXPORTED, "owner_email": CYD}, becomes={"label": None, "end_at": SUMMER}
    ),
    "untouched, due later": Holding(LENT, (ADA, None, None, AUTUMN), AS_LENT, is_left_alone=True),
    "due at another time": Holding(LENT, None, {**AS_LENT, "due_at": SPRING}),
    "both moved the due date": Holding(
        LENT, (ADA, None, None, AUTUMN), {**AS_LENT, "due_at": SPRING}, conflicts=("due_at",)
    ),
    "relabelled, due later": Holding(
        LENT, (ADA, None, None, AUTUMN), {**AS_LENT, "label": "lab"}, becomes={"due_at": None}
    ),
    "no longer due, passed on": Holding(
        LENT, (BOB, None, None), {**AS_LENT, "due_at": None, "clears_due": True}, conflicts=("due_at",)
    ),
    "taken back from whoever has it": Holding(HELD, None, TAKE_BACK),
    "taken back, passed on": Holding(HELD, (BOB, None, None), TAKE_BACK, conflicts=("owner_email",)),
    "taken back by both": Holding(HELD, (None, None, None), TAKE_BACK),
    "taken back from its owner by name, passed on": Holding(
        HELD, (BOB, None, None), {"action": "unassign", "owner_email": ADA}
    ),
    "nobody held it": Holding(None, (BOB, None, None), AS_EXPORTED),
    "nobody held it, then or now": Holding(None, None, AS_EXPORTED),
    "the span changed and changed back": Holding(HELD, HELD, {**AS_EXPORTED, "owner_email": CYD}),
}


@pytest.mark.parametrize("holding", sampled(HOLDINGS.values(), every=3), ids=HOLDINGS)
def test_an_assignments_row(holding: Holding) -> None:
    row = AssignmentRow(device_id=5, serial_number="SN-5", **holding.given)
    then = [] if holding.then is None else [_span(*holding.then)]
    now = then if holding.now is None else [_span(*holding.now)] if holding.now[0] else []
    past = past_of(spans=(then or [_nobody()]) if holding.now is not None else [])

    merged = _merge(row, now, past)

    assert tuple(each["field"] for each in rows_of(merged.conflicts)) == holding.conflicts
    assert [each["row_id"] for each in rows_of(merged.left_alone)] == ([1] if holding.is_left_alone else [])
    if not holding.conflicts and not holding.is_left_alone:
        cells = (
            "action",
            "owner_email",
            "effective_at",
            "end_at",
            "clears_end",
            "label",
            "clears_label",
            "due_at",
            "clears_due",
        )
        expected = replace(row, **holding.becomes)
        assert {name: rows_of(merged.rows)[0][name] for name in cells} == {
            name: getattr(expected, name) for name in cells
        }


@pytest.mark.parametrize("label", ["desk", "lab"])
def test_an_address_that_was_taken_back_since_is_its_persons_all_the_same(label: str) -> None:
    row = lazy(assignments_frame([AssignmentRow(device_id=5, owner_email=ADA, label=label)]))
    ada = lazy(pl.DataFrame([{"owner_id": 1, "org_id": "default", "external_user_id": "A-1"}], schema=OWNERS))
    held = spans_frame([{**_span(ADA, label="desk"), "owner_email": "A-1"}])
    past = past_of(facts=[(1, "email", ADA)])

    on_polars = merge_assignments(row, devices_frame(DEVICE), held, past, owners=ada, now=NOW)
    other = Past(MADE_AT, *map(_on_duckdb, (past.attributes, past.spans, past.devices, past.facts, past.owners)))
    row, devices, held = map(_on_duckdb, (row, devices_frame(DEVICE), held))
    on_other = merge_assignments(row, devices, held, other, owners=_on_duckdb(ada), now=NOW)

    for merged in (on_polars, on_other):
        (asked,) = rows_of(merged.rows)
        assert (asked["owner_email"], asked["external_user_id"], asked["label"]) == (None, "A-1", label)
        assert rows_of(merged.conflicts) == []


def test_a_conflict_tells_all_three_values() -> None:
    moved = _merge(
        AssignmentRow(device_id=5, owner_email=ADA, end_at=SPRING), [_span(ADA, AUTUMN)], past_of(spans=[_span(ADA)])
    )
    passed = _merge(
        AssignmentRow(device_id=5, owner_email=ADA, label="lab"), [_span(BOB, None, "x")], past_of(spans=[_span(ADA)])
    )

    assert [(c["then_at"], c["given_at"], c["now_at"]) for c in rows_of(moved.conflicts)] == [(None, SPRING, AUTUMN)]
    names = ("then", "given", "now", "holder_then", "holder_now")
    assert [tuple(c[name] for name in names) for c in rows_of(passed.conflicts)] == [(None, "lab", "x", ADA, BOB)]


def test_a_row_that_only_time_has_changed_is_left_alone() -> None:
    """The export showed an end; it has passed by now, and the next holder has begun, as the ledger foresaw."""
    end = NOW - timedelta(days=1)
    row = AssignmentRow(device_id=5, owner_email=ADA, end_at=end)

    merged = _merge(row, [_span(ADA, end), {**_span(BOB), "start_time": end}], past_of())

    assert rows_of(merged.left_alone) == [{"row_id": 1}]


def test_a_row_known_by_our_number_needs_no_other_identifier() -> None:
    row = AssignmentRow(device_id=5, serial_number="SN-5", asset_tag="TAG-1", mac_address="AA:BB:CC:00:00:09")

    merged = _merge(row, [_span(ADA)], past_of(attributes=[(5, "asset_tag", "TAG-1")]))

    (after,) = rows_of(merged.rows)
    assert (after["device_id"], after["serial_number"], after["asset_tag"]) == (5, None, None)
    assert after["mac_address"] == "AA:BB:CC:00:00:09"


def test_what_an_export_showed_is_what_was_believed_and_held_when_it_was_made() -> None:
    past = past_of(spans=[_span(ADA)])
    spans = [_span(BOB), {**_span(CYD), "device_id": 6}, {**_span(CYD), "device_id": 7, "start_time": NOW}]

    shown = rows_of(shown_holdings(spans_frame(spans), past).sort("device_id"))

    assert shown == [{"device_id": 5, "owner_id": 1}, {"device_id": 6, "owner_id": 3}]


def test_only_what_an_export_showed_can_be_absent_from_it() -> None:
    absent = spans_frame([_span(BOB), {**_span(CYD), "device_id": 6}])
    shown = lazy(pl.DataFrame({"device_id": [5, 6], "owner_id": [1, 3]}))

    assert [each["device_id"] for each in rows_of(only_shown(absent, shown))] == [6]
    assert [each["device_id"] for each in rows_of(only_shown(absent, None))] == [5, 6]


@pytest.mark.system
@pytest.mark.parametrize("name", ["untouched, passed on", "both moved the end", "another label, the end moved"])
def test_duckdb_merges_as_polars_does(name: str) -> None:
    holding = HOLDINGS[name]
    assert holding.then is not None
    assert holding.now is not None
    row = lazy(assignments_frame([AssignmentRow(device_id=5, serial_number="SN-5", **holding.given)]))
    devices, spans = devices_frame(DEVICE), spans_frame([_span(*holding.now)])
    past = past_of(attributes=[(5, "asset_tag", "TAG-1")], spans=[_span(*holding.then)])
    other = Past(MADE_AT, *map(_on_duckdb, (past.attributes, past.spans, past.devices, past.facts, past.owners)))

    on_polars = merge_assignments(row, devices, spans, past, owners=NOBODY_KNOWN, now=NOW)
    on_other = merge_assignments(
        _on_duckdb(row), _on_duckdb(devices), _on_duckdb(spans), other, owners=_on_duckdb(NOBODY_KNOWN), now=NOW
    )

    for part in ("rows", "conflicts", "left_alone"):
        assert rows_of(getattr(on_other, part)) == rows_of(getattr(on_polars, part))


def _on_duckdb(frame: Frame) -> Frame:
    return nw.from_native(duckdb.from_arrow(frame.collect().to_arrow()))


def _merge(row: AssignmentRow, spans: list[dict[str, Any]], past: Past) -> Merged:
    return merge_assignments(
        lazy(assignments_frame([row])), devices_frame(DEVICE), spans_frame(spans), past, owners=NOBODY_KNOWN, now=NOW
    )


def _span(
    owner_email: str | None, end: datetime | None = None, label: str | None = None, due: datetime | None = None
) -> dict[str, Any]:
    held = {
        "owner_email": owner_email,
        "start_time": LONG_AGO,
        "end_time": end or OPEN_END,
        "label": label,
        "due_at": due,
    }
    return {
        "ownership_id": 1,
        "org_id": "default",
        "device_id": 5,
        "owner_id": _OWNER_IDS.get(owner_email or ""),
        **held,
    }


def _nobody() -> dict[str, Any]:
    return {"device_id": 5}
