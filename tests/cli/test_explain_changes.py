"""`explain`, change by change: which cell, row, plan or run brought it about."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from schemas.reasons import decision_rules
from schemas.workbook_forms.plan import APPROVE, NO
from tests.support.desk import Desk, Record
from tests.support.office import INVENTORY, asked
from tests.support.told.stories import branch, sha256

EVA_TAKES_THREE = asked(*((serial, "eva@acme.example", "2025-06-01") for serial in ("LT-0002", "LT-0003", "LT-0004")))

NEVER = (
    ("Serial Number", "Owner Email", "Effective At", "Action"),
    ("LT-0005", "eva@acme.example", "2031-01-01", "unassign"),
)


@pytest.fixture(scope="module")
def approved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then a plan of three lines, of which one is not approved and one is out of date."""
    desk = monday.copied_to(tmp_path_factory.mktemp("approved"))
    desk.book("three.xlsx", *EVA_TAKES_THREE)
    desk.book("between.xlsx", *asked(("LT-0003", "anna@acme.example", "2025-07-01")))
    assert desk.say("plan", "three.xlsx", "-o", "plan.xlsx").code == 0
    assert desk.say("run", "between.xlsx").code == 0
    refuse(desk.folder / "plan.xlsx", "Reassign", 2)
    assert desk.say("apply", "plan.xlsx").code == 0
    return desk


def refuse(plan: Path, sheet: str, row: int) -> None:
    """Answer N in that row of a plan, as a reviewer does."""
    book = openpyxl.load_workbook(plan)
    header = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, header.index(APPROVE) + 1).value = NO
    book.save(plan)


def events_of(desk: Desk, serial: str) -> list[Record]:
    events: list[Record] = desk.json("explain", serial)["events"]
    return events


def test_programs_get_the_rule_and_every_cell_of_an_event(moved: Desk) -> None:
    event = events_of(moved, "LT-0001")[3]

    assert event["sha256"] == sha256(moved, "moves.xlsx")
    assert event["rule"] == "The device was held by another owner: assign hands it over (--on-conflict reassign)."
    assert event["said"] == [
        {"field": "owner_email", "cell": "B2", "value": "Eva@acme.example"},
        {"field": "effective_at", "cell": "C2", "value": "2025-06-01"},
    ]
    assert [event[name] for name in ("plan_id", "plan_line", "plan_file", "plan_sha256", "undoes")] == [None] * 5


@pytest.mark.system
def test_a_line_of_a_plan_is_told_with_the_plan_and_who_carried_it_out(approved: Desk) -> None:
    apply = approved.show("runs")[-1]

    said = branch(approved.say("explain", "LT-0004").out, "2. ownership_taken")

    print_of_plan = sha256(approved, "plan.xlsx")[:12]
    assert said[0].startswith(f"approved (Y) in plan.xlsx, line Assign!2: plan {apply['plan_id']}, made by ")
    assert said[0].endswith(f"  (SHA-256 {print_of_plan})")
    assert said[1:] == [
        f"applied by {apply['user_name']} at {apply['recorded_at']}: rollcall apply {apply['run_id']}",
        "rule: Nobody held the device: assign gives it to the owner of the row.",
        f"three.xlsx, sheet Sheet1, row 4  (SHA-256 {sha256(approved, 'three.xlsx')[:12]})",
        "cell B4, owner_email: eva@acme.example",
        "cell C4, effective_at: 2025-06-01",
    ]


@pytest.mark.system
def test_programs_get_the_plan_and_its_line(approved: Desk) -> None:
    event = events_of(approved, "LT-0004")[-1]

    assert (event["plan_line"], event["plan_file"], event["command"]) == ("Assign!2", "plan.xlsx", "apply")
    assert event["plan_sha256"] == sha256(approved, "plan.xlsx")
    assert event["plan_id"] == approved.show("runs")[-1]["plan_id"]


