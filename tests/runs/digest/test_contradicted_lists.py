"""Lists of people and a register that somebody contradicts by hand: what one digest says of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.inboxes import open_inbox, without_digest

pytestmark = pytest.mark.system

Told = dict[str, Any]

_STAFF = ("Name", "Email", "Employee number", "Department")
_ANNA = ("Anna Bell", "anna@acme.example", "1", "IT")
_BOB = ("Bob Fox", "bob@acme.example", "2", "HR")
_DORA = ("Dora Hale", "dora@acme.example", "5", "IT")
_REGISTER = ("Serial Number", "Name", "Type", "Category", "Location", "Owner Email")


@pytest.fixture(scope="module")
def told(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What the digest says once the lists of three folders were taken, and other rows by hand after them."""
    desk = Desk(tmp_path_factory.mktemp("contradicted"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        without_digest(patch)
        _sweep_lists(desk)
        desk.json("run", *_contradictions(desk))
        told: Told = desk.json("digest")
    return told


def _sweep_lists(desk: Desk) -> None:
    inbox = open_inbox(desk)
    held = [(f"S{one}", f"L{one}", "laptop", "it", "Rome", f"p{one}@acme.example") for one in range(1, 4)]
    inbox.drop("staff.xlsx", _STAFF, _ANNA, _BOB, ("Cy Dorn", "cy at acme", "3", "HR"), source="hr")
    inbox.drop("team.xlsx", _STAFF, _DORA, source="lab")
    inbox.drop("register.xlsx", _REGISTER, *held, ("S4", "L4", "laptop", "it", "Rome", None), source="it")
    assert inbox.sweep(code=4)["exit_code"] == 4


def _contradictions(desk: Desk) -> list[Path]:
    return [
        desk.book("moves.xlsx", _STAFF, (*_BOB[:3], "Sales")),
        desk.book("more.xlsx", _STAFF, ("Eli Dorn", "eli@acme.example", "4", "HR")),
        desk.book("places.xlsx", ("Serial Number", "Location"), ("S1", "Paris"), ("S4", "Paris")),
        desk.book("owners.xlsx", ("Serial Number", "Owner Email"), ("S2", "zoe@acme.example")),
    ]


def test_rows_of_people_that_were_rejected_or_changed_since_are_differences(told: Told) -> None:
    assert _differences(told, "hr") == [
        ("bob@acme.example", "department: HR", "department: Sales", "changed_outside"),
        ("3", None, None, "refused"),
    ]
    assert _counts(told, "hr") == [(3, 2)]


def test_a_staff_list_that_is_as_the_ledger_differs_in_nothing(told: Told) -> None:
    assert _differences(told, "lab") == []
    assert _counts(told, "lab") == [(1, 0)]


def test_each_half_of_a_row_of_a_register_is_compared_with_the_ledger(told: Told) -> None:
    assert _differences(told, "it") == [
        ("S1", "p1@acme.example (location: Rome)", "p1@acme.example (location: Paris)", "changed_outside"),
        ("S2", "p2@acme.example", "zoe@acme.example", "changed_outside"),
        ("S4", "location: Rome", "location: Paris", "changed_outside"),
    ]


def test_no_other_list_differs(told: Told) -> None:
    assert {one["source"] for one in told["differences"]} == {"hr", "it"}


def _differences(told: Told, source: str) -> list[tuple[str | None, ...]]:
    found = [one for one in told["differences"] if one["source"] == source]
    return [(one["device"], one["wanted"], one["current"], one["cause"]) for one in found]


def _counts(told: Told, source: str) -> list[tuple[int, int]]:
    return [(one["rows_in"], one["differs"]) for one in told["sources"] if one["source"] == source]
