"""Leavers through every command: listed, planned, released, undone, explained, and held to the limits."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.support.desk import Desk, read_sheet, sheet_names, summary_lines
from tests.support.office import HELD, INVENTORY, asked
from tests.support.people import last_day

ANNA, BEN = "anna@acme.example", "ben@acme.example"
OF_ANNA = ("LT-0001", "PH-0001")
RELEASE = ("--leavers", "release")
NOTHING = {"people": 0, "devices": 0, "released": 0}


def _leave(desk: Desk) -> Desk:
    """Anna left in January; a file that speaks of nobody's device is there to be loaded."""
    last_day(desk, ANNA, "2026-01-31")
    desk.book("other.xlsx", INVENTORY[0], (*INVENTORY[6][:5], "Rome", 1700))
    return desk


def _spans(desk: Desk) -> dict[str, str]:
    """When the ownerships of Anna end."""
    return {span["serial_number"]: span["end_time"] for span in desk.show("ownerships", "--owner", ANNA)}


def _listed(book: Path) -> list[tuple[object, ...]]:
    columns = ("Serial number", "Owner", "Last day", "What became of it", "Purchase price")
    return [tuple(row[column] for column in columns) for row in read_sheet(book, "Leavers")]


def _decline(plan: Path, serial: str) -> None:
    """Say no to the line of that device."""
    book = openpyxl.load_workbook(plan)
    for row in book["Unassign"].iter_rows(min_row=2):
        if serial in [cell.value for cell in row]:
            row[0].value = "N"
    book.save(plan)


def test_a_run_lists_who_has_left_and_still_holds_devices_and_changes_nothing_of_it(office: Desk) -> None:
    _leave(office)
    report = office.json("run", "other.xlsx")

    assert (report["leavers"], report["exit_code"]) == ({"people": 1, "devices": 2, "released": 0}, 0)
    assert "owner_left" not in report["reasons"]
    assert office.holders() == HELD
    book = office.at(report["outputs"]["results"])
    assert [(row[0], row[3], row[4]) for row in _listed(book)] == [
        ("LT-0001", "Still held", 1200),
        ("PH-0001", "Still held", 600),
    ]
    said = f"1 person who has left still holds 2 devices (the last to leave: {ANNA} on 2026-01-31, 2 devices; sheet"
    assert any(line.startswith(said) for line in summary_lines(book))


@pytest.mark.system
def test_what_leavers_hold_ends_with_their_last_day_and_comes_back_with_an_undo(office: Desk) -> None:
    _leave(office)
    before = _spans(office)
    report = office.json("run", "other.xlsx", *RELEASE)

    assert report["leavers"] == {"people": 0, "devices": 0, "released": 2}
    assert (report["reasons"], report["actions"]["unassign"]) == ({"owner_left": 2}, 2)
    assert _spans(office) == dict.fromkeys(OF_ANNA, "2026-02-01T00:00:00Z")
    changes = read_sheet(office.at(report["outputs"]["results"]), "Changes")
    gone = [(row["Serial number"], row["Reason"], row["File"]) for row in changes if row["Action"] == "unassign"]
    assert gone == [(serial, "owner_left", None) for serial in OF_ANNA]
    assert "The last day of the owner has passed (--leavers release)" in " ".join(
        office.say("explain", "LT-0001").out.split()
    )
    assert office.json("verify")["ok"]

    office.json("undo", report["run_id"], "-o", "undo.xlsx")
    office.json("apply", "undo.xlsx")
    assert _spans(office) == before
    assert office.json("verify")["ok"]


@pytest.mark.system
@pytest.mark.parametrize("words", [(), pytest.param(RELEASE, marks=pytest.mark.system)])
def test_the_results_of_a_run_written_again_list_who_had_left_then(office: Desk, words: tuple[str, ...]) -> None:
    _leave(office)
    report = office.json("run", "other.xlsx", *words)
    last_day(office, ANNA, None)
    office.json("run", office.book("given.xlsx", *asked(("LT-0001", BEN))))

    said = office.say("show", "runs", "--run", report["run_id"], "--format", "xlsx", "-o", "again.xlsx")

    assert said.code == 0
    assert _listed(office.folder / "again.xlsx") == _listed(office.at(report["outputs"]["results"]))
    assert [line for line in summary_lines(office.folder / "again.xlsx") if "has left" in line] == [
        line for line in summary_lines(office.at(report["outputs"]["results"])) if "has left" in line
    ]


