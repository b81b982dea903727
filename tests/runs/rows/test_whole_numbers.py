"""A file that went through floats means the devices on record."""

from __future__ import annotations

from tests.support.desk import Desk

_HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category")


def test_numbers_with_decimals_are_those_on_record(desk: Desk) -> None:
    desk.json("run", desk.book("stock.xlsx", _HEADER, ("10001", "20001", "Scale 1", "scale", "scales")))
    again = desk.book("again.xlsx", _HEADER, ("10001.0", "20001.0", "Scale 1", "scale", "scales"))

    report = desk.json("run", again)
    assert (report["rows"]["unchanged"], report["created"]["devices"]) == (1, 0)
    assert [issue["cell"] for issue in report["issues"]] == ["A1", "B1"]
