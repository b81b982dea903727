"""The object of a command has the same keys whatever came of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.errors import PlanRefused, UsageProblem
from pipeline.runs.answers.json_text import dumps
from pipeline.runs.answers.objects import empty_report, failure_object, outputs_object


def test_a_failure_has_the_keys_of_a_report_and_an_error() -> None:
    told = failure_object("run", UsageProblem("No file was given.", "Give one."))
    assert set(told) == {*empty_report("run", 2), "error"}
    assert (told["ok"], told["exit_code"]) == (False, 2)
    assert told["error"] == {"code": "usage", "message": "No file was given.", "hint": "Give one."}


def test_a_refusal_has_its_figures() -> None:
    assert failure_object("run", PlanRefused("Too far.", "Look at it", code="money"))["error"]["code"] == "money"


def test_outputs_are_told_by_their_paths() -> None:
    assert outputs_object("export", {"export": Path("a.xlsx")}, rows_written=3) == {
        **empty_report("export", 0),
        "outputs": {"export": "a.xlsx"},
        "rows_written": 3,
    }


def test_instants_days_and_money_are_told_as_other_programs_read_them() -> None:
    told = dumps({"at": datetime(2025, 3, 1, 9), "on": date(2025, 3, 1), "cost": Decimal("12.50")})
    assert json.loads(told) == {"at": "2025-03-01T09:00:00Z", "on": "2025-03-01", "cost": 12.5}
