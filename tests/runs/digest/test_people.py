"""A staff list in the digest: what it says of people and the ledger does not."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.inboxes import open_inbox

_HEADER = ("Name", "Email", "Employee number", "Department")
_ANNA = ("Anna Bell", "anna@acme.example", "1", "IT")
_BOB = ("Bob Fox", "bob@acme.example", "2", "HR")


@pytest.mark.system
def test_rows_of_people_that_were_rejected_or_changed_since_are_differences(desk: Desk) -> None:
    inbox = open_inbox(desk)
    inbox.drop("staff.xlsx", _HEADER, _ANNA, _BOB, ("Cy Dorn", "cy at acme", "3", "HR"), source="hr")
    assert inbox.sweep(code=4)["exit_code"] == 4
    desk.json("run", desk.book("moves.xlsx", _HEADER, (*_BOB[:3], "Sales")))

    told = desk.json("digest")

    assert [(one["device"], one["wanted"], one["current"], one["cause"]) for one in told["differences"]] == [
        ("bob@acme.example", "department: HR", "department: Sales", "changed_outside"),
        ("3", None, None, "refused"),
    ]
    assert [(one["rows_in"], one["differs"]) for one in told["sources"] if one["source"] == "hr"] == [(3, 2)]


@pytest.mark.system
def test_a_staff_list_that_is_as_the_ledger_differs_in_nothing(desk: Desk) -> None:
    inbox = open_inbox(desk)
    inbox.drop("staff.xlsx", _HEADER, _ANNA, _BOB, source="hr")
    inbox.sweep(code=0)
    desk.json("run", desk.book("more.xlsx", _HEADER, ("Cy Dorn", "cy@acme.example", "3", "HR")))

    assert desk.json("digest")["differences"] == []
