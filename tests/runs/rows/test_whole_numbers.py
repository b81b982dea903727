"""A file that went through floats means the devices on record."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

_HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category")


@pytest.mark.system
def test_numbers_with_decimals_are_those_on_record(desk: Desk) -> None:
    desk.json("run", desk.book("stock.xlsx", _HEADER, ("10001", "20001", "Scale 1", "scale", "scales")))
    again = desk.book("again.xlsx", _HEADER, ("10001.0", "20001.0", "Scale 1", "scale", "scales"))

    report = desk.json("run", again)
    assert (report["rows"]["unchanged"], report["created"]["devices"]) == (1, 0)
    assert [issue["cell"] for issue in report["issues"]] == ["A1", "B1"]


@pytest.mark.system
def test_among_other_values_they_are_the_person_and_the_tag_on_record(desk: Desk) -> None:
    header = (*_HEADER, "Employee ID", "Employee Name")
    rows = [("SN-10001", "20001", "One", "laptop", "hw", "30001", "Ann Bell")]
    rows += [("SN-10002", "AT-7", "Two", "laptop", "hw", "C55", "Bob Hill")]
    desk.json("run", desk.book("stock.xlsx", header, *rows))
    (first, second) = rows
    again = desk.book("again.xlsx", header, (first[0], "20001.0", *first[2:5], "30001.0", first[6]), second)

    report = desk.json("run", again)

    assert (report["rows"]["unchanged"], report["created"]["owners"]) == (2, 0)
    assert [issue["cell"] for issue in report["issues"]] == ["B1", "F1"]
