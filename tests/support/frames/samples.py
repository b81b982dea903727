"""A run made by hand, small enough to know by heart: what the tests of the outputs write to workbooks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import polars as pl

from pipeline.model import Results, RunReport, Sheet, Source
from pipeline.outputs import no_absent, no_leavers
from schemas.reasons import SENTENCES
from schemas.vocabulary import Kind, Reason

Schema: TypeAlias = dict[str, pl.DataType | type[pl.DataType]]

NOW = datetime(2026, 3, 2, 9, 30)

SOURCES = (
    Source("inventory.xlsx", Path("inventory.xlsx"), "a3" * 32, 48_213),
    Source("assignments.xlsx", Path("assignments.xlsx"), "5f" * 32, 61_020),
)
SHEETS = (
    Sheet("inventory.xlsx", "Devices", Kind.INVENTORY, 1, 3),
    Sheet("assignments.xlsx", "Desired", Kind.ASSIGNMENTS, 3, 6),
)

_CHANGES: Schema = {
    "action": pl.String,
    "org_id": pl.String,
    "serial_number": pl.String,
    "asset_tag": pl.String,
    "device_id": pl.Int64,
    "device_name": pl.String,
    "owner_email": pl.String,
    "previous_owner_email": pl.String,
    "effective_at": pl.Datetime("us"),
    "end_at": pl.Datetime("us"),
    "old": pl.String,
    "new": pl.String,
    "purchase_price": pl.Decimal(18, 2),
    "reason": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
}
_CREATED: Schema = {
    "what": pl.String,
    "org_id": pl.String,
    "id": pl.Int64,
    "serial_number": pl.String,
    "name": pl.String,
    "type": pl.String,
    "category": pl.String,
    "owner_email": pl.String,
    "purchase_price": pl.Decimal(18, 2),
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
}
_BEFORE: Schema = {
    "what": pl.String,
    "org_id": pl.String,
    "device_id": pl.Int64,
    "serial_number": pl.String,
    "field": pl.String,
    "value": pl.String,
    "ownership_id": pl.Int64,
    "owner_email": pl.String,
    "start_time": pl.Datetime("us"),
    "end_time": pl.Datetime("us"),
    "label": pl.String,
}
_OWNERS: Schema = {
    "org_id": pl.String,
    "owner_email": pl.String,
    "owner_name": pl.String,
    "taken": pl.Int64,
    "released": pl.Int64,
    "devices_remaining": pl.Int64,
}
_ROWS: Schema = {
    "Serial Number": pl.String,
    "Owner e-mail": pl.String,
    "Effective at": pl.String,
    "_kind": pl.String,
    "_outcome": pl.String,
    "_action": pl.String,
    "_reason": pl.String,
    "_message": pl.String,
    "_file": pl.String,
    "_sheet": pl.String,
    "_row": pl.Int64,
}
_ISSUES: Schema = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "value": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "hint": pl.String,
    "template": pl.String,
    "subject": pl.String,
    "said": pl.String,
    "likely": pl.String,
    "row_id": pl.Int64,
}
_TOLD = 11
_ASKED = ("assignments.xlsx", "Desired")
_STOCK = ("inventory.xlsx", "Devices")


def frame(rows: Sequence[tuple[object, ...]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def rows_of(*rows: tuple[object, ...]) -> pl.DataFrame:
    return frame(list(rows), _ROWS)


def issues_of(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Issues of all columns; or of those that people are told, whose messages then are just what is said."""
    whole = [(*row[:-1], None, None, row[-3], None, row[-1]) if len(row) == _TOLD else row for row in rows]
    return frame(whole, _ISSUES)


def some_rows() -> pl.DataFrame:
    """Two of three inventory rows (the third is unchanged and not listed), and six assignments rows."""
    asked, stock = Kind.ASSIGNMENTS.value, Kind.INVENTORY.value
    slip, unknown = SENTENCES[Reason.INVALID_EMAIL], SENTENCES[Reason.UNKNOWN_DEVICE]
    same = SENTENCES[Reason.ALREADY_ASSIGNED]
    return rows_of(
        ("LT-0007", None, None, stock, "applied", "create", None, "LT-0007 was created.", *_STOCK, 2),
        ("LT-0042", None, None, stock, "applied", "update", None, "LT-0042 was updated.", *_STOCK, 3),
        ("LT-0007", "ben@acme.example", None, asked, "applied", "assign", None, "Assigned.", *_ASKED, 4),
        ("LT-0042", "eva@acme.example", "2026-03-01", asked, "applied", "reassign", None, "Passed.", *_ASKED, 5),
        ("00123", "acme ", None, asked, "rejected", "none", "invalid_email", slip, *_ASKED, 6),
        ("LT-0050", "ben@acme.example", None, asked, "unchanged", "none", "already_assigned", same, *_ASKED, 7),
        ("LT-0051", "ben@acme.example", None, asked, "unchanged", "none", "already_assigned", same, *_ASKED, 8),
        ("LT-9999", "ben@acme.example", None, asked, "skipped", "none", "unknown_device", unknown, *_ASKED, 10),
    )


