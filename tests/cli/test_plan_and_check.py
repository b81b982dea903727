"""`plan` and `check` tell what `run` would do, and write nothing to the ledger."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet, sheet_names
from tests.support.office import asked


@pytest.mark.parametrize("command", ["plan", "check"])
def test_no_ledger_is_made_and_nothing_is_published(desk: Desk, command: str) -> None:
    inventory = desk.book("inventory.xlsx", ("Serial Number", "Name", "Type", "Category"), ("LT-1", "L", "l", "c"))

    assert desk.json(command, inventory, "-o", "told.xlsx")["created"]["devices"] == 1

    assert {path.name for path in desk.folder.iterdir()} == {"inventory.xlsx", "told.xlsx"}


@pytest.mark.system
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


@pytest.mark.system
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


@pytest.mark.system
def test_a_check_gives_each_file_back_with_its_findings(office: Desk) -> None:
    (office.folder / "finance").mkdir()
    office.book("finance/desired.xlsx", *asked(("LT-0001", "eva at acme"), ("LT-9999", "eva@acme.example")))

    report = office.json("check", "finance/desired.xlsx", code=4)

    checked = office.folder / "finance" / "desired.checked.xlsx"
    assert office.at(report["outputs"]["check"]) == checked
    assert sheet_names(checked) == ["Issues", "Sheet1"]
    assert [row["_reason"] for row in read_sheet(checked, "Sheet1")] == ["invalid_email", "unknown_device"]


@pytest.mark.system
def test_a_check_of_two_files_gives_each_of_them_back(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva at acme")))

    report = office.json("check", "desired.xlsx", "inventory.xlsx", code=4)

    copies = {"desired.xlsx": "desired.checked.xlsx", "inventory.xlsx": "inventory.checked.xlsx"}
    assert report["outputs"] == copies
    assert all(sheet_names(office.folder / copy) == ["Issues", "Sheet1"] for copy in copies.values())


@pytest.mark.system
def test_a_check_of_several_files_writes_one_list_where_asked(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva at acme")))

    report = office.json("check", "desired.xlsx", "inventory.xlsx", "-o", "found.xlsx", code=4)

    assert report["outputs"] == {"check": "found.xlsx"}
    assert len(read_sheet(office.folder / "found.xlsx", "Issues")) == 1
    assert not list(office.folder.glob("*.checked.xlsx"))


@pytest.mark.system
def test_a_check_also_finds_what_only_the_ledger_and_the_other_rows_can_tell(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0004", "eva@acme.example"), ("LT-0004", "ben@acme.example")))

    report = office.json("check", "desired.xlsx", code=4)

    assert [issue["code"] for issue in report["issues"]] == ["conflicting_rows"] * 2
    assert "row 3" in report["issues"][0]["message"]


@pytest.mark.system
def test_a_check_tells_what_is_wrong_by_cause(office: Desk) -> None:
    bad = ((f"LT-000{number}", "eva at acme") for number in (1, 2, 3))
    office.book("desired.xlsx", *asked(*bad, ("LT-0004", "eva@acme.example", "someday")))

    said = office.say("check", "desired.xlsx").out

    assert said.splitlines() == [
        "4 rows in 1 file were checked: 4 findings; 4 rows would be rejected.",
        "With `rollcall run`, that would be 0 applied, 0 unchanged, 0 skipped and 4 rejected.",
        "Nothing would be changed.",
        "",
        "Errors:",
        "  3 x Owner Email is not an e-mail address: B2, B3, B4 (Sheet1)",
        "      Write it as name@company.com.",
        '  1 x Effective At: "someday" is not a date: C5 (Sheet1)',
        "      Write it as 2025-03-01 or 2025-03-01T09:00:00Z, or format the cell as a date.",
        "",
        "Checked copy: desired.checked.xlsx",
        "Next: mend what is listed, in your file or in its copy, and check that again. "
        "Nothing was written to the ledger.",
    ]


@pytest.mark.system
def test_a_check_tells_what_a_run_would_do(office: Desk) -> None:
    office.book(
        "desired.xlsx",
        *asked(("LT-0001", "eva@acme.example"), ("LT-0004", "new@acme.example"), ("X-1", "new@acme.example")),
    )

    checked, planned = (office.json(command, "desired.xlsx") for command in ("check", "plan"))

    told = ("rows", "actions", "created", "reasons", "limits", "state_version")
    assert {key: checked[key] for key in told} == {key: planned[key] for key in told}
    assert "refusal" not in checked
    said = office.say("check", "desired.xlsx").out.splitlines()
    assert said[:4] == [
        "3 rows in 1 file were checked: nothing was found.",
        "With `rollcall run`, that would be 2 applied, 0 unchanged, 1 skipped and 0 rejected.",
        "1 device would be assigned and 1 would change its owner.",
        "1 owner would be created.",
    ]
    assert said[-1] == (
        "Next: `rollcall run` with the same files; `rollcall plan` shows each change before. "
        "Nothing was written to the ledger."
    )


@pytest.mark.system
def test_a_check_tells_the_limits_and_refuses_nothing(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_LIMITS__MIN_POPULATION", "1")
    monkeypatch.setenv("ROLLCALL_LIMITS__MIN_ROWS", "0")
    office.book("desired.xlsx", *asked(*((serial, "new@acme.example") for serial in office.holders())))
    error = office.json("run", "desired.xlsx", code=5)["error"]

    report = office.json("check", "desired.xlsx")
    said = office.say("check", "desired.xlsx").out

    assert report["refusal"] == error
    assert error["code"] in {limit["name"] for limit in report["limits"] if limit["exceeded"]}
    assert "`rollcall run` would be refused:\n  Open ownerships" in said
    assert f"  {error['hint']}.\n" in said


def test_a_check_of_an_empty_full_sheet_tells_the_guard(office: Desk) -> None:
    office.book("desired.xlsx", *asked())
    assert office.json("check", "desired.xlsx", "--mode", "full")["refusal"]["code"] == "empty"


@pytest.mark.system
def test_a_plan_tells_its_findings_by_cause_too(office: Desk) -> None:
    office.book("desired.xlsx", *asked(*((f"LT-1{number:03}", "nobody") for number in range(7))))

    said = office.say("plan", "desired.xlsx").out

    assert "  7 x Owner Email is not an e-mail address: B2, B3, B4, B5, B6, ... (Sheet1)" in said


@pytest.mark.system
def test_a_cause_in_several_files_says_which(office: Desk) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        office.book(name, *asked(("LT-0001", "nobody")))

    said = office.say("plan", "one.xlsx", "two.xlsx").out

    for name in ("one.xlsx", "two.xlsx"):
        assert f'  1 x Owner Email: "nobody" is not an e-mail address: B2 (Sheet1 of {name})' in said


def test_of_very_many_problems_with_the_files_the_first_are_told(desk: Desk) -> None:
    without_headers = ["red"] * 30
    desk.book("desired.xlsx", ("Serial Number", "Owner Email"), ("LT-1", "anna@acme.example", *without_headers))

    said = desk.say("check", "desired.xlsx", "--unknown-columns", "error")

    assert said.code == 3
    assert len(said.err.splitlines()) == 24
    hints = [line for line in said.err.splitlines() if line.startswith("      ")]
    assert len(hints) == 1, "the way out is told once for all of them"
    assert said.err.splitlines()[-2:] == [
        "  ... and 10 more problems; `--json` counts them by cause.",
        "To see how each column is read, and to settle it once and for all: rollcall map desired.xlsx",
    ]
    assert (
        sum(
            cause["count"]
            for cause in desk.json("check", "desired.xlsx", "--unknown-columns", "error", code=3)["causes"]
        )
        == 30
    )
