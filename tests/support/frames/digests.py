"""Digests for the tests of what is written and sent: made of frames, as large as one likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from pipeline.model import Digest
from pipeline.outputs.digest import no_differences
from schemas.frames.digest import LEAVERS, OVERDUE, QUIET
from schemas.frames.polars_frames import polars_schema

NOW = datetime(2026, 7, 21, 2, 10)
NIGHT = date(2026, 7, 21)
REFUSED_RUN = "20260721T020100Z-fedcba"
CAUSES = ("conflict", "refused", "never_applied", "changed_outside")


def difference(number: int = 1, **said: object) -> dict[str, Any]:
    """A row of people.xlsx that differs from the ledger."""
    return {
        "source": "hr",
        "file": "people.xlsx",
        "sheet": "Desired",
        "row": number + 1,
        "kind": "assignments",
        "org_id": "default",
        "device": f"SN-{number}",
        "wanted": "ann@acme.com",
        "current": "ben@acme.com",
        "cause": CAUSES[number % len(CAUSES)],
        "since": NOW,
        "run_id": "20260721T020000Z-abcdef",
        "reason": None,
        "message": "it says ben@acme.com (moves.xlsx, sheet Desired, row 5).",
        "is_refused": False,
        **said,
    }


def digest_of(
    *differences: dict[str, Any],
    refused: str | None = None,
    owners: int = 3,
    overdue: int = 0,
    leavers: int = 0,
    quiet: str | None = None,
    timezone: str = "UTC",
) -> Digest:
    """A digest with those differences; `refused` is what was said of the one file that waits, `quiet` of a source."""
    rows = pl.DataFrame(list(differences), schema=no_differences().schema) if differences else no_differences()
    return Digest(
        made_at=NOW,
        state_version=1234,
        sources=_sources(rows.height, 0 if refused is None else 1),
        differences=rows,
        refusals=_refusals(refused),
        nights=pl.DataFrame(
            {
                "day": [NIGHT - timedelta(days=3), NIGHT],
                **{name: [1, 2] for name in ("create", "update", "assign", "reassign", "unassign")},
                "refused": [0, 1],
            }
        ),
        owners=pl.DataFrame(
            {
                "org_id": ["default"] * owners,
                "owner_email": [f"owner{number}@acme.com" for number in range(owners)],
                "owner_name": ["=Ann"] * owners,
                "devices": list(range(owners, 0, -1)),
            }
        ),
        overdue=_overdue(overdue),
        leavers=_leavers(leavers),
        quiet=_quiet(quiet),
        timezone=timezone,
    )


def _quiet(quiet: str | None) -> pl.DataFrame:
    told = [("hr", NOW - timedelta(days=3), "1 day", quiet)] if quiet else []
    return pl.DataFrame(told, schema=polars_schema(QUIET), orient="row")


def refused_rows(count: int, **said: object) -> list[dict[str, Any]]:
    """So many rows of the file that waits, which was refused as a whole."""
    same = {"cause": "refused", "is_refused": True, "run_id": REFUSED_RUN, "message": "The whole file was refused."}
    return [difference(number, **{**same, **said}) for number in range(1, count + 1)]


def _overdue(overdue: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "org_id": ["default"] * overdue,
            "device_id": list(range(overdue)),
            "device": [f"LT-{number}" for number in range(overdue)],
            "device_name": ["=Laptop"] * overdue,
            "owner_email": ["ann@acme.com"] * overdue,
            "owner_name": ["Ann"] * overdue,
            "start_time": [NOW - timedelta(days=30)] * overdue,
            "due_at": [NOW - timedelta(days=2)] * overdue,
            "days_overdue": [2] * overdue,
        },
        schema=polars_schema(OVERDUE),
    )


def _leavers(leavers: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "org_id": ["default"] * leavers,
            "device_id": list(range(leavers)),
            "device": [f"LT-{number}" for number in range(leavers)],
            "device_name": ["=Laptop"] * leavers,
            "owner_email": [f"gone{number // 2}@acme.com" for number in range(leavers)],
            "owner_name": ["Ann"] * leavers,
            "ends_on": [NOW.date() - timedelta(days=1 + number) for number in range(leavers)],
            "start_time": [NOW - timedelta(days=90)] * leavers,
            "purchase_price": [Decimal("999.50")] * leavers,
            "currency": ["EUR"] * leavers,
        },
        schema=polars_schema(LEAVERS),
    )


def many(count: int) -> Digest:
    """A digest of so many differences."""
    numbers = pl.DataFrame({"number": pl.int_range(count, eager=True)})
    usual = [pl.lit(value).alias(name) for name, value in difference().items()]
    rows = numbers.with_columns(usual).drop("number").cast(dict(no_differences().schema.items()))
    return replace(digest_of(), state_version=1, differences=rows)


def _sources(differs: int, refused: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "source": ["", "hr"],
            "run_id": ["20260720T020000Z-000001", "20260721T020000Z-abcdef"],
            "recorded_at": [NOW, NOW],
            "files": ["x.xlsx", "people.xlsx"],
            **{f"rows_{name}": [120, 10] for name in ("in", "applied", "unchanged", "skipped", "rejected")},
            "refused": [0, refused],
            "differs": [0, differs],
            "remark": pl.Series([None, None], dtype=pl.String),
        }
    )


def _refusals(said: str | None) -> pl.DataFrame:
    refusal = {
        "run_id": REFUSED_RUN,
        "refused_at": NOW,
        "source": "hr",
        "file": "people.xlsx",
        "sha256": "ab" * 32,
        "size": 10,
        "exit_code": 5,
        "code": "plan_refused",
        "message": said,
        "hint": "Look at it.",
        "path": "/srv/refused/people.xlsx",
        "kinds": "assignments",
    }
    found = pl.DataFrame([refusal], schema_overrides={"message": pl.String})
    return found if said is not None else found.clear()
