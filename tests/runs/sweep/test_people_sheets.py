"""A list of people in a drop folder: what becomes of its rows, and who has left and still holds devices."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.inboxes import open_inbox

ANNA = "anna@acme.example"
HEADER = ("Employee number", "Email", "Full name", "Department", "Last day")


@pytest.mark.system
@pytest.mark.publishes
def test_a_sweep_takes_a_list_of_people_and_lists_leavers_and_rejected_rows(office: Desk) -> None:
    inbox = open_inbox(office)
    rows = (("4711", ANNA, "Anna", "Sales", "2026-01-31"), ("4712", "new@acme.example", "Eve", None, None))
    inbox.drop("people.xlsx", HEADER, *rows, ("4713", "fay at acme", "Fay", None, None), source="hr")

    told = inbox.sweep(code=4)

    (taken,) = [file for file in told["files"] if file["file"] == "people.xlsx"]
    results = office.at(taken["outputs"]["results"])
    assert {(change["owner_email"], change["serial_number"]) for change in told["changes"]} == {(ANNA, None)}
    assert [row["Email"] for row in read_sheet(results, "Rejected")] == ["fay at acme"]
    assert {row["Owner"] for row in read_sheet(results, "Leavers")} == {ANNA}
    digest = office.json("digest")
    assert (digest["leaver_count"], {row["owner_email"] for row in digest["leavers"]}) == (1, {ANNA})