@pytest.mark.system
def test_a_second_run_lists_nobody_who_was_released_but_who_is_given_a_device_again(office: Desk) -> None:
    _leave(office)
    office.json("run", "other.xlsx", *RELEASE)
    office.book("other.xlsx", INVENTORY[0], (*INVENTORY[6][:5], "Oslo", 1700))
    again = office.json("run", "other.xlsx", *RELEASE)
    assert (again["leavers"], sheet_names(office.at(again["outputs"]["results"]))[-1]) == (NOTHING, "Before")

    given = office.json("run", office.book("given.xlsx", *asked(("LT-0004", ANNA))), *RELEASE)
    assert given["leavers"] == {"people": 1, "devices": 1, "released": 0}
    (row,) = _listed(office.at(given["outputs"]["results"]))
    assert row[3] == "Still held: a row of this run names the device"
    said = " ".join(summary_lines(office.at(given["outputs"]["results"])))
    assert "1 of them is not taken back, since a row of these sheets says who has it" in said
    later = office.json("run", "other.xlsx", *RELEASE)
    assert later["leavers"] == {"people": 0, "devices": 0, "released": 1}


@pytest.mark.system
def test_the_lines_of_leavers_in_a_plan_are_approved_one_by_one(office: Desk) -> None:
    _leave(office)
    planned = office.json("plan", "other.xlsx", *RELEASE, "-o", "plan.xlsx")
    assert planned["leavers"]["released"] == 2
    book = office.folder / "plan.xlsx"
    assert [row["Serial number"] for row in read_sheet(book, "Unassign")] == [*OF_ANNA]
    assert [row[3] for row in _listed(book)] == ["Taken back as of the last day"] * 2
    _decline(book, "LT-0001")

    report = office.json("apply", "plan.xlsx", code=None)
    assert report["leavers"] == {"people": 1, "devices": 1, "released": 1}
    assert _spans(office) == {"LT-0001": "2999-12-31T23:59:59Z", "PH-0001": "2026-02-01T00:00:00Z"}


@pytest.mark.system
def test_a_check_tells_who_has_left_and_touches_nothing(office: Desk) -> None:
    _leave(office)
    said = office.say("check", "other.xlsx", *RELEASE).out

    assert "2 devices would be unassigned because their owners have left." in said
    assert office.holders() == HELD


@pytest.mark.system
def test_releasing_is_held_to_the_limits(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    last_day(office, ANNA, str(date.today() - timedelta(days=500)))
    office.json("run", office.book("late.xlsx", *asked(("LT-0004", ANNA, "2024-01-01"))))
    monkeypatch.setenv("ROLLCALL_LIMITS__BACKDATE_DAYS", "366")
    office.book("other.xlsx", INVENTORY[0], (*INVENTORY[6][:5], "Rome", 1700))

    refused = office.json("run", "other.xlsx", *RELEASE, code=5)
    assert refused["error"]["code"] == "backdate_days"
    assert office.json("run", "other.xlsx")["leavers"]["devices"] == 3


@pytest.mark.system
def test_the_day_ends_in_the_time_zone_of_the_settings(office: Desk) -> None:
    _leave(office)
    (office.folder / "rollcall.toml").write_text('timezone = "Europe/Berlin"\nleavers = "release"')
    office.json("run", "other.xlsx")

    assert _spans(office) == dict.fromkeys(OF_ANNA, "2026-01-31T23:00:00Z")


@pytest.mark.system
def test_corrected_rows_alone_release_nobody(office: Desk) -> None:
    _leave(office)
    office.book("bad.xlsx", *asked(("LT-0006", "no address")))
    report = office.json("run", "bad.xlsx", code=4)

    again = office.json("run", report["outputs"]["results"], *RELEASE, code=4)
    assert again["leavers"] == {"people": 1, "devices": 2, "released": 0}
    assert office.holders() == HELD


@pytest.mark.system
def test_a_sheet_of_people_touches_the_organizations_that_it_names(desk: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category", "Assigned to", "org_id")
    desk.json("run", desk.book("plant.xlsx", header, ("P-1", "P1", "laptop", "c", "eva@acme.example", "plant")))
    people = ("Email", "Department", "Last day", "org_id")
    staff = desk.book("staff.xlsx", people, ("eva@acme.example", "IT", "2025-01-31", "plant"))

    report = desk.json("run", staff)

    assert report["leavers"] == {"people": 1, "devices": 1, "released": 0}
