"""A small plan made with real decisions: at an office with seven devices, one row for every kind of line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from pipeline import intake
from pipeline.model import ChangeSet, Checked, Plan, Reading, Results, RunReport
from pipeline.outputs import write_plan
from pipeline.runs.plan import plan_of
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.decide import Decision, decide
from pipeline.settings import load_settings
from schemas.frames.changes import REFRESHED, ROW_OUTCOMES
from schemas.frames.plan import KEPT, SUSPECTS
from schemas.frames.polars_frames import empty, polars_schema
from tests.support.desk import Desk
from tests.support.office import INVENTORY

KEY = "correct horse battery staple"
CHANGED = (
    INVENTORY[0],
    ("LT-0004", "AT-4", "Laptop 4", "laptop", "computers", "Lyon", 1500),
    ("LT-0007", None, "Laptop 7", "laptop", "computers", "Berlin", 1999.9),
)
ASKED = (
    ("Serial Number", "Owner Email", "Action", "Effective At", "End At", "Label", "Comment"),
    ("LT-0001", "ben@acme.example", None, "2025-03-01", None, None, "moved desks"),
    ("LT-0002", "<none>", "unassign", "2025-02-01"),
    ("LT-0003", "ben@acme.example", None, None, "2032-12-31"),
    ("LT-0004", "nora@acme.example", None, "2025-06-01 08:15", None, " a label "),
    ("LT-0005", "<none>", "unassign", "2031-01-01"),
    ("PH-0001", "otto@acme.example", None, "2033-01-01"),
    ("LT-9999", "anna@acme.example"),
    ("LT-0006", "acme "),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, with what its workbook tells beside it."""

    plan: Plan
    results: Results
    report: RunReport

    def write(self, path: Path, key: str | None = None) -> Path:
        """The plan as a workbook."""
        return write_plan(path, self.plan, self.results, self.report, key=key)


def planned(desk: Desk, *files: Path, **options: object) -> Planned:
    """What the files would do to the ledger of the desk, as a plan."""
    settings = load_settings(None, {"state": desk.state, **options})
    checked = intake.read_files(list(files), Reading(unknown_columns=settings.unknown_columns))
    decision = decide("plan", checked, settings, Stages())
    return Planned(_plan(decision, checked), decision.results, decision.report)


def small_plan(desk: Desk) -> Planned:
    """Every kind of line at an office: at least one to create, update, assign, reassign and unassign."""
    return planned(
        desk,
        desk.book("changed.xlsx", *CHANGED),
        desk.book("asked.xlsx", *ASKED),
        allow=("backdate_days=1500",),
        limits={"backdate_days": 366},
    )


def with_rows(desk: Desk, *rows: Sequence[object]) -> Planned:
    """The plan of one assignments sheet."""
    return planned(desk, desk.book("rows.xlsx", ("Serial Number", "Owner Email"), *rows))


def undoing(some: Planned) -> Planned:
    """The plan as if it reversed a run, with something that stays as it is."""
    row = ("device", "default", 7, "LT-0007", None, "never_deleted", "LT-0007 is on record since run R-1.")
    kept = pl.DataFrame([row], schema=polars_schema(KEPT), orient="row")
    plan, report = replace(some.plan, command="undo", undoes="R-1", kept=kept), replace(some.report, command="undo")
    return replace(some, plan=plan, report=report)


def assert_same_plan(plan: Plan, wanted: Plan) -> None:
    """Every frame and figure of one plan is that of the other."""
    for field in fields(Plan):
        found, expected = getattr(plan, field.name), getattr(wanted, field.name)
        if isinstance(expected, ChangeSet):
            for part in fields(ChangeSet):
                assert_frame_equal(getattr(found, part.name), getattr(expected, part.name))
        elif isinstance(expected, pl.DataFrame):
            assert_frame_equal(found, expected)
        else:
            assert found == expected, field.name


def _plan(decision: Decision, checked: Checked) -> Plan:
    """The plan, by a name and a maker that stay the same, and with a new owner who looks like a known one."""
    suspect = ("default", "nora@acme.example", "nara@acme.example", "one letter changed")
    return replace(
        plan_of(decision, checked.originals, checked.headers, checked.sheets),
        plan_id="plan-20260302T093000Z-a1b2c3",
        made_by="tester",
        host="desk",
        change_set=replace(decision.change_set, row_outcomes=empty(ROW_OUTCOMES)),
        suspects=pl.DataFrame([suspect], schema=polars_schema(SUSPECTS), orient="row"),
        kept=empty(KEPT),
        refreshed=empty(REFRESHED),
    )
