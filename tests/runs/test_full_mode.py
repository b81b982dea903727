"""Full mode: what no row names is unassigned, within its scope, and held as long as a row cannot be resolved."""

from __future__ import annotations

import shutil

import pytest

from tests.support.desk import Desk, read_sheet, sheet_names
from tests.support.office import HELD, asked
from tests.system.corpus.cases import FILES

FULL = ("--mode", "full")
ANNA = ("LT-0001", "anna@acme.example")


def left(*gone: str) -> dict[str, str]:
    return {serial: owner for serial, owner in HELD.items() if serial not in gone}


def taken_back(desk: Desk, *words: str, code: int = 0) -> list[str]:
    """The devices that a full run of `full.xlsx` would unassign, by its plan."""
    report = desk.json("plan", "full.xlsx", *words, *FULL, "-o", "plan.xlsx", code=code)
    plan = desk.at(report["outputs"]["plan"])
    return [line["Serial number"] for line in read_sheet(plan, "Unassign")] if "Unassign" in sheet_names(plan) else []


@pytest.mark.system
@pytest.mark.parametrize(
    ("scope", "gone"),
    [
        ("listed-owners", ("PH-0001",)),
        ("all", ("LT-0002", "LT-0003", "PH-0001")),
        ("location=Berlin", ("LT-0002", "PH-0001")),
        ("location=Paris", ("LT-0003",)),
        ("location=berlin", ()),
        ("type=phone", ("PH-0001",)),
    ],
)
def test_what_is_in_scope_and_not_named_is_taken_back(office: Desk, scope: str, gone: tuple[str, ...]) -> None:
    office.book("full.xlsx", *asked(ANNA))

    assert taken_back(office, "--scope", scope) == [*gone]


@pytest.mark.system
def test_a_full_run_takes_back_and_leaves_pending_spans_alone(office: Desk) -> None:
    office.book("full.xlsx", *asked(ANNA))

    report = office.json("run", "full.xlsx", *FULL, "--scope", "all")

    assert office.holders() == left("LT-0002", "LT-0003", "PH-0001")
    assert [span["serial_number"] for span in office.show("ownerships", "--pending")] == ["LT-0005"]
    assert (report["absent_unassigned"], report["actions"]["unassign"], report["absent_held"]) == (3, 3, 0)
    assert report["reasons"] == {"already_assigned": 1, "absent_from_full_sheet": 3}
    assert report["rows"] == {"in": 1, "applied": 0, "unchanged": 1, "skipped": 0, "rejected": 0}
    changes = read_sheet(office.at(report["outputs"]["results"]), "Changes")
    listed = [(row["Serial number"], row["Reason"], row["Previous owner"], row.get("File")) for row in changes]
    assert sorted(listed) == [
        (serial, "absent_from_full_sheet", HELD[serial], None) for serial in ("LT-0002", "LT-0003", "PH-0001")
    ]
    assert taken_back(office, "--scope", "all") == []


@pytest.mark.system
def test_the_scope_is_judged_by_this_runs_inventory(office: Desk) -> None:
    office.book("moves.xlsx", ("Serial Number", "Name", "Location"), ("LT-0003", "Laptop 3", "Berlin"))
    office.book("full.xlsx", *asked(ANNA))

    assert taken_back(office, "moves.xlsx", "--scope", "location=Berlin") == ["LT-0002", "LT-0003", "PH-0001"]


@pytest.mark.system
def test_other_organizations_are_out_of_reach(office: Desk) -> None:
    office.json("run", "inventory.xlsx", "monday.xlsx", "--org", "plant")
    office.book("full.xlsx", *asked(ANNA))

    report = office.json("plan", "full.xlsx", *FULL, "--scope", "all", "--org", "plant", "-o", "plan.xlsx")

    assert report["absent_unassigned"] == 3
    assert {row["Organization"] for row in read_sheet(office.folder / "plan.xlsx", "Unassign")} == {"plant"}


TYPO = asked(ANNA, ("LT-OOO2", "ben@acme.example"))


