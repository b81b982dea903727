"""Rows of a register that contradict each other, and how each of them is told."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet

HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Location", "Model", "Owner Email", "Effective At")
ANNA, BEN = "anna@acme.example", "ben@acme.example"


@pytest.mark.parametrize("serial", ["LT-0009", "LT-0004"], ids=["new", "known"])
def test_two_owners_of_one_device_are_told_as_such_by_each_of_their_rows(office: Desk, serial: str) -> None:
    rows = [(serial, None, "Laptop", "laptop", "computers", "Oslo", "T14", owner, None) for owner in (ANNA, BEN)]

    report = office.json("run", office.book("register.xlsx", HEADER, *rows), code=4)

    said = [(issue["code"], issue["row"], issue["message"]) for issue in report["issues"]]
    assert said == [
        (
            "conflicting_rows",
            row,
            f"register.xlsx, sheet Sheet1, row {row}: This row and row {other} say different things about {serial} "
            f"(owner_email: {ANNA} or {BEN}).",
        )
        for row, other in ((2, 3), (3, 2))
    ]
    assert all(
        "say different things" in row["_message"]
        for row in read_sheet(office.at(report["outputs"]["results"]), "Rejected")
    )
