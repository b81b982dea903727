"""`explain`: the whole story of a device, for people and for programs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from schemas.reasons import decision_rules
from schemas.workbook_forms.plan import APPROVE, NO
from tests.support.desk import Desk, Record
from tests.support.office import INVENTORY, asked

EVA_TAKES_THREE = asked(*((serial, "eva@acme.example", "2025-06-01") for serial in ("LT-0002", "LT-0003", "LT-0004")))

NEVER = (
    ("Serial Number", "Owner Email", "Effective At", "Action"),
    ("LT-0005", "eva@acme.example", "2031-01-01", "unassign"),
)


@pytest.fixture(scope="module")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then LT-0001 passes to Eva and a row about an unknown device is skipped; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("moved"))
    desk.book("moves.xlsx", *asked(("LT-0001", "Eva@acme.example", "2025-06-01"), ("LT-0099", "eva@acme.example")))
    assert desk.say("run", "moves.xlsx").code == 0
    return desk


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


def branch(text: str, first: str) -> list[str]:
    """What hangs below the line that begins so, without the drawing."""
    lines = [(len(line) - len(line.lstrip("│├└─ \u00a0")), line.lstrip("│├└─ \u00a0")) for line in text.splitlines()]
    start = next(number for number, (_, said) in enumerate(lines) if said.startswith(first))
    depth = lines[start][0]
    end = next((n for n in range(start + 1, len(lines)) if lines[n][0] <= depth), len(lines))
    return [said for _, said in lines[start + 1 : end]]


def test_the_story_goes_from_the_ownership_to_the_cell(moved: Desk) -> None:
    said = moved.say("explain", "lt-0001")

    first, second = moved.show("runs")
    assert (said.code, said.err) == (0, "")
    assert branch(said.out, "eva@acme.example from 2025-06-01T00:00:00Z until further notice: holds it now") == [
        f"4. ownership_taken at {second['recorded_at']}: until further notice; after anna@acme.example",
        f"no plan: written at once by rollcall run {second['run_id']}, by {second['user_name']}",
        "rule: The device was held by another owner: assign hands it over (--on-conflict reassign).",
        f"moves.xlsx, sheet Sheet1, row 2  (SHA-256 {sha256(moved, 'moves.xlsx')[:12]})",
        "cell B2, owner_email: Eva@acme.example",
        "cell C2, effective_at: 2025-06-01",
    ]
    assert branch(said.out, "1. device_created")[2:] == [
        f"inventory.xlsx, sheet Sheet1, row 2  (SHA-256 {sha256(moved, 'inventory.xlsx')[:12]})",
        "cell A2, serial_number: LT-0001",
        "cell B2, asset_tag: AT-1",
        "cell C2, name: Laptop 1",
        "cell D2, type: laptop",
        "cell E2, category: computers",
        "cell F2, location: Berlin",
        "cell G2, purchase_price: 1200",
    ]
    assert "device 1, version 4: Laptop 1, laptop, computers, Berlin" in said.out
    assert f"rollcall run {first['run_id']}" in said.out


def sha256(desk: Desk, file: str) -> str:
    """The fingerprint of a file that is still as it was read."""
    return hashlib.sha256((desk.folder / file).read_bytes()).hexdigest()


def test_an_ownership_is_told_with_all_that_changed_it(moved: Desk) -> None:
    first, second = (run["recorded_at"] for run in moved.show("runs"))

    below = branch(moved.say("explain", "LT-0001").out, "anna@acme.example from 2025-01-10T00:00:00Z until 2025-06-01")

    assert [line for line in below if line[0].isdigit()] == [
        f"2. ownership_taken at {first}: until further notice  (believed until {second})",
        f"3. ownership_released at {second}: until further notice -> 2025-06-01T00:00:00Z",
    ]


def test_the_rows_that_named_it_are_listed_too(moved: Desk) -> None:
    run = moved.show("runs")[1]["run_id"]

    assert branch(moved.say("explain", "LT-0001").out, "rows that named it")[-1] == (
        "moves.xlsx, sheet Sheet1, row 2: applied: LT-0001 passed from anna@acme.example to eva@acme.example "
        f"on 2025-06-01.  (run {run})"
    )


def test_programs_get_the_same_story(moved: Desk) -> None:
    story = moved.json("explain", "LT-0001")

    assert (story["ok"], story["command"], story["exit_code"]) == (True, "explain", 0)
    assert [device["name"] for device in story["devices"]] == ["Laptop 1"]
    assert [(span["owner_email"], span["end_time"], span["status"]) for span in story["spans"]] == [
        ("anna@acme.example", "2999-12-31T23:59:59Z", "superseded"),
        ("anna@acme.example", "2025-06-01T00:00:00Z", "past"),
        ("eva@acme.example", "2999-12-31T23:59:59Z", "current"),
    ]
    assert [(event["type"], event["file"], event["cell"]) for event in story["events"]] == [
        ("device_created", "inventory.xlsx", "A2"),
        ("ownership_taken", "monday.xlsx", "B2"),
        ("ownership_released", "moves.xlsx", "B2"),
        ("ownership_taken", "moves.xlsx", "B2"),
    ]
    assert [(row["file"], row["row"], row["outcome"], row["action"]) for row in story["rows"]] == [
        ("inventory.xlsx", 2, "applied", "create"),
        ("monday.xlsx", 2, "applied", "assign"),
        ("moves.xlsx", 2, "applied", "reassign"),
    ]
    assert story["rows"][2]["cells"]["owner_email"] == "Eva@acme.example"


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [
        ("\u200blt-0001 ", "serial_number"),
        (" at-1\ufeff", "asset_tag"),
        ("1", "device_id"),
        ("Laptop  1", "name"),
    ],
)
def test_any_identifier_tells_the_same_story(moved: Desk, typed: str, found_by: str) -> None:
    by_serial, story = moved.json("explain", "LT-0001"), moved.json("explain", typed)

    assert (story["identifier"], story["found_by"]) == (typed, found_by)
    assert story["serial_number"] == (typed if found_by == "serial_number" else "LT-0001")
    told = ("ok", "command", "exit_code", "devices", "spans", "events", "rows")
    assert [story[name] for name in told] == [by_serial[name] for name in told]


def test_a_device_without_a_serial_number_is_told_by_its_mac_address(office: Desk) -> None:
    office.book("sensors.xlsx", ("MAC", "Name", "Type", "Category"), ("aa:bb:cc:dd:ee:01", "Hall", "sensor", "iot"))
    office.json("run", "sensors.xlsx")

    story = office.json("explain", "AABB.CCDD.EE01")

    assert (story["found_by"], story["serial_number"], [one["name"] for one in story["devices"]]) == (
        *("mac_address", None),
        ["Hall"],
    )
    assert "device 8, version 1: Hall, sensor, iot" in office.say("explain", "AABB.CCDD.EE01").out


def test_a_device_that_is_asked_for_otherwise_is_told_with_its_serial_number(moved: Desk) -> None:
    assert "device 1, serial number LT-0001, version 4: Laptop 1, laptop" in moved.say("explain", "AT-1").out


def test_a_name_that_several_devices_have_lists_them(office: Desk) -> None:
    office.book("twins.xlsx", INVENTORY[0], *((f"LT-002{n}", None, "Twin", "laptop", "computers") for n in (1, 2)))
    office.json("run", "twins.xlsx")

    said = office.say("explain", "Twin")

    assert (said.code, said.out) == (2, "")
    assert "Twin is the name of 2 devices: 8 (serial number LT-0021), 9 (serial number LT-0022)." in said.err
    assert "rollcall explain 8" in said.err
    assert office.json("explain", "Twin", code=2)["error"]["code"] == "ambiguous_device"


def test_programs_get_the_rule_and_every_cell_of_an_event(moved: Desk) -> None:
    event = events_of(moved, "LT-0001")[3]

    assert event["sha256"] == sha256(moved, "moves.xlsx")
    assert event["rule"] == "The device was held by another owner: assign hands it over (--on-conflict reassign)."
    assert event["said"] == [
        {"field": "owner_email", "cell": "B2", "value": "Eva@acme.example"},
        {"field": "effective_at", "cell": "C2", "value": "2025-06-01"},
    ]
    assert [event[name] for name in ("plan_id", "plan_line", "plan_file", "plan_sha256", "undoes")] == [None] * 5


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


def test_programs_get_the_plan_and_its_line(approved: Desk) -> None:
    event = events_of(approved, "LT-0004")[-1]

    assert (event["plan_line"], event["plan_file"], event["command"]) == ("Assign!2", "plan.xlsx", "apply")
    assert event["plan_sha256"] == sha256(approved, "plan.xlsx")
    assert event["plan_id"] == approved.show("runs")[-1]["plan_id"]


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


@pytest.mark.parametrize(("serial", "row", "reason"), [("LT-0002", 2, "not_approved"), ("LT-0003", 3, "stale")])
def test_a_line_that_was_not_carried_out_is_told_with_its_plan(
    approved: Desk, serial: str, row: int, reason: str
) -> None:
    apply = approved.show("runs")[-1]

    said = branch(approved.say("explain", serial).out, "rows that named it")[-1]

    assert said.startswith(f"three.xlsx, sheet Sheet1, row {row}: skipped / {reason}: ")
    assert said.endswith(f"(run {apply['run_id']}, plan {apply['plan_id']})")


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
        "A run is undone: the ownership has again the end and label it had before.",
    ]
    assert {event["plan_line"] for event in events} == {"Reassign!2"}
    assert f"undoes run {undone}" in branch(
        out, "eva@acme.example from 2025-06-01T00:00:00Z until further notice, label"
    )
    assert "until 2025-06-01T00:00:00Z -> further notice" in out
    assert "corner: cancelled" in out


def test_each_changed_attribute_is_told_with_its_cell(office: Desk) -> None:
    office.book("changes.xlsx", INVENTORY[0], ("LT-0001", "AT-1", "Laptop one", None, None, "Rome", "1 250,00 EUR"))
    office.json("run", "changes.xlsx")

    event = events_of(office, "LT-0001")[-1]

    assert event["payload"]["new"] == {"location": "Rome", "name": "Laptop one", "purchase_price": "1250.00"}
    assert [(one["field"], one["cell"], one["value"]) for one in event["said"]] == [
        ("location", "F2", "Rome"),
        ("name", "C2", "Laptop one"),
        ("purchase_price", "G2", "1 250,00 EUR"),
    ]


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


def test_a_cell_is_found_below_a_title_and_beside_columns_that_are_not_read(office: Desk) -> None:
    title, header = ("Moves of March",), (None, "_ours", "S/N", None, "Note", "Owner Email")
    office.book("odd.xlsx", title, (), header, (), (None, "x", "LT-0004", None, None, "eva@acme.example"))
    said = office.json("run", "odd.xlsx", "--unknown-columns", "ignore")
    assert said["rows"]["applied"] == 1, said

    assert [(one["field"], one["cell"]) for one in events_of(office, "LT-0004")[-1]["said"]] == [("owner_email", "F5")]


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


def test_what_a_full_sheet_takes_back_is_told_without_a_row(office: Desk) -> None:
    office.book("full.xlsx", *asked(("LT-0002", "ben@acme.example"), ("LT-0001", "anna@acme.example")))
    office.json("run", "full.xlsx", "--mode", "full")

    said = branch(office.say("explain", "LT-0003").out, "3. ownership_released")

    assert said[1:] == [
        "rule: The full sheet does not name the device (--mode full): what is held within its scope is unassigned.",
        "no row of full.xlsx names it",
    ]


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


def test_what_would_upset_a_terminal_is_told_without_it(office: Desk) -> None:
    office.book("odd.xlsx", *asked(("LT-0004", "eva@acme.example", None, "two\nlines \u202e and " + "more " * 50)))
    office.json("run", "odd.xlsx")

    (told,) = (line for line in office.say("explain", "LT-0004").out.splitlines() if "cell D2, label: " in line)

    assert "two lines and more more" in told
    assert told.endswith("...")


def test_a_serial_number_that_only_a_skipped_row_named_has_a_story_too(moved: Desk) -> None:
    said = moved.say("explain", "LT-0099")

    assert said.code == 0
    assert "moves.xlsx, sheet Sheet1, row 3: skipped / unknown_device: " in said.out


@pytest.mark.parametrize(
    ("header", "typed", "asked_for"),
    [
        ("Asset Tag", "AT-99", "at-99"),
        ("Serial Number", "\u200blt\u00ad-0098", "LT-0098"),
        ("Serial Number", "LT-0098", "\ufefflt-0098"),
        ("Device Name", "Front desk", " Front  desk"),
    ],
)
def test_what_only_a_skipped_row_named_is_found_however_it_was_typed(
    office: Desk, header: str, typed: str, asked_for: str
) -> None:
    office.book("moves.xlsx", (header, "Owner Email"), (typed, "eva@acme.example"))
    office.say("run", "moves.xlsx")

    story = office.json("explain", asked_for)

    assert ([row["reason"] for row in story["rows"]], story["devices"]) == (["unknown_device"], [])
    assert (story["found_by"], story["serial_number"]) == (None, asked_for)


def test_an_asset_tag_on_record_that_no_row_of_its_own_named_is_known(moved: Desk) -> None:
    assert "nobody so far" in moved.say("explain", "AT-6").out


def test_a_device_that_nobody_ever_held_says_so(moved: Desk) -> None:
    assert "nobody so far" in moved.say("explain", "LT-0006").out


def test_a_serial_number_that_nothing_is_known_of_is_refused(moved: Desk) -> None:
    said = moved.say("explain", "LT-4711")

    assert (said.code, said.out) == (2, "")
    assert "LT-4711" in said.err
    assert "rollcall show devices" in said.err
    assert moved.json("explain", "LT-4711", code=2)["error"]["code"] == "usage"


def test_another_organization_knows_nothing_of_it(moved: Desk) -> None:
    assert moved.say("explain", "LT-0001", "--org", "plant").code == 2
