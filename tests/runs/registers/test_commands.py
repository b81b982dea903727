"""A register through the commands: run, plan and apply by half, undo, explain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Cells, Desk, read_sheet
from tests.support.fixtures.desks import Prepared

HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Location", "Model", "Owner Email", "Effective At")
ANNA, BEN, ZOE = "anna@acme.example", "ben@acme.example", "zoe@acme.example"

MOVED = ("LT-0001", "AT-1", None, None, None, "Paris", "T14", BEN, "2026-02-01")
AS_IT_IS = ("LT-0002", None, None, None, None, "Berlin", None, BEN, None)
NEW = ("LT-0009", "AT-9", "Laptop 9", "laptop", "computers", "Berlin", "T14", ZOE, None)
NO_OWNER = ("LT-0003", None, None, None, None, "Rome", None, None, None)
BAD = ("LT-0004", None, None, None, None, "Rome", None, "no address", None)
TAKEN = ("LT-0006", "AT-1", None, None, None, "Rome", None, ANNA, None)
ROWS = (MOVED, AS_IT_IS, NEW, NO_OWNER, BAD, TAKEN)


def _register(desk: Desk, *rows: Cells, name: str = "register.xlsx") -> Path:
    return desk.book(name, HEADER, *rows)


def _rows(report: dict[str, Any], desk: Desk, sheet: str = "Rows") -> list[dict[str, Any]]:
    return read_sheet(desk.at(report["outputs"]["results"]), sheet)


def _facts(desk: Desk, serial: str) -> tuple[Any, ...]:
    (device,) = [one for one in desk.show("devices") if one["serial_number"] == serial]
    return device["location"], device["owner_email"]


@pytest.fixture(scope="module")
def loaded(
    no_settings_of_the_tester: None, monday: Desk, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Desk, dict[str, Any]]:
    """The office once the register is loaded, and what the run reported; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("loaded"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        return desk, desk.json("run", _register(desk, *ROWS), code=4)


@pytest.mark.system
def test_every_row_has_one_outcome_and_is_listed_once(loaded: tuple[Desk, dict[str, Any]]) -> None:
    office, report = loaded

    assert report["rows"] == {"in": 6, "applied": 3, "unchanged": 1, "skipped": 0, "rejected": 2}
    assert report["actions"] == {"create": 1, "update": 2, "assign": 1, "reassign": 1, "unassign": 0}
    assert report["reasons"] == {"already_assigned": 1, "identifier_mismatch": 1, "invalid_email": 1}
    rows = _rows(report, office)
    assert [(row["Serial Number"], row["_outcome"], row["_action"], row["_kind"]) for row in rows] == [
        ("LT-0001", "applied", "reassign", "register"),
        ("LT-0002", "unchanged", "none", "register"),
        ("LT-0009", "applied", "assign", "register"),
        ("LT-0003", "applied", "update", "register"),
        ("LT-0004", "rejected", "none", "register"),
        ("LT-0006", "rejected", "none", "register"),
    ]
    assert rows[0]["_message"] == (
        "LT-0001 was updated; the Changes sheet shows old and new. "
        "LT-0001 passed from anna@acme.example to ben@acme.example on 2026-02-01."
    )
    assert rows[2]["_message"].startswith("LT-0009 was created. LT-0009 was assigned to zoe@acme.example")


@pytest.mark.system
def test_a_row_whose_owner_nobody_knows_tells_both_halves_truly(office: Desk) -> None:
    header = ("Serial Number", "Location", "Assigned to")
    register = office.book("register.xlsx", header, ("LT-0003", "Rome", "Nora Nobody"), ("LT-0001", "Rome", BEN))
    nobody = (
        "Nobody on record is called Nora Nobody; who has the device was not changed. Give the e-mail address, the "
        "number or the login; or put people on record by their names alone with --owners-by-name."
    )
    held = "LT-0001 is held by anna@acme.example; who has the device was not changed. "
    advice = "Use --on-conflict reassign to hand it over."

    first = office.json("run", register, "--on-conflict", "skip")
    again = office.json("run", register, "--on-conflict", "skip")

    assert [(row["_outcome"], row["_message"]) for row in _rows(first, office)] == [
        ("applied", f"LT-0003 was updated; the Changes sheet shows old and new. {nobody}"),
        ("applied", f"LT-0001 was updated; the Changes sheet shows old and new. {held}{advice}"),
    ]
    known = "What the row says of the device is on record already."
    assert [(row["_outcome"], row["_message"]) for row in _rows(again, office)] == [
        ("skipped", f"{known} {nobody}"),
        ("skipped", f"{known} {held}{advice}"),
    ]


@pytest.mark.system
def test_what_both_halves_say_is_said_once(office: Desk) -> None:
    report = office.json("run", _register(office, NEW, BAD), "--atomic", code=4)

    assert _rows(report, office)[0]["_message"] == (
        "Nothing was written, because another row of this run was rejected. "
        "Mend the rejected rows and load the file again."
    )


@pytest.mark.system
def test_of_a_rejected_row_neither_half_is_carried_out(loaded: tuple[Desk, dict[str, Any]]) -> None:
    office, _ = loaded

    assert _facts(office, "LT-0004") == ("Paris", None)
    assert _facts(office, "LT-0006") == ("Berlin", None)


@pytest.mark.system
def test_the_second_time_it_changes_nothing(loaded: tuple[Desk, dict[str, Any]], tmp_path: Path) -> None:
    office = loaded[0].copied_to(tmp_path)

    again = office.json("run", _register(office, MOVED, AS_IT_IS, NEW, NO_OWNER))

    assert (again["rows"]["unchanged"], again["actions"]) == (4, NO_ACTION)


@pytest.mark.system
def test_a_blank_owner_means_nobody_in_a_full_register_or_where_that_is_said(office: Desk) -> None:
    words = ("--scope", "all", "--allow", "unassign_percent=100")
    whole = office.json("plan", _register(office, MOVED, AS_IT_IS, NO_OWNER), "--mode", "full", *words)
    assert whole["actions"]["unassign"] == 2  # LT-0003, and PH-0001, which no row names
    kept = office.json("plan", _register(office, NO_OWNER), "--mode", "full", "--blank-owner", "keep", *words)
    assert kept["absent_unassigned"] == 3
    nobody = office.json("plan", _register(office, NO_OWNER), "--blank-owner", "none")
    assert nobody["actions"]["unassign"] == 1


@pytest.mark.system
def test_rejected_rows_can_be_mended_and_given_back(loaded: tuple[Desk, dict[str, Any]], tmp_path: Path) -> None:
    office, report = loaded[0].copied_to(tmp_path), loaded[1]
    path = office.at(report["outputs"]["results"])
    book = openpyxl.load_workbook(path)
    sheet = book["Rejected"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["Owner Email"]).value = ANNA
    sheet.cell(3, titles["Asset Tag"]).value = None
    book.save(office.folder / "mended.xlsx")

    mended = office.json("run", "mended.xlsx")

    assert mended["rows"] == {"in": 2, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert (_facts(office, "LT-0004"), _facts(office, "LT-0006")) == (("Rome", ANNA), ("Rome", ANNA))


@pytest.fixture
def planned(monday: Desk, prepared: Prepared) -> Desk:
    """The office, and a plan of a register."""

    def planned_register(desk: Desk) -> None:
        monday.copied_to(desk.folder)
        desk.json("plan", _register(desk, MOVED, NEW, NO_OWNER), "-o", "plan.xlsx")

    return prepared(planned_register)


@pytest.fixture
def plan(planned: Desk) -> Path:
    return planned.folder / "plan.xlsx"


def _refuse(plan: Path, sheet: str, serial: str) -> None:
    """Say no to the line of that device."""
    book = openpyxl.load_workbook(plan)
    for row in book[sheet].iter_rows(min_row=2):
        if serial in [cell.value for cell in row]:
            row[0].value = "N"
    book.save(plan)


@pytest.mark.system
def test_a_plan_of_a_register_does_what_a_run_does(planned: Desk, plan: Path) -> None:
    report = planned.json("apply", plan.name)

    assert report["rows"] == {"in": 3, "applied": 3, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert _facts(planned, "LT-0001") == ("Paris", BEN)
    assert _facts(planned, "LT-0009") == ("Berlin", ZOE)


@pytest.mark.system
def test_half_a_row_may_be_declined(planned: Desk, plan: Path) -> None:
    _refuse(plan, "Reassign", "LT-0001")

    report = planned.json("apply", plan.name)

    assert report["rows"] == {"in": 3, "applied": 3, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert _facts(planned, "LT-0001") == ("Paris", ANNA)
    (row,) = [row for row in _rows(report, planned) if row["Serial Number"] == "LT-0001"]
    assert (row["_action"], row["_message"]) == (
        "update",
        "Carried out in part: one line of this row was left out; see the sheet Left out.",
    )


@pytest.mark.system
def test_a_row_of_which_both_lines_are_declined_is_skipped(planned: Desk, plan: Path) -> None:
    _refuse(plan, "Reassign", "LT-0001")
    _refuse(plan, "Update", "LT-0001")

    report = planned.json("apply", plan.name)

    assert (report["rows"]["applied"], report["rows"]["skipped"]) == (2, 1)
    assert _facts(planned, "LT-0001") == ("Berlin", ANNA)


@pytest.mark.system
def test_without_its_new_device_nothing_of_a_row_is_carried_out(planned: Desk, plan: Path) -> None:
    _refuse(plan, "Create", "LT-0009")

    report = planned.json("apply", plan.name)

    assert (report["rows"]["applied"], report["rows"]["skipped"], report["created"]["owners"]) == (2, 1, 0)


@pytest.mark.system
def test_a_run_of_a_register_can_be_undone(office: Desk) -> None:
    before = (_facts(office, "LT-0001"), office.holders())
    run = office.json("run", _register(office, MOVED, NO_OWNER))

    office.json("undo", run["run_id"], "-o", "undo.xlsx")
    office.json("apply", "undo.xlsx")

    assert (_facts(office, "LT-0001"), office.holders()) == before


@pytest.mark.system
def test_an_explanation_names_the_cells_of_both_halves(loaded: tuple[Desk, dict[str, Any]]) -> None:
    office, _ = loaded

    story = office.json("explain", "LT-0009")

    told = {event["type"]: (event["cell"], event["row"]) for event in story["events"]}
    assert told["device_created"] == ("A4", 4)
    assert told["ownership_taken"] == ("H4", 4)
