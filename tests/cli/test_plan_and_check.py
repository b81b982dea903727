"""`plan` and `check` tell what `run` would do, and write nothing to the ledger."""

from __future__ import annotations

import pytest

from tests.cli.desk import Desk, read_sheet, sheet_names
from tests.cli.office import asked


@pytest.mark.parametrize("command", ["plan", "check"])
def test_no_ledger_is_made_and_nothing_is_published(desk: Desk, command: str) -> None:
    inventory = desk.book("inventory.xlsx", ("Serial Number", "Name", "Type", "Category"), ("LT-1", "L", "l", "c"))

    assert desk.json(command, inventory, "-o", "told.xlsx")["created"]["devices"] == 1

    assert {path.name for path in desk.folder.iterdir()} == {"inventory.xlsx", "told.xlsx"}


@pytest.mark.parametrize("command", ["plan", "check"])
def test_the_ledger_stays_the_same_byte_for_byte(office: Desk, command: str) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    before, runs = office.state.read_bytes(), office.show("runs")

    office.say(command, "desired.xlsx")

    assert (office.state.read_bytes(), office.show("runs")) == (before, runs)


def test_a_plan_lists_its_actions(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-0004", "anna@acme.example")))

    out = office.say("plan", "desired.xlsx").out

    assert (
        "  reassign  LT-0001              anna@acme.example -> eva@acme.example   (desired.xlsx, Sheet1, row 2)" in out
    )
    assert "  assign    LT-0004 " in out


def test_a_plan_is_written_as_a_workbook_where_asked(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-9999", "eva@acme.example")))

    report = office.json("plan", "desired.xlsx", "-o", "plans/plan.xlsx")

    plan = office.at(report["outputs"]["plan"])
    assert plan == office.folder / "plans" / "plan.xlsx"
    assert sheet_names(plan) == ["Cover", "Reassign", "Refused rows", "_rollcall"]
    (line,) = read_sheet(plan, "Reassign")
    assert (line["Approve"], line["Serial number"]) == ("Y", "LT-0001")
    assert (line["New owner"], line["Old owner"]) == ("eva@acme.example", "anna@acme.example")


def test_a_plan_without_a_place_to_write_writes_no_file(office: Desk) -> None:
    before = sorted(office.folder.rglob("*"))
    assert office.json("plan", "monday.xlsx")["outputs"] == {}
    assert sorted(office.folder.rglob("*")) == before


def test_a_check_writes_its_findings_beside_each_file(office: Desk) -> None:
    (office.folder / "finance").mkdir()
    office.book("finance/desired.xlsx", *asked(("LT-0001", "eva at acme"), ("LT-9999", "eva@acme.example")))

    report = office.json("check", "finance/desired.xlsx", code=4)

    checked = office.folder / "finance" / "desired.checked.xlsx"
    assert office.at(report["outputs"]["check"]) == checked
    assert sheet_names(checked) == ["Summary", "Issues"]
    assert [list(issue.values())[:6] for issue in read_sheet(checked, "Issues")] == [
        ["error", "desired.xlsx", "Sheet1", 2, "Owner Email", "B2"]
    ]


def test_a_check_of_two_files_writes_a_workbook_for_each(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva at acme")))

    office.say("check", "desired.xlsx", "inventory.xlsx")

    assert len(read_sheet(office.folder / "desired.checked.xlsx", "Issues")) == 1
    assert "Issues" in sheet_names(office.folder / "inventory.checked.xlsx")


def test_a_check_writes_one_workbook_where_asked(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva at acme")))

    report = office.json("check", "desired.xlsx", "inventory.xlsx", "-o", "found.xlsx", code=4)

    assert report["outputs"] == {"check": "found.xlsx"}
    assert len(read_sheet(office.folder / "found.xlsx", "Issues")) == 1
    assert not list(office.folder.glob("*.checked.xlsx"))


def test_a_check_also_finds_what_only_the_ledger_and_the_other_rows_can_tell(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0004", "eva@acme.example"), ("LT-0004", "ben@acme.example")))

    report = office.json("check", "desired.xlsx", code=4)

    assert [issue["code"] for issue in report["issues"]] == ["conflicting_rows"] * 2
    assert "row 3" in report["issues"][0]["message"]
