"""`<all>`: one row takes back everything that a person holds, through every command."""

from __future__ import annotations

import openpyxl
import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.office import HELD

ANNA, BEN, EVA = "anna@acme.example", "ben@acme.example", "eva@acme.example"
OF_BEN = ("LT-0002", "LT-0003")
HEADER = ("Serial Number", "Owner Email", "Action", "Effective At")


def _asked(desk: Desk, *rows: tuple[object, ...]) -> str:
    return desk.book("gone.xlsx", HEADER, *rows).name


def _told(desk: Desk, report: dict[str, object], sheet: str = "Rows") -> list[tuple[object, ...]]:
    outputs = report["outputs"]
    assert isinstance(outputs, dict)
    rows = read_sheet(desk.at(outputs["results"]), sheet)
    return [(row["_outcome"], row["_reason"], row["_message"]) for row in rows]


@pytest.mark.system
def test_one_row_takes_back_everything_and_every_device_is_told_with_that_row(office: Desk) -> None:
    report = office.json("run", _asked(office, ("<all>", BEN, "unassign")))

    assert report["rows"] == {"in": 1, "applied": 1, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert (report["actions"]["unassign"], report["reasons"]) == (2, {})
    assert office.holders() == {serial: owner for serial, owner in HELD.items() if serial not in OF_BEN}
    changes = read_sheet(office.at(report["outputs"]["results"]), "Changes")
    assert [(row["Serial number"], row["File"], row["Row"]) for row in changes] == [
        (serial, "gone.xlsx", 2) for serial in OF_BEN
    ]
    assert _told(office, report) == [("applied", None, f"2 devices of {BEN} were unassigned.")]
    assert "gone.xlsx" in office.say("explain", "LT-0002").out
    assert office.json("verify")["ok"]
    office.json("undo", report["run_id"], "-o", "undo.xlsx")
    office.json("apply", "undo.xlsx")
    assert office.holders() == HELD


@pytest.mark.system
def test_what_another_row_names_is_left_to_that_row(office: Desk) -> None:
    report = office.json("run", _asked(office, ("<ALL>", BEN, "unassign", "2026-02-01"), ("LT-0002", EVA, None)))

    assert office.holders()["LT-0002"] == EVA
    assert _told(office, report)[0][2] == f"1 device of {BEN} was unassigned; 1 device is left to other rows."
    (span,) = office.show("ownerships", "--serial", "LT-0003")
    assert span["end_time"] == "2026-02-01T00:00:00Z"


@pytest.mark.system
def test_an_owner_who_holds_nothing_or_is_unknown_has_nothing_to_take_back(office: Desk) -> None:
    rows = (("<all>", "zoe@acme.example", "unassign"), ("<all>", EVA, "unassign"))
    report = office.json("run", _asked(office, *rows))

    assert report["reasons"] == {"not_assigned": 1, "unknown_owner": 1}
    assert _told(office, report)[1] == ("skipped", "not_assigned", f"{EVA} holds no device.")


@pytest.mark.system
def test_a_row_that_cannot_mean_every_device_is_rejected(office: Desk) -> None:
    rows = (("<all>", BEN, None), ("<all>", None, "unassign"), ("<all>", "<none>", "unassign"))
    report = office.json("run", _asked(office, *rows), code=4)

    assert report["reasons"] == {"invalid_value": 3}
    gives, *names_nobody = (str(message) for *_, message in _told(office, report))
    assert "a row can take them all back, but not give them" in gives
    assert ["the row names no owner" in message for message in names_nobody] == [True, True]
    assert office.holders() == HELD


@pytest.mark.system
def test_it_means_nothing_in_a_register_or_an_inventory_or_beside_another_identifier(office: Desk) -> None:
    register = office.book("register.xlsx", ("Serial Number", "Model", "Owner Email"), ("<all>", "T14", BEN))
    office.book("inventory2.xlsx", ("Serial Number", "Name", "Type", "Category"), ("<all>", "L", "laptop", "computers"))
    office.book("both.xlsx", ("Serial Number", "Asset Tag", "Owner", "Action"), ("<all>", "AT-2", BEN, "unassign"))

    for name in (register.name, "inventory2.xlsx", "both.xlsx"):
        assert office.json("run", name, code=4)["reasons"] == {"invalid_value": 1}, name
    assert office.holders() == HELD


@pytest.mark.system
def test_the_lines_of_one_row_are_approved_one_by_one(office: Desk) -> None:
    office.json("plan", _asked(office, ("<all>", BEN, "unassign")), "-o", "plan.xlsx")
    book = openpyxl.load_workbook(office.folder / "plan.xlsx")
    lines = list(book["Unassign"].iter_rows(min_row=2))
    assert len([line for line in lines if any(cell.value in OF_BEN for cell in line)]) == 2
    next(line for line in lines if any(cell.value == "LT-0002" for cell in line))[0].value = "N"
    book.save(office.folder / "plan.xlsx")

    report = office.json("apply", "plan.xlsx")
    assert report["rows"]["applied"] == 1
    assert office.holders() == {serial: owner for serial, owner in HELD.items() if serial != "LT-0003"}
    partly = "Carried out in part: one line of this row was left out; see the sheet Left out."
    assert _told(office, report) == [("applied", None, partly)]


@pytest.mark.system
def test_a_full_sheet_and_such_a_row_agree(office: Desk) -> None:
    rows = (("LT-0001", ANNA, None), ("PH-0001", ANNA, None), ("<all>", BEN, "unassign"))
    report = office.json("run", _asked(office, *rows), "--mode", "full", "--scope", "all")

    assert (report["absent_unassigned"], report["absent_held"], report["actions"]["unassign"]) == (0, 0, 2)


@pytest.mark.system
def test_people_are_taken_everything_from_by_name_or_number(office: Desk) -> None:
    header = ("Asset Tag", "Assigned To", "Action")
    office.json("run", office.book("gone.xlsx", header, ("<all>", BEN.upper(), "unassign")))
    assert set(office.holders().values()) == {ANNA}
    assert office.json("run", "gone.xlsx")["reasons"] == {"not_assigned": 1}


@pytest.mark.system
def test_the_digest_says_who_has_devices_again(office: Desk) -> None:
    inbox = office.folder / "inbox"
    inbox.mkdir()
    office.book("inbox/gone.xlsx", HEADER, ("<all>", BEN, "unassign"))
    assert office.json("sweep", "inbox")["actions"]["unassign"] == 2
    assert office.json("digest")["differences"] == []

    office.json("run", office.book("again.xlsx", HEADER, ("LT-0004", BEN, None)))
    (found,) = office.json("digest")["differences"]
    assert (found["device"], found["wanted"], found["current"]) == ("Every device", f"not {BEN}", BEN)