@pytest.mark.system
def test_a_serial_number_that_nobody_knows_holds_everything_back(office: Desk) -> None:
    office.book("full.xlsx", *TYPO)

    report = office.json("run", "full.xlsx", *FULL, "--scope", "all", code=4)

    assert office.holders() == HELD
    assert (report["absent_held"], report["absent_unassigned"], report["actions"]["unassign"]) == (3, 0, 0)
    assert (report["reasons"]["absent_held"], report["rows"]["skipped"]) == (3, 1)


def test_a_held_run_says_what_to_do(office: Desk) -> None:
    office.book("full.xlsx", *TYPO)

    said = office.say("plan", "full.xlsx", *FULL, "--scope", "all")

    assert said.code == 4
    assert "3" in said.out
    assert "--allow absent-beside-unresolved" in said.out


@pytest.mark.system
def test_what_is_held_can_be_let_go(office: Desk) -> None:
    office.book("full.xlsx", *TYPO)

    words = (*FULL, "--scope", "all", "--allow", "absent-beside-unresolved", "--reason", "LT-OOO2 is a typing error")
    report = office.json("run", "full.xlsx", *words)

    assert office.holders() == left("LT-0002", "LT-0003", "PH-0001")
    assert (report["absent_held"], report["absent_unassigned"]) == (0, 3)


@pytest.mark.system
def test_a_device_that_the_row_creates_is_resolved(office: Desk) -> None:
    office.book("full.xlsx", *asked(ANNA, ("LT-0100", "ben@acme.example")))

    words = (*FULL, "--scope", "all", "--create-devices", "--default-device-type", "laptop")
    report = office.json("plan", "full.xlsx", *words)

    assert (report["absent_held"], report["absent_unassigned"]) == (0, 3)


@pytest.mark.system
def test_rejected_rows_still_name_their_devices(office: Desk) -> None:
    """With a bad owner, with a bad date, and one that comes too late."""
    rows = (("LT-0002", "ben at acme"), ("LT-0003", "ben@acme.example", "soon"))
    office.book("full.xlsx", *asked(*rows, ("LT-0001", "eva@acme.example", "2024-01-01")))

    assert taken_back(office, "--scope", "all", code=4) == ["PH-0001"]


@pytest.mark.system
def test_all_or_nothing_takes_nothing_back_beside_a_rejected_row(office: Desk) -> None:
    office.book("full.xlsx", *asked(ANNA, ("LT-0002", "ben at acme")))

    assert taken_back(office, "--scope", "all", "--atomic", code=4) == []


@pytest.mark.system
def test_mended_rows_that_come_back_take_nothing_away(office: Desk) -> None:
    office.book("full.xlsx", *asked(ANNA, ("PH-0001", "anna at acme"), ("LT-0002", "ben@acme.example")))
    first = office.json("run", "full.xlsx", code=4)
    before = office.holders()

    report = office.json("run", first["outputs"]["results"], *FULL, "--scope", "all", code=4)

    assert (report["absent_unassigned"], office.holders()) == (0, before)


@pytest.mark.system
def test_full_mode_is_refused_where_a_sheet_cannot_be_read(office: Desk) -> None:
    shutil.copy(FILES / "second_sheet_broken.xlsx", office.folder / "full.xlsx")

    error = office.json("plan", "full.xlsx", *FULL, code=5)["error"]

    assert error["code"] == "unread_sheet"
    assert "full.xlsx, sheet Notes cannot be read" in error["message"]
    assert office.say("plan", "full.xlsx", *FULL, "--allow", "unread-sheet").code in (0, 4)


def test_people_alone_say_nothing_of_who_has_what(office: Desk) -> None:
    office.book("staff.xlsx", ("Employee number", "Full name", "Last day"), ("4711", "Ana Diaz", "2026-01-31"))

    report = office.json("plan", "staff.xlsx", *FULL, "--scope", "all", "-o", "plan.xlsx", code=5)

    assert report["error"]["code"] == "empty"
    assert report["error"]["message"].startswith("No sheet says who has what, ")