def some_results() -> Results:
    """One device created and assigned, one updated and handed over, one unassigned by absence."""
    price, dear = Decimal("1200.00"), Decimal("34567.89")
    ben, eva, anna = "ben@acme.example", "eva@acme.example", "anna@acme.example"
    new = ("default", "LT-0007", "AT-7", 7, "Laptop 7")
    old = ("default", "LT-0042", "AT-42", 42, "Laptop 42")
    gone = ("default", "PH-0003", None, 3, "Phone 3")
    began = datetime(2025, 1, 10)
    changes = [
        ("create", *new, None, None, NOW, None, None, None, price, None, *_STOCK, 2),
        ("update", *old, None, None, NOW, None, "location: Berlin", "location: Paris", dear, None, *_STOCK, 3),
        ("assign", *new, ben, None, NOW, datetime(2026, 12, 31), None, None, price, None, *_ASKED, 4),
        ("reassign", *old, eva, anna, datetime(2026, 3, 1), None, None, None, dear, None, *_ASKED, 5),
        ("unassign", *gone, None, anna, NOW, None, None, None, None, "absent_from_full_sheet", None, None, None),
    ]
    owners = [("default", anna, "Anna", 0, 2, 1), ("default", ben, "Ben", 1, 0, 3), ("default", eva, None, 1, 0, 1)]
    created = [
        ("device", "default", 7, "LT-0007", "Laptop 7", "laptop", "computer", None, price, *_STOCK, 2),
        ("owner", "default", 12, None, None, None, None, eva, None, *_ASKED, 5),
    ]
    before = [
        ("device", "default", 42, "LT-0042", "location", "Berlin", None, None, None, None, None),
        ("ownership", "default", 42, "LT-0042", None, None, 1042, anna, began, None, "desk"),
        ("ownership", "default", 3, "PH-0003", None, None, 1003, anna, began, None, None),
    ]
    mended = 'assignments.xlsx, sheet Desired, B6: "acme " is not an e-mail address.'
    return Results(
        changes=_named(_priced(frame(changes, _CHANGES))),
        rows=some_rows(),
        owners=frame(owners, _OWNERS),
        created=_priced(frame(created, _CREATED)),
        before=frame(before, _BEFORE),
        absent=no_absent(),
        leavers=no_leavers(),
        issues=issues_of(
            (*_ASKED, 6, "owner_email", "B6", "acme ", "invalid_email", "error", mended, "name@company.com", 8)
        ),
    )


def _priced(told: pl.DataFrame) -> pl.DataFrame:
    """The frame with a currency beside its prices, which is not known."""
    at = told.columns.index("purchase_price") + 1
    return told.insert_column(at, pl.Series("currency", [None], pl.String).new_from_index(0, told.height))


def _named(changes: pl.DataFrame) -> pl.DataFrame:
    names = {"ben@acme.example": "Ben", "anna@acme.example": "Anna"}
    return changes.with_columns(
        owner_name=pl.col("owner_email").replace_strict(names, default=None),
        previous_owner_name=pl.col("previous_owner_email").replace_strict(names, default=None),
    )


def some_absent() -> pl.DataFrame:
    """One ownership that is held, and one device that a complete inventory does not name."""
    span, cost = ("anna@acme.example", datetime(2025, 1, 10), None), (Decimal("900.00"), "EUR")
    rows = [
        ("ownership", "absent_held", "default", "LT-0100", None, 100, "Laptop 100", *span, *cost, "Anna"),
        ("device", "missing_from_inventory", "default", "LT-0101", "AT-101", 101, *[None] * 7),
    ]
    return pl.DataFrame(rows, schema=no_absent().schema, orient="row")


def some_report() -> RunReport:
    return RunReport(
        command="run",
        exit_code=4,
        run_id="20260302-093000-1",
        state_version=18,
        recorded_at=NOW,
        rows={"in": 9, "applied": 4, "unchanged": 3, "skipped": 1, "rejected": 1},
        actions={"create": 1, "update": 1, "assign": 1, "reassign": 1, "unassign": 1},
        created={"devices": 1, "owners": 1},
        absent_unassigned=1,
        absent_held=0,
        reasons={"already_assigned": 2, "unknown_device": 1, "invalid_email": 1, "absent_from_full_sheet": 1},
        sources=SOURCES,
        issue_count=1,
        timings={"read": 0.2},
        outputs={},
        settings={"mode": "full", "scope": "listed-owners", "create_devices": False, "atomic": False},
    )


def no_results() -> Results:
    """What a run leaves that had nothing to do."""
    some = some_results()
    return Results(
        *(
            getattr(some, name).clear()
            for name in ("changes", "rows", "owners", "created", "before", "absent", "leavers", "issues")
        )
    )


def idle_report() -> RunReport:
    nothing = dict.fromkeys(("create", "update", "assign", "reassign", "unassign"), 0)
    return replace(
        some_report(),
        exit_code=0,
        rows={"in": 9, "applied": 0, "unchanged": 9, "skipped": 0, "rejected": 0},
        actions=nothing,
        created={"devices": 0, "owners": 0},
        absent_unassigned=0,
        reasons={"already_assigned": 9},
        issue_count=0,
    )