@pytest.mark.system
def test_programs_get_the_approval_of_an_event(approved: Desk) -> None:
    apply = approved.show("runs")[-1]
    created, taken = events_of(approved, "LT-0004")

    assert created["approval"] is None
    assert taken["approval"] == {
        "answer": "Y",
        "plan_line": "Assign!2",
        "plan_file": "plan.xlsx",
        "plan_sha256": sha256(approved, "plan.xlsx"),
        "made_by": apply["user_name"],
        "made_at": taken["made_at"],
        "applied_by": apply["user_name"],
        "applied_at": apply["recorded_at"],
    }


@pytest.mark.system
@pytest.mark.parametrize(("serial", "row", "reason"), [("LT-0002", 2, "not_approved"), ("LT-0003", 3, "stale")])
def test_a_line_that_was_not_carried_out_is_told_with_its_plan(
    approved: Desk, serial: str, row: int, reason: str
) -> None:
    apply = approved.show("runs")[-1]

    said = branch(approved.say("explain", serial).out, "rows that named it")[-1]

    assert said.startswith(f"three.xlsx, sheet Sheet1, row {row}: skipped / {reason}: ")
    assert said.endswith(f"(run {apply['run_id']}, plan {apply['plan_id']})")


@pytest.mark.system
def test_an_undone_run_is_told_by_the_run_that_undoes_it(office: Desk) -> None:
    office.book("moves.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-06-01", "corner")))
    office.json("run", "moves.xlsx")
    undone = office.show("runs")[-1]["run_id"]
    office.json("undo", undone, "-o", "undo.xlsx")
    office.json("apply", "undo.xlsx")

    events = events_of(office, "LT-0001")[-2:]
    out = office.say("explain", "LT-0001").out

    assert [(event["type"], event["undoes"], event["file"], event["cell"]) for event in events] == [
        ("ownership_cancelled", undone, None, None),
        ("ownership_updated", undone, None, None),
    ]
    assert [event["rule"] for event in events] == [
        "A run is undone: the ownership that it began is struck out.",
        "A run is undone: the ownership has again the end, due date and label it had before.",
    ]
    assert {event["plan_line"] for event in events} == {"Reassign!2"}
    assert f"undoes run {undone}" in branch(
        out, "eva@acme.example from 2025-06-01T00:00:00Z until further notice, label"
    )
    assert "until 2025-06-01T00:00:00Z -> further notice" in out
    assert "corner: cancelled" in out


@pytest.mark.system
def test_each_changed_attribute_is_told_with_its_cell(office: Desk) -> None:
    office.book("changes.xlsx", INVENTORY[0], ("LT-0001", "AT-1", "Laptop one", None, None, "Rome", "1 250,00 EUR"))
    office.json("run", "changes.xlsx")

    event = events_of(office, "LT-0001")[-1]

    assert event["payload"]["new"] == {
        "currency": "EUR",
        "location": "Rome",
        "name": "Laptop one",
        "purchase_price": "1250.00",
    }
    assert [(one["field"], one["cell"], one["value"]) for one in event["said"]] == [
        ("location", "F2", "Rome"),
        ("name", "C2", "Laptop one"),
        ("purchase_price", "G2", "1 250,00 EUR"),
    ]


@pytest.mark.system
def test_a_device_is_created_with_a_cell_for_each_attribute_it_took(office: Desk) -> None:
    header = ("Serial Number", "Floor", "Name", "Type", "Category", "Location", "Purchase Price", "Brand", "Supplier")
    office.book("new.xlsx", header, ("LT-0042", "3", "New", "laptop", "c", " Oslo ", "1 250,00 EUR", None, "<clear>"))
    said = office.json("run", "new.xlsx", "--unknown-columns", "keep")
    assert said["rows"]["applied"] == 1, said

    (created,) = events_of(office, "LT-0042")

    assert [(one["field"], one["cell"], one["value"]) for one in created["said"]] == [
        ("serial_number", "A2", "LT-0042"),
        ("name", "C2", "New"),
        ("type", "D2", "laptop"),
        ("category", "E2", "c"),
        ("location", "F2", " Oslo "),
        ("purchase_price", "G2", "1 250,00 EUR"),
        ("extra.Floor", "B2", "3"),
    ]


