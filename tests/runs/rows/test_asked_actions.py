"""`--action`: what rows ask for that do not say it themselves, and what becomes of it when they come back."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet


@pytest.mark.system
def test_rejected_rows_ask_for_the_same_when_they_come_back(office: Desk) -> None:
    rows = (("Serial Number", "Owner Email"), ("LT-0001", "anna@acme.example"), ("LT-0002", "ben@"))
    office.book("back.xlsx", *rows)
    report = office.json("run", "back.xlsx", "--action", "unassign", code=4)
    (rejected,) = read_sheet(office.at(report["outputs"]["results"]), "Rejected")

    assert (report["actions"]["unassign"], rejected["action"]) == (1, "unassign")
    office.book("mended.xlsx", (*rows[0], "action"), ("LT-0002", "ben@acme.example", rejected["action"]))
    assert office.json("run", "mended.xlsx")["actions"]["unassign"] == 1
