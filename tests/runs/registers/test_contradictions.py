"""Rows of a register that contradict each other, and how each of them is told."""

from __future__ import annotations

import openpyxl
import pytest

from tests.support.desk import Desk, read_sheet

HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Location", "Model", "Owner Email", "Effective At")
ANNA, BEN = "anna@acme.example", "ben@acme.example"


@pytest.mark.system
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


@pytest.mark.system
def test_a_row_of_which_only_the_device_counts_is_told_on_the_screen_and_on_the_cover(office: Desk) -> None:
    rows = [("LT-0001", None, None, None, None, "Oslo", None, BEN, None)]
    book = office.book("register.xlsx", HEADER, *rows)

    plan = office.json("plan", book, "--on-conflict", "skip", "-o", "plan.xlsx")

    (told,) = [issue for issue in plan["issues"] if issue["code"] == "owned_by_other"]
    said = "one row gives its device, LT-0001, to somebody who does not hold it: the holder keeps it"
    assert (told["severity"], said in told["message"]) == ("warning", True)
    cover = [str(cell.value) for row in openpyxl.load_workbook(office.at("plan.xlsx"))["Cover"].rows for cell in row]
    assert any(said.capitalize().replace("lt-0001", "LT-0001") in text for text in cover)
