"""The main job on the sample data: every outcome, every reason, and totals that add up wherever they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import store
from pipeline.model import Ledger
from sample_data.fleet import EXPECTED_INVENTORY_REASONS
from sample_data.stories import EXPECTED_REASONS
from tests.support.desk import SAMPLES, Desk, read_sheet, summary_lines
from tests.support.sample_month import Month

pytestmark = pytest.mark.system
"""A month of the whole sample data takes as long as a hundred other tests."""

OUTCOMES = ("applied", "unchanged", "skipped", "rejected")


@pytest.fixture(params=["opened", "run", "again"])
def report(month: Month, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What one of the three runs printed."""
    printed: dict[str, Any] = getattr(month, request.param).json
    return printed


def workbook(month: Month, report: dict[str, Any]) -> Path:
    return month.desk.at(report["outputs"]["results"])


def test_a_month_of_moves_is_done_although_some_rows_are_rejected(month: Month) -> None:
    assert (month.opened.code, month.run.code, month.again.code) == (4, 4, 4)


def test_the_assignments_show_every_reason_they_promise(month: Month) -> None:
    assert set(month.run.json["reasons"]) >= {reason.value for reason in EXPECTED_REASONS}


def test_the_inventory_shows_every_reason_it_promises(month: Month) -> None:
    assert set(month.opened.json["reasons"]) == {reason.value for reason in EXPECTED_INVENTORY_REASONS}


def test_every_row_has_one_outcome(report: dict[str, Any]) -> None:
    assert report["rows"]["in"] == sum(report["rows"][outcome] for outcome in OUTCOMES)


def test_the_reasons_of_the_rows_are_no_more_than_the_rows(report: dict[str, Any]) -> None:
    refused = report["rows"]["skipped"] + report["rows"]["rejected"]
    explained = {"already_assigned", "duplicate_row"}
    assert sum(count for reason, count in report["reasons"].items() if reason not in explained) == refused


def test_the_summary_sheet_says_the_same(month: Month, report: dict[str, Any]) -> None:
    lines = summary_lines(workbook(month, report))
    assert {outcome: lines[outcome.capitalize()][-1] for outcome in OUTCOMES} == {
        outcome: report["rows"][outcome] for outcome in OUTCOMES
    }
    assert lines["Rows read"][-1] == report["rows"]["in"]


def test_every_control_total_of_the_summary_adds_up(month: Month, report: dict[str, Any]) -> None:
    controls = {name: cells for name, cells in summary_lines(workbook(month, report)).items() if " = " in name}
    assert len(controls) >= 5
    assert [cells[2] for cells in controls.values()] == [0] * len(controls)


def test_the_ledger_keeps_the_same_counts(month: Month, report: dict[str, Any]) -> None:
    (kept,) = month.desk.show("runs", "--run", report["run_id"])
    assert {name: kept[f"rows_{name}"] for name in ("in", *OUTCOMES)} == report["rows"]
    assert {name.removeprefix("actions_"): kept[name] for name in kept if name.startswith("actions_")} == report[
        "actions"
    ]
    assert (kept["devices_created"], kept["owners_created"]) == tuple(report["created"].values())
    assert (kept["exit_code"], kept["state_version"]) == (report["exit_code"], report["state_version"])


def test_the_sheets_list_as_many_rows_as_the_totals_say(month: Month, report: dict[str, Any]) -> None:
    path = workbook(month, report)
    listed = [row["_outcome"] for row in read_sheet(path, "Rows")]
    assert {name: listed.count(name) for name in ("applied", "skipped", "rejected")} == {
        name: report["rows"][name] for name in ("applied", "skipped", "rejected")
    }
    assert len(read_sheet(path, "Rejected")) == report["rows"]["rejected"]


def test_the_second_run_changes_nothing(month: Month) -> None:
    first, second = month.run.json, month.again.json
    assert second["rows"]["applied"] == 0
    assert set(second["actions"].values()) | set(second["created"].values()) == {0}
    assert second["state_version"] == first["state_version"] == 2
    assert month.desk.show("events", "--run", second["run_id"]) == []


def test_a_run_that_changed_nothing_is_recorded_all_the_same(month: Month) -> None:
    runs = [kept["run_id"] for kept in month.desk.show("runs")]
    assert runs == [said.json["run_id"] for said in (month.opened, month.run, month.again)]


def test_the_events_tell_all_of_it(month: Month) -> None:
    assert store.verify_replay(Ledger(month.desk.state)) == []


@pytest.mark.system
def test_a_plan_counts_what_the_run_counts(month: Month, desk: Desk) -> None:
    planned = desk.json("plan", SAMPLES / "inventory.xlsx", SAMPLES / "opening.xlsx", code=4)
    counts = ("rows", "actions", "created", "absent_unassigned", "absent_held", "reasons", "issue_count")
    assert {name: planned[name] for name in counts} == {name: month.opened.json[name] for name in counts}


@pytest.mark.system
@pytest.mark.publishes
def test_the_command_of_the_readme_works_on_an_empty_ledger(desk: Desk) -> None:
    said = desk.say("run", SAMPLES / "inventory.xlsx", SAMPLES / "assignments.xlsx")

    assert (said.code, said.err) == (4, "")
    assert "1,102 rows were read from 2 files" in said.out
    assert "Results: results/" in said.out
    assert len(list(desk.folder.glob("results/*/results.xlsx"))) == 1
    assert desk.state.exists()
    assert (desk.folder / "published" / "rollcall.duckdb").exists()
    assert store.verify_replay(Ledger(desk.state)) == []
