"""Registers that come back: exports and filled templates, as they were or edited, also once the ledger has moved on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from tests.support.books.exports import NO_ACTION, edited, export, typed
from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.office import HELD

ANNA, BEN, ZOE = "anna@acme.example", "ben@acme.example", "zoe@acme.example"


def _facts(desk: Desk, serial: str) -> tuple[Any, ...]:
    (device,) = [one for one in desk.show("devices") if one["serial_number"] == serial]
    return device["location"], device["owner_email"]


@pytest.mark.system
def test_an_exported_register_plans_to_nothing_and_brings_back_what_was_changed(office: Desk) -> None:
    path = export(office, "all.xlsx", "--as", "register")
    for words in ((), ("--mode", "full"), ("--mode", "full", "--scope", "all")):
        assert office.json("plan", "all.xlsx", *words)["actions"] == NO_ACTION
    edits = (typed("Register", "LT-0001", "location", "Rome"), typed("Register", "LT-0002", "owner_email", ZOE))
    changed = edited(path, *edits)
    office.json("run", office.book("later.xlsx", ("Serial Number", "Owner Email"), ("LT-0004", BEN)))

    report = office.json("run", changed)

    assert report["rows"] == {"in": 7, "applied": 2, "unchanged": 5, "skipped": 0, "rejected": 0}
    assert _facts(office, "LT-0001") == ("Rome", ANNA)
    assert office.holders() == {**HELD, "LT-0002": ZOE, "LT-0004": BEN}


@pytest.fixture
def moved(monday: Desk, prepared: Prepared) -> Desk:
    """The office that was exported as a register; then LT-0001 passed to Ben, and LT-0004 was given to Anna."""

    def passed_on(desk: Desk) -> None:
        monday.copied_to(desk.folder)
        export(desk, "all.xlsx", "--as", "register")
        header = ("Serial Number", "Owner Email")
        desk.json("run", desk.book("later.xlsx", header, ("LT-0001", BEN), ("LT-0004", ANNA)))

    return prepared(passed_on)


@pytest.mark.system
def test_what_both_changed_is_rejected_with_both_halves(moved: Desk) -> None:
    edits = (typed("Register", "LT-0001", "location", "Rome"), typed("Register", "LT-0001", "owner_email", ZOE))
    report = moved.json("run", edited(moved.folder / "all.xlsx", *edits), code=4)

    assert report["reasons"] == {"already_assigned": 3, "conflict_with_ledger": 1}
    assert _facts(moved, "LT-0001") == ("Berlin", BEN)


def _brought_back(office: Desk, *edits: Callable[[Workbook], object], mode: str = "instructions") -> dict[str, Any]:
    """What a run reports of the register, edited, when the ledger has moved on."""
    words = ("--mode", mode, "--scope", "all", "--blank-owner", "none")
    report: dict[str, Any] = office.json("run", edited(office.folder / "all.xlsx", *edits), *words, code=None)
    return report


@pytest.mark.system
@pytest.mark.parametrize("mode", ["instructions", "full"])
def test_a_blank_owner_of_an_export_takes_no_device_from_who_got_it_since(moved: Desk, mode: str) -> None:
    report = _brought_back(moved, mode=mode)

    assert (report["exit_code"], report["actions"]) == (0, NO_ACTION)
    assert moved.holders() == {**HELD, "LT-0001": BEN, "LT-0004": ANNA}


@pytest.mark.system
def test_an_owner_taken_out_of_an_export_conflicts_where_the_device_has_passed_on(moved: Desk) -> None:
    gone = [typed("Register", serial, "owner_email", None) for serial in ("LT-0001", "LT-0002")]
    report = _brought_back(moved, *gone)

    assert (report["exit_code"], report["actions"]) == (4, {**NO_ACTION, "unassign": 1})
    (conflict,) = [issue for issue in report["issues"] if issue["code"] == "conflict_with_ledger"]
    assert conflict["message"].endswith(
        "the export said anna@acme.example, you asked to unassign the device, and the ledger now says ben@acme.example."
    )
    assert moved.holders() == {"LT-0001": BEN, "LT-0003": BEN, "LT-0004": ANNA, "PH-0001": ANNA}


@pytest.mark.system
def test_a_filled_template_of_a_register_changes_nothing(office: Desk) -> None:
    office.say("template", "register", "--prefill", "-o", "fill.xlsx")

    assert office.json("run", "fill.xlsx")["actions"] == NO_ACTION
