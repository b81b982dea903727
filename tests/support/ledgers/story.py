"""A ledger's story in four runs, as change sets: two laptops, a sensor, Ann and Ben.

Monday: all three devices and both owners; Ann has the first laptop, Ben the second until Friday, then Ann.
Tuesday: the first laptop changes in a field of every type, and goes from Ann to Ben.
Wednesday: what was to begin on Friday is cancelled; Ann takes the sensor; the first laptop's ownership gets a label.
It is a plan that was applied; so the plan's own workbook is among its files.
Thursday: nothing changes, and one row is rejected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipeline.model import ChangeSet, Ledger, Source
from pipeline.store import RunRecord, commit
from schemas.instants import OPEN_END
from tests.support.ledgers.change_sets import COLUMNS

MONDAY = datetime(2025, 3, 3, 9)
TUESDAY = datetime(2025, 3, 4, 9, 0, 0, 250_000)
WEDNESDAY = datetime(2025, 3, 5, 9)
THURSDAY = datetime(2025, 3, 6, 9)
FRIDAY = datetime(2025, 3, 7)
SATURDAY = datetime(2025, 3, 8)

Rows = Sequence[Mapping[str, object]]


def change_set(**rows: Rows) -> ChangeSet:
    """A change set of those rows; what a row leaves out is blank, `org_id` is `default`."""
    frames = {}
    for name, schema in COLUMNS.items():
        given = [{"org_id": "default", **row} for row in rows.get(name, [])]
        frames[name] = pl.DataFrame({c: [row.get(c) for row in given] for c in schema}, schema=schema)
    return ChangeSet(**frames)


def record(changes: ChangeSet, *, at: datetime, version: int, unchanged: int = 0) -> RunRecord:
    """The record of a run that writes those changes, with totals that add up."""
    counts = dict(changes.row_outcomes.group_by("outcome").len().iter_rows())
    rows = {outcome: counts.get(outcome, 0) for outcome in ("applied", "skipped", "rejected")} | {
        "unchanged": unchanged
    }
    return RunRecord(
        run_id=f"run-{at:%a}".lower(),
        recorded_at=at,
        command="run",
        exit_code=4 if rows["rejected"] else 0,
        state_version=version,
        rows={"in": sum(rows.values()), **rows},
        actions=dict.fromkeys(("create", "update", "assign", "reassign", "unassign"), 0) | {"assign": 1},
        created={"devices": changes.devices_created.height, "owners": changes.owners_created.height},
        issue_count=1,
        reasons={"unknown_device": 2},
        sources=(Source("may.xlsx", Path("in/may.xlsx"), "ab" * 32, 12_345, rows=sum(rows.values())),),
        settings={"mode": "instructions", "columns": {"may.xlsx|Desired": {"owner_email": "B"}, "may.xlsx|Old": {}}},
        timings={"read": 0.25},
        host="ledger-host",
        user="finance",
    )


def tell(state: Path, *, until: datetime = THURSDAY) -> Path:
    """Commit the story to a state file, up to and including that day."""
    for changes, run in chapters():
        if run.recorded_at <= until:
            commit(Ledger(state), changes, run)
    return state


def chapters() -> list[tuple[ChangeSet, RunRecord]]:
    """The four runs."""
    told = [(monday(), MONDAY, 0), (tuesday(), TUESDAY, 1), (wednesday(), WEDNESDAY, 2), (thursday(), THURSDAY, 3)]
    runs = [(changes, record(changes, at=at, version=version)) for changes, at, version in told]
    return [(changes, as_applied(run) if run.recorded_at == WEDNESDAY else run) for changes, run in runs]


def as_applied(run: RunRecord) -> RunRecord:
    """The same run, as one that applied the plan which reverses Tuesday."""
    plan = Source("undo.xlsx", Path("in/undo.xlsx"), "cd" * 32, 9_876)
    settings = {**run.settings, "plan": {"made_by": "it", "made_at": "2025-03-04T17:00:00Z"}}
    sources = (*run.sources, plan)
    return replace(run, command="apply", plan_id="plan-7", undoes="run-tue", sources=sources, settings=settings)


def monday() -> ChangeSet:
    made = {"type": "device_created", "action": "create"}
    return change_set(
        organizations=[{}],
        devices_created=[
            {**LAPTOP},
            {"device_id": 2, "serial_number": "SN-2", "name": "Second", "type": "laptop", "category": "computer"},
            {"device_id": 3, "mac_address": "AA:BB:CC:DD:EE:FF", "name": "Sensor", "type": "sensor", "category": "iot"},
        ],
        owners_created=[
            {"owner_id": 1, "email": "ann@acme.com", "owner_name": "Ann", "external_user_id": "007"},
            {"owner_id": 2, "email": "ben@acme.com"},
        ],
        spans_recorded=[
            span(1, device=1, owner=1, start=MONDAY, added_by="it"),
            span(2, device=2, owner=2, start=MONDAY, end=FRIDAY),
            span(3, device=2, owner=1, start=FRIDAY),
        ],
        events=[
            {**owner(1), "type": "owner_created", "owner_id": 1, "owner_email": "ann@acme.com"},
            {**owner(2), "type": "owner_created", "owner_id": 2, "owner_email": "ben@acme.com"},
            {**device(1, 1), **made, **came_from(1)},
            {**device(1, 2), **taken(1, owner=1, start=MONDAY), "added_by": "it", "comment": 'said "yes"\n'},
            {**device(2, 1), **made, **came_from(2)},
            {**device(2, 2), **taken(2, owner=2, start=MONDAY, end=FRIDAY)},
            {**device(2, 3), **taken(3, owner=1, start=FRIDAY)},
            {**device(3, 1), **made, **came_from(3)},
        ],
        row_outcomes=[outcome(1, "applied", device_id=1), outcome(2, "applied", device_id=2), outcome(3, "applied")],
    )


def tuesday() -> ChangeSet:
    reassign = {"action": "reassign", **came_from(1)}
    return change_set(
        device_changes=[{"device_id": 1, "field": field, "old": old, "new": new} for field, old, new in LAPTOP_CHANGES],
        spans_superseded=[{"ownership_id": 1}],
        spans_recorded=[
            span(1, device=1, owner=1, start=MONDAY, end=TUESDAY, added_by="it"),
            span(4, device=1, owner=2, start=TUESDAY),
        ],
        events=[
            {**device(1, 3), "type": "device_updated", "action": "update", **came_from(1)},
            {**device(1, 4), **released(1, owner=1, start=MONDAY, end=TUESDAY), **reassign},
            {**device(1, 5), **taken(4, owner=2, start=TUESDAY), **reassign, "previous_owner_email": "ann@acme.com"},
        ],
        row_outcomes=[outcome(1, "applied", device_id=1, action="reassign")],
    )


def wednesday() -> ChangeSet:
    cancelled = {"type": "ownership_cancelled", "action": "unassign", "ownership_id": 3, "owner_id": 1}
    labelled = {"type": "ownership_updated", "action": "update", "ownership_id": 4, "owner_id": 2, "label": "desk 7"}
    return change_set(
        device_changes=[
            {"device_id": 1, "field": "mdm_status", "old": "enrolled", "new": None},
            {"device_id": 1, "field": "extra.Room", "old": "7", "new": None},
        ],
        spans_superseded=[{"ownership_id": 3}, {"ownership_id": 4}],
        spans_recorded=[
            span(4, device=1, owner=2, start=TUESDAY, label="desk 7"),
            span(5, device=3, owner=1, start=WEDNESDAY),
        ],
        events=[
            {**device(1, 6), "type": "device_updated", "action": "update"},
            {**device(1, 7), **labelled, "start_time": TUESDAY, "end_time": OPEN_END, "previous_end_time": OPEN_END}
            | {"plan_line": "Update!3"},
            {**device(2, 4), **cancelled, "start_time": FRIDAY, "previous_end_time": OPEN_END},
            {**device(3, 2), **taken(5, owner=1, start=WEDNESDAY)},
        ],
        row_outcomes=[outcome(1, "applied", device_id=2), outcome(2, "skipped", reason="not_assigned")],
    )


def thursday() -> ChangeSet:
    return change_set(row_outcomes=[outcome(1, "rejected", reason="invalid_email", message="B2 is no e-mail address.")])


def many_devices() -> tuple[ChangeSet, RunRecord]:
    """A fifth run, large enough to be killed in the middle: 20,000 new devices."""
    devices = range(4, 20_004)
    changes = change_set(
        devices_created=[
            {"device_id": n, "serial_number": f"SN-{n}", "name": f"No. {n}", "type": "tablet", "category": "computer"}
            for n in devices
        ],
        events=[{**device(n, 1), "type": "device_created", "action": "create"} for n in devices],
    )
    return changes, record(changes, at=SATURDAY, version=3)


def span(
    number: int, *, device: int, owner: int, start: datetime, end: datetime = OPEN_END, **more: str
) -> dict[str, object]:
    said = {"ownership_id": number, "device_id": device, "owner_id": owner, "start_time": start, "end_time": end}
    return {**said, **more}


def device(number: int, version: int) -> dict[str, object]:
    return {"aggregate": "device", "aggregate_id": number, "version": version}


def owner(number: int) -> dict[str, object]:
    return {"aggregate": "owner", "aggregate_id": number, "version": 1}


def taken(number: int, *, owner: int, start: datetime, end: datetime = OPEN_END) -> dict[str, object]:
    said = {"type": "ownership_taken", "action": "assign", "ownership_id": number, "owner_id": owner}
    return {**said, "owner_email": EMAILS[owner], "start_time": start, "end_time": end}


def released(number: int, *, owner: int, start: datetime, end: datetime) -> dict[str, object]:
    said = {**taken(number, owner=owner, start=start, end=end), "type": "ownership_released"}
    return {**said, "previous_end_time": OPEN_END}


def came_from(row: int) -> dict[str, object]:
    return {"row_id": row, "file": "may.xlsx", "sheet": "Desired", "row": row + 1}


def outcome(row: int, word: str, **more: object) -> dict[str, object]:
    cells = '{"serial_number":" sn-1 ","owner_email":"ann@"}'
    return {**came_from(row), "kind": "assignments", "outcome": word, "cells": cells, **more}


EMAILS = {1: "ann@acme.com", 2: "ben@acme.com"}
LAPTOP: dict[str, object] = {
    "device_id": 1,
    "serial_number": "SN-1",
    "asset_tag": "AT-1",
    "name": "Ann's laptop",
    "type": "laptop",
    "category": "computer",
    "brand": "Lenovo",
    "user_id": 42,
    "is_rented": False,
    "purchase_price": Decimal("1234.50"),
    "purchase_date": date(2024, 2, 29),
    "keyboard_layout": "FRENCH_AZERTY",
    "connection_type": "usb; hdmi",
    "mdm_is_locked": True,
    "mdm_lock_date": datetime(2025, 1, 1, 12, 30, 0, 500_000),
    'extra.Floor "B"/1': "3",
}
LAPTOP_CHANGES: list[tuple[str, str | None, str | None]] = [
    ("brand", "Lenovo", None),
    ("connection_type", "usb; hdmi", "usb; vga; hdmi"),
    ('extra.Floor "B"/1', "3", "4"),
    ("extra.Room", None, "7"),
    ("is_rented", "false", "true"),
    ("mdm_lock_date", "2025-01-01 12:30:00.500000", "2025-02-01 00:00:00.000000"),
    ("mdm_status", None, "enrolled"),
    ("purchase_date", "2024-02-29", "2024-03-01"),
    ("purchase_price", "1234.50", "99.90"),
    ("user_id", "42", "43"),
]
