"""A mistyped serial number, corrected in an export that comes back: in a run, by a plan, undone, and explained."""

from __future__ import annotations

import pytest

from tests.support.books.exports import NO_ACTION, edited, export, messages, typed
from tests.support.desk import Desk, read_sheet
from tests.support.office import HELD, asked

RIGHT = "LT-7001"


def _serials(desk: Desk) -> list[str]:
    return [device["serial_number"] for device in desk.show("devices")]


@pytest.mark.system
def test_it_is_a_change_of_the_device_that_the_row_showed_and_can_be_undone(office: Desk) -> None:
    book = edited(
        export(office, "export.xlsx", "--as", "register"), typed("Register", "LT-0001", "serial_number", RIGHT)
    )

    report = office.json("run", book)
    again = office.json("run", book)

    assert report["actions"] == {**NO_ACTION, "update": 1}
    (said,) = messages(report, "warning")
    assert said.endswith(
        f"C2: the serial number of device 1 is {RIGHT} from now on; it was LT-0001, as this export showed in the row."
    )
    assert (again["rows"]["unchanged"], again["issues"]) == (again["rows"]["in"], [])
    assert office.holders() == {**{one: who for one, who in HELD.items() if one != "LT-0001"}, RIGHT: HELD["LT-0001"]}
    (change,) = read_sheet(office.at(report["outputs"]["results"]), "Changes")
    assert change["Old value"] == "serial_number: LT-0001"
    assert change["New value"] == f"serial_number: {RIGHT}"
    assert office.json("verify")["ok"]

    story = office.json("explain", "LT-0001")
    assert (story["found_by"], story["serial_number"]) == ("former", RIGHT)
    assert f"device 1, serial number {RIGHT}" in office.say("explain", "LT-0001").out
    assert "it is the former identifier of device 1" in office.say("show", "devices", "--serial", "LT-0001").err

    office.json("undo", report["run_id"], "-o", "undo.xlsx")
    office.json("apply", "undo.xlsx")
    assert office.holders() == HELD
    assert office.json("verify")["ok"]


@pytest.mark.system
def test_a_plan_says_so_line_by_line_and_is_out_of_date_once_another_device_has_the_number(office: Desk) -> None:
    export(office)
    book = edited(office.folder / "export.xlsx", typed("Inventory", "LT-0001", "serial_number", RIGHT))
    office.json("plan", book, "-o", "first.xlsx")
    office.json("plan", book, "-o", "second.xlsx")

    assert office.json("apply", "first.xlsx")["actions"] == {**NO_ACTION, "update": 1}
    assert _serials(office)[0] == RIGHT
    assert office.json("apply", "second.xlsx", code=None)["reasons"]["stale"] == 1
    assert office.holders()[RIGHT] == HELD["LT-0001"]  # the sheet Assignments still calls it LT-0001


@pytest.mark.system
def test_what_another_device_has_stays_with_it_and_so_does_what_the_ledger_has_changed(office: Desk) -> None:
    export(office)
    book = edited(office.folder / "export.xlsx", typed("Inventory", "LT-0001", "serial_number", "LT-0002"))
    taken = office.json("run", book, code=4)

    right = edited(office.folder / "export.xlsx", typed("Inventory", "LT-0001", "serial_number", RIGHT), name="1.xlsx")
    office.json("run", right)
    other = edited(
        office.folder / "export.xlsx", typed("Inventory", "LT-0001", "serial_number", "LT-7002"), name="2.xlsx"
    )
    late = office.json("run", other, code=4)

    assert taken["reasons"]["identifier_mismatch"] == 1
    assert late["reasons"]["conflict_with_ledger"] == 1
    assert _serials(office)[0] == RIGHT


@pytest.mark.system
def test_in_any_other_list_it_is_a_mismatch_and_the_message_names_the_way(office: Desk) -> None:
    listed = office.book("list.xlsx", ("Serial Number", "Asset Tag", "Location"), (RIGHT, "AT-1", "Rome"))

    (issue,) = office.json("run", listed, code=4)["issues"]

    assert (issue["code"], issue["hint"]) == (
        "identifier_mismatch",
        "Keep only those of the device that is meant. If its serial number on record is wrong, correct that in the "
        "workbook that `rollcall export` writes, and load it.",
    )


@pytest.mark.system
def test_many_at_once_are_refused(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    export(office)
    monkeypatch.setenv("ROLLCALL_LIMITS__CORRECTED_IDENTIFIERS", "1")
    edits = [typed("Inventory", f"LT-000{at}", "serial_number", f"LT-700{at}") for at in (1, 2)]
    book = edited(office.folder / "export.xlsx", *edits)

    said = office.say("run", book)

    assert said.code == 5
    assert said.err.startswith(
        "Devices whose serial number, or what else they are known by, is another one: 2, and corrected_identifiers "
        "allows 1 (LT-0001 becomes LT-7001; LT-0002 becomes LT-7002)."
    )
    assert office.json("run", book, "--allow", "corrected_identifiers=2", "--reason", "Typed by hand")["ok"]


@pytest.mark.system
def test_who_has_it_is_told_in_the_same_row(office: Desk) -> None:
    sheet = "Register"
    path = export(office, "export.xlsx", "--as", "register")
    edits = [
        typed(sheet, "LT-0004", "owner_email", "eva@acme.example"),
        typed(sheet, "LT-0004", "serial_number", RIGHT),
    ]

    report = office.json("run", edited(path, *edits))

    assert report["actions"] == {**NO_ACTION, "update": 1, "assign": 1}
    assert office.holders() == {**HELD, RIGHT: "eva@acme.example"}


@pytest.mark.system
def test_a_list_of_who_has_what_follows(office: Desk) -> None:
    """The old number is on record no more: a row with it is not assigned to anybody by mistake."""
    path = export(office)
    office.json("run", edited(path, typed("Inventory", "LT-0001", "serial_number", RIGHT)))

    report = office.json("run", office.book("held.xlsx", *asked(("LT-0001", "eva@acme.example"))))

    assert report["reasons"] == {"unknown_device": 1}
