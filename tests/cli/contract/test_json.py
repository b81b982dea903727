"""`--json`: one object on standard output, always with the same keys."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.office import asked

KEYS = {
    *(
        "schema",
        "ok",
        "attention",
        "command",
        "exit_code",
        "changes",
        "change_count",
        "run_id",
        "state_version",
        "rows",
        "actions",
        "created",
        "absent_unassigned",
    ),
    *(
        "absent_held",
        "leavers",
        "owners_updated",
        "refreshed",
        "reasons",
        "outputs",
        "issues",
        "issue_count",
        "causes",
        "limits",
        "policies",
        "timings",
    ),
}
ROWS = {"in", "applied", "unchanged", "skipped", "rejected"}
ACTIONS = {"create", "update", "assign", "reassign", "unassign"}
ISSUE = {"file", "sheet", "row", "column", "cell", "value", "code", "severity", "message", "hint"}


@pytest.fixture(scope="module")
def reports(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command prints of a sheet with a good row and a bad one."""
    desk = monday.copied_to(tmp_path_factory.mktemp("reports"))
    desk.book("desired.xlsx", *asked(("LT-0004", "eva@acme.example"), ("LT-0006", "eva at acme")))
    return {command: desk.json(command, "desired.xlsx", code=4) for command in ("plan", "check", "run")}


@pytest.fixture(params=["run", "plan", "check"])
def report(reports: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, Any]:
    """What one of them prints."""
    printed: dict[str, Any] = reports[request.param]
    assert printed["command"] == request.param
    return printed


def test_a_report_has_the_promised_keys_and_no_others(report: dict[str, Any]) -> None:
    assert report.keys() == KEYS
    assert report["rows"].keys() == ROWS
    assert report["actions"].keys() == ACTIONS
    assert report["created"].keys() == {"devices", "owners"}
    assert [issue.keys() for issue in report["issues"]] == [ISSUE]


def test_a_report_says_what_happened(report: dict[str, Any]) -> None:
    assert (report["ok"], report["exit_code"]) == (True, 4)
    assert report["rows"] == {"in": 2, "applied": 1, "unchanged": 0, "skipped": 0, "rejected": 1}
    assert report["actions"] == {"create": 0, "update": 0, "assign": 1, "reassign": 0, "unassign": 0}
    assert report["reasons"] == {"invalid_email": 1}
    assert report["issue_count"] == 1
    assert all(seconds >= 0 for seconds in report["timings"].values())


def test_only_a_run_has_an_id_and_moves_the_ledger_on(report: dict[str, Any]) -> None:
    is_run = report["command"] == "run"
    assert (report["run_id"] is not None, report["state_version"]) == (is_run, 2 if is_run else 1)


def test_an_issue_says_where_and_what_to_do(report: dict[str, Any]) -> None:
    (issue,) = report["issues"]
    assert issue == {
        "file": "desired.xlsx",
        "sheet": "Sheet1",
        "row": 3,
        "column": "Owner Email",
        "cell": "B3",
        "value": "eva at acme",
        "code": "invalid_email",
        "severity": "error",
        "message": 'desired.xlsx, sheet Sheet1, B3: "eva at acme" is not an e-mail address.',
        "hint": "Write it as name@company.com.",
    }


def test_a_cause_says_how_often_and_where_first(report: dict[str, Any]) -> None:
    (cause,) = report["causes"]
    assert cause == {
        "code": "invalid_email",
        "severity": "error",
        "file": "desired.xlsx",
        "sheet": "Sheet1",
        "column": "Owner Email",
        "count": 1,
        "cells": ["B3"],
        "message": 'Owner Email: "eva at acme" is not an e-mail address.',
        "hint": "Write it as name@company.com.",
    }


def test_the_outputs_are_there(office: Desk) -> None:
    report = office.json("run", "monday.xlsx")

    assert report["outputs"].keys() == {"results", "parquet"}
    assert office.at(report["outputs"]["results"]).is_file()
    assert office.at(report["outputs"]["parquet"]).is_dir()


@pytest.mark.system
def test_a_device_created_by_an_assignment_counts_as_created_and_as_assigned(office: Desk) -> None:
    office.book("new.xlsx", ("Serial Number", "Owner Email", "Device Type"), ("LT-0100", "new@acme.example", "laptop"))

    report = office.json("plan", "new.xlsx", "--create-devices")

    assert (report["rows"]["applied"], report["created"]) == (1, {"devices": 1, "owners": 1})
    assert (report["actions"]["create"], report["actions"]["assign"]) == (1, 1)


@pytest.mark.system
def test_the_issues_stop_at_a_hundred_but_their_count_does_not(office: Desk) -> None:
    office.book("bad.xlsx", *asked(*((f"LT-1{number:03}", "nobody") for number in range(120))))

    report = office.json("plan", "bad.xlsx", code=4)

    assert (len(report["issues"]), report["issue_count"]) == (100, 120)
    assert [(cause["count"], cause["cells"]) for cause in report["causes"]] == [(120, ["B2", "B3", "B4", "B5", "B6"])]


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("run", "nowhere.xlsx"), 3, "file_missing"),
        (("plan", "--mode", "half", "monday.xlsx"), 2, "usage"),
        (("check", "--scope", "colour", "monday.xlsx"), 2, "usage"),
        (("run", "--nonsense", "monday.xlsx"), 2, "usage"),
        (("explain", "NOTHING"), 2, "usage"),
        (("show", "runs", "--run", "nonsense", "--format", "xlsx"), 2, "usage"),
    ],
)
def test_a_failure_has_the_same_keys_and_the_error(office: Desk, words: tuple[str, ...], code: int, error: str) -> None:
    said = office.say("--json", *words)

    report = said.json
    assert (said.code, said.err) == (code, "")
    assert report.keys() == KEYS | {"error"}
    assert (report["ok"], report["command"], report["exit_code"]) == (False, words[0], code)
    assert (report["rows"].keys(), report["actions"].keys()) == (ROWS, ACTIONS)
    assert report["error"].keys() == {"code", "message", "hint"}
    assert report["error"]["code"] == error
    assert all(report["error"].values())


@pytest.mark.system
@pytest.mark.parametrize("where", ["before", "after"])
def test_json_may_be_asked_for_before_or_after_the_command(office: Desk, where: str) -> None:
    words = ("--json", "plan", "monday.xlsx") if where == "before" else ("plan", "monday.xlsx", "--json")
    assert office.say(*words).json["ok"]


def test_a_published_copy_is_told_as_json_too(office: Desk) -> None:
    report = office.json("publish")

    assert report.keys() == KEYS
    assert office.at(report["outputs"]["published"]).is_file()


@pytest.mark.system
def test_quiet_prints_nothing(office: Desk) -> None:
    said = office.say("--quiet", "run", "monday.xlsx")
    assert (said.code, said.out, said.err) == (0, "", "")
