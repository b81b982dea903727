"""The three-way table: what the export showed, what came back, what the ledger says now; what becomes of each row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.three_way_merge import Merged, Past, merge_assignments, merge_inventory, only_shown, shown_holdings
from schemas.instants import OPEN_END
from tests.support.reference.frames import SPANS, assignments_frame, inventory_frame, state_of
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger

NOW = datetime(2026, 3, 1, 12, 0)
MADE_AT = NOW - timedelta(days=7)
SPRING, SUMMER, AUTUMN = datetime(2026, 4, 1), datetime(2026, 7, 1), datetime(2026, 10, 1)
LONG_AGO = datetime(2025, 1, 1)
ADA, BOB, CYD = "ada@acme.example", "bob@acme.example", "cyd@acme.example"

DEVICE = Device(5, serial_number="SN-5", asset_tag="TAG-5", name="Laptop", attributes={"location": "Lyon"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an inventory row: what the export said, what came back, what the ledger says now."""

    then: str | None
    given: str | None
    now: str | None
    becomes: str | None
    is_conflict: bool = False
    clears: bool = False


CELLS = {
    "nobody changed it": Cell("Paris", "Paris", "Paris", becomes="Paris"),
    "the person changed it": Cell("Paris", "Oslo", "Paris", becomes="Oslo"),
    "the ledger changed it": Cell("Paris", "Paris", "Lyon", becomes=None),
    "the ledger filled it": Cell(None, None, "Lyon", becomes=None),
    "the ledger emptied it": Cell("Paris", "Paris", None, becomes=None),
    "both changed it alike": Cell("Paris", "Lyon", "Lyon", becomes="Lyon"),
    "both changed it": Cell("Paris", "Oslo", "Lyon", becomes="Oslo", is_conflict=True),
    "both filled it": Cell(None, "Oslo", "Lyon", becomes="Oslo", is_conflict=True),
    "the person changed what the ledger emptied": Cell("Paris", "Oslo", None, becomes="Oslo", is_conflict=True),
    "the person emptied the cell": Cell("Paris", None, "Lyon", becomes=None),
    "the person cleared it": Cell("Paris", None, "Paris", becomes=None, clears=True),
    "the person cleared what the ledger changed": Cell("Paris", None, "Lyon", None, is_conflict=True, clears=True),
    "both cleared it": Cell("Paris", None, None, becomes=None, clears=True),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_of_an_inventory_row(cell: Cell) -> None:
    row = InventoryRow(device_id=5, location=cell.given, cleared="|location|" if cell.clears else None)
    device = replace(DEVICE, attributes={"location": cell.now})
    changed = [(5, "location", cell.then)] if cell.then != cell.now else []

    merged = merge_inventory(_frame(inventory_frame([row])), _devices(device), _past(attributes=changed))

    assert _rows(merged.rows)[0]["location"] == cell.becomes
    said = [(each["field"], each["then"], each["given"], each["now"]) for each in _rows(merged.conflicts)]
    assert said == ([("location", cell.then, cell.given, cell.now)] if cell.is_conflict else [])


def test_an_identifier_that_the_ledger_changed_no_longer_names_the_device() -> None:
    row = InventoryRow(device_id=5, serial_number="SN-5", asset_tag="TAG-1")

    merged = merge_inventory(
        _frame(inventory_frame([row])), _devices(DEVICE), _past(attributes=[(5, "asset_tag", "TAG-1")])
    )

    assert (_rows(merged.rows)[0]["serial_number"], _rows(merged.rows)[0]["asset_tag"]) == ("SN-5", None)


def test_a_row_that_has_lost_our_number_is_known_by_its_serial() -> None:
    row = InventoryRow(serial_number="SN-5", location="Oslo")

    merged = merge_inventory(
        _frame(inventory_frame([row])), _devices(DEVICE), _past(attributes=[(5, "location", "Paris")])
    )

    assert [each["now"] for each in _rows(merged.conflicts)] == ["Lyon"]


@pytest.mark.parametrize(
    "row",
    [
        InventoryRow(device_id=5, location="Oslo", org_id="other"),
        InventoryRow(device_id=6, location="Oslo"),
        InventoryRow(device_id=5, location="Oslo", fault="invalid_number"),
    ],
    ids=["of another organization", "about a device made since", "with a bad cell"],
)
def test_a_row_without_a_base_is_as_it_is(row: InventoryRow) -> None:
    past = _past(attributes=[(5, "location", "Paris"), (6, "location", "Paris")], devices=[6])

    merged = merge_inventory(_frame(inventory_frame([row])), _devices(DEVICE, replace(DEVICE, device_id=6)), past)

    assert _rows(merged.rows) == _rows(_frame(inventory_frame([row])))
    assert _rows(merged.conflicts) == []


@dataclass(frozen=True, slots=True)
class Holding:
    """One assignments row. `then` and `now` are holder, end and label; `now` is None where the ledger is unchanged."""

    then: tuple[str, datetime | None, str | None] | None
    now: tuple[str | None, datetime | None, str | None] | None
    given: dict[str, Any]
    conflicts: tuple[str, ...] = ()
    is_left_alone: bool = False
    becomes: dict[str, Any] = field(default_factory=dict)


AS_EXPORTED: dict[str, Any] = {"owner_email": ADA, "end_at": SUMMER, "label": "desk"}
HELD = (ADA, SUMMER, "desk")
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


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_an_assignments_row(holding: Holding) -> None:
    row = AssignmentRow(device_id=5, serial_number="SN-5", **holding.given)
    then = [] if holding.then is None else [_span(*holding.then)]
    now = then if holding.now is None else [_span(*holding.now)] if holding.now[0] else []
    past = _past(spans=(then or [_nobody()]) if holding.now is not None else [])

    merged = _merge(row, now, past)

    assert tuple(each["field"] for each in _rows(merged.conflicts)) == holding.conflicts
    assert [each["row_id"] for each in _rows(merged.left_alone)] == ([1] if holding.is_left_alone else [])
    if not holding.conflicts and not holding.is_left_alone:
        cells = ("action", "owner_email", "effective_at", "end_at", "clears_end", "label", "clears_label")
        expected = replace(row, **holding.becomes)
        assert {name: _rows(merged.rows)[0][name] for name in cells} == {
            name: getattr(expected, name) for name in cells
        }


def test_a_conflict_tells_all_three_values() -> None:
    moved = _merge(
        AssignmentRow(device_id=5, owner_email=ADA, end_at=SPRING), [_span(ADA, AUTUMN)], _past(spans=[_span(ADA)])
    )
    passed = _merge(
        AssignmentRow(device_id=5, owner_email=ADA, label="lab"), [_span(BOB, None, "x")], _past(spans=[_span(ADA)])
    )

    assert [(c["then_at"], c["given_at"], c["now_at"]) for c in _rows(moved.conflicts)] == [(None, SPRING, AUTUMN)]
    names = ("then", "given", "now", "holder_then", "holder_now")
    assert [tuple(c[name] for name in names) for c in _rows(passed.conflicts)] == [(None, "lab", "x", ADA, BOB)]


def test_a_row_that_only_time_has_changed_is_left_alone() -> None:
    """The export showed an end; it has passed by now, and the next holder has begun, as the ledger foresaw."""
    end = NOW - timedelta(days=1)
    row = AssignmentRow(device_id=5, owner_email=ADA, end_at=end)

    merged = _merge(row, [_span(ADA, end), {**_span(BOB), "start_time": end}], _past())

    assert _rows(merged.left_alone) == [{"row_id": 1}]


def test_a_row_known_by_our_number_needs_no_other_identifier() -> None:
    row = AssignmentRow(device_id=5, serial_number="SN-5", asset_tag="TAG-1", mac_address="AA:BB:CC:00:00:09")

    merged = _merge(row, [_span(ADA)], _past(attributes=[(5, "asset_tag", "TAG-1")]))

    (after,) = _rows(merged.rows)
    assert (after["device_id"], after["serial_number"], after["asset_tag"]) == (5, None, None)
    assert after["mac_address"] == "AA:BB:CC:00:00:09"


def test_what_an_export_showed_is_what_was_believed_and_held_when_it_was_made() -> None:
    past = _past(spans=[_span(ADA)])
    spans = [_span(BOB), {**_span(CYD), "device_id": 6}, {**_span(CYD), "device_id": 7, "start_time": NOW}]

    shown = _rows(shown_holdings(_spans(spans), past).sort("device_id"))

    assert shown == [{"device_id": 5, "owner_email": ADA}, {"device_id": 6, "owner_email": CYD}]


def test_only_what_an_export_showed_can_be_absent_from_it() -> None:
    absent = _spans([_span(BOB), {**_span(CYD), "device_id": 6}])
    shown = _frame(pl.DataFrame({"device_id": [5, 6], "owner_email": [ADA, CYD]}))

    assert [each["device_id"] for each in _rows(only_shown(absent, shown))] == [6]
    assert [each["device_id"] for each in _rows(only_shown(absent, None))] == [5, 6]


@pytest.mark.parametrize("name", ["untouched, passed on", "both moved the end", "another label, the end moved"])
def test_duckdb_merges_as_polars_does(name: str) -> None:
    holding = HOLDINGS[name]
    assert holding.then is not None
    assert holding.now is not None
    row = _frame(assignments_frame([AssignmentRow(device_id=5, serial_number="SN-5", **holding.given)]))
    devices, spans = _devices(DEVICE), _spans([_span(*holding.now)])
    past = _past(attributes=[(5, "asset_tag", "TAG-1")], spans=[_span(*holding.then)])
    other = Past(MADE_AT, *map(_on_duckdb, (past.attributes, past.spans, past.devices)))

    on_polars = merge_assignments(row, devices, spans, past, now=NOW)
    on_other = merge_assignments(_on_duckdb(row), _on_duckdb(devices), _on_duckdb(spans), other, now=NOW)

    for part in ("rows", "conflicts", "left_alone"):
        assert _rows(getattr(on_other, part)) == _rows(getattr(on_polars, part))


def _on_duckdb(frame: Frame) -> Frame:
    return nw.from_native(duckdb.from_arrow(frame.collect().to_arrow()))


def _merge(row: AssignmentRow, spans: list[dict[str, Any]], past: Past) -> Merged:
    return merge_assignments(_frame(assignments_frame([row])), _devices(DEVICE), _spans(spans), past, now=NOW)


def _past(
    attributes: list[tuple[int, str, str | None]] | None = None,
    spans: list[dict[str, Any]] | None = None,
    devices: list[int] | None = None,
) -> Past:
    columns = {"device_id": pl.Int64, "field": pl.String, "base": pl.String}
    return Past(
        MADE_AT,
        _frame(pl.DataFrame(attributes or [], schema=columns, orient="row")),
        _spans(spans or []).select("device_id", "owner_email", "start_time", "end_time", "label"),
        _frame(pl.DataFrame({"device_id": devices or []}, schema={"device_id": pl.Int64})),
    )


def _span(owner_email: str | None, end: datetime | None = None, label: str | None = None) -> dict[str, Any]:
    held = {"owner_email": owner_email, "start_time": LONG_AGO, "end_time": end or OPEN_END, "label": label}
    return {"ownership_id": 1, "org_id": "default", "device_id": 5, "owner_id": 1, **held}


def _nobody() -> dict[str, Any]:
    return {"device_id": 5}


def _spans(spans: list[dict[str, Any]]) -> Frame:
    return _frame(pl.DataFrame([{name: span.get(name) for name in SPANS} for span in spans], schema=SPANS))


def _devices(*devices: Device) -> Frame:
    return _frame(state_of(Ledger(devices=devices)).devices)


def _frame(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame.lazy())


def _rows(frame: Frame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.collect("polars").to_native().to_dicts()
    return rows