@pytest.mark.system
def test_a_cell_is_found_below_a_title_and_beside_columns_that_are_not_read(office: Desk) -> None:
    title, header = ("Moves of March",), (None, "_ours", "S/N", None, "Note", "Owner Email")
    office.book("odd.xlsx", title, (), header, (), (None, "x", "LT-0004", None, None, "eva@acme.example"))
    said = office.json("run", "odd.xlsx", "--unknown-columns", "ignore")
    assert said["rows"]["applied"] == 1, said

    assert [(one["field"], one["cell"]) for one in events_of(office, "LT-0004")[-1]["said"]] == [("owner_email", "F5")]


@pytest.mark.system
def test_what_a_row_takes_back_is_told_by_its_action(office: Desk) -> None:
    header = ("Action", "Serial Number", "Owner Email")
    office.book("back.xlsx", header, ("unassign", "LT-0001", None), (None, "LT-0002", "<none>"))
    office.json("run", "back.xlsx")

    by_action, by_nobody = (events_of(office, serial)[-1] for serial in ("LT-0001", "LT-0002"))

    assert (by_action["cell"], by_nobody["cell"]) == ("A2", "C3")
    assert (
        by_action["rule"]
        == by_nobody["rule"]
        == f"The owner held the device: unassign ends that. {decision_rules.WHOEVER_HOLDS_IT}"
    )


@pytest.mark.system
def test_what_a_full_sheet_takes_back_is_told_without_a_row(office: Desk) -> None:
    office.book("full.xlsx", *asked(("LT-0002", "ben@acme.example"), ("LT-0001", "anna@acme.example")))
    office.json("run", "full.xlsx", "--mode", "full")

    said = branch(office.say("explain", "LT-0003").out, "3. ownership_released")

    assert said[1:] == [
        "rule: The full sheet does not name the device (--mode full): what is held within its scope is unassigned.",
        "no row of full.xlsx names it",
    ]


@pytest.mark.system
def test_a_pending_ownership_and_its_cancellation_are_told(office: Desk) -> None:
    assert (
        "eva@acme.example from 2031-01-01T00:00:00Z until further notice: pending"
        in office.say("explain", "LT-0005").out
    )
    assert events_of(office, "LT-0005")[-1]["rule"].endswith(decision_rules.PENDING)

    office.book("never.xlsx", *NEVER)
    office.json("run", "never.xlsx")

    below = branch(office.say("explain", "LT-0005").out, "eva@acme.example from 2031-01-01T00:00:00Z until further")
    assert "3. ownership_cancelled at" in "\n".join(below)
    assert "rule: The ownership had not begun yet, and the row's date is its very start: unassign cancels it." in below
    assert below[-3:] == [
        "cell D2, action: unassign",
        "cell B2, owner_email: eva@acme.example",
        "cell C2, effective_at: 2031-01-01",
    ]


@pytest.mark.system
def test_a_device_made_by_an_assignment_is_told_with_its_rule(office: Desk) -> None:
    office.book("new.xlsx", *asked(("LT-0042", "zoe@acme.example")))
    office.json("run", "new.xlsx", "--create-devices", "--default-device-type", "laptop")

    created, taken = events_of(office, "LT-0042")

    assert created["rule"] == (
        "The device was not on record, and assign rows may create devices (--create-devices): create it. "
        f"{decision_rules.DEFAULT_TYPE}"
    )
    assert (
        taken["rule"] == f"Nobody held the device: assign gives it to the owner of the row. {decision_rules.NEW_OWNER}"
    )
