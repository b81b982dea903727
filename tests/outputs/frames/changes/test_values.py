"""Each value that a run changes is told to programs, one by one, in the order of the devices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.desk import Desk


def _told(report: Any) -> Iterator[tuple[object, ...]]:
    for change in report["changes"]:
        yield tuple(change[key] for key in ("serial_number", "action", "field", "old", "new", "file", "row"))


def test_each_value_that_changes_is_told_one_by_one(office: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Location", "Assigned To", "Label")
    rows = [
        ("LT-0001", "Laptop A", "laptop", "Rome", "ben@acme.example", None),
        ("LT-0002", "Laptop 2", "laptop", "Berlin", "ben@acme.example", "by the door"),
        ("LT-0003", "Laptop 3", "laptop", "Paris", "<none>", None),
        ("LT-0009", "Laptop 9", "laptop", None, None, None),
    ]
    office.book("register.xlsx", header, *rows)

    report = office.json("plan", "register.xlsx")

    assert list(_told(report)) == [
        ("LT-0001", "update", "location", "Berlin", "Rome", "register.xlsx", 2),
        ("LT-0001", "update", "name", "Laptop 1", "Laptop A", "register.xlsx", 2),
        ("LT-0001", "reassign", "owner_email", "anna@acme.example", "ben@acme.example", "register.xlsx", 2),
        ("LT-0002", "update", "ownership", "open end", "open end; label by the door", "register.xlsx", 3),
        ("LT-0003", "unassign", "owner_email", "ben@acme.example", None, "register.xlsx", 4),
        ("LT-0009", "create", None, None, None, "register.xlsx", 5),
    ]
    assert report["change_count"] == 6


@pytest.mark.system
def test_a_fact_of_a_person_that_changes_is_told_without_a_device(office: Desk) -> None:
    office.book("people.xlsx", ("E-mail", "Employee Name", "Department"), ("ben@acme.example", "Ben", "Sales"))

    report = office.json("run", "people.xlsx", "--kind", "people")

    told = [(one["device_id"], one["owner_email"], one["field"], one["old"], one["new"]) for one in report["changes"]]
    assert told == [
        (None, "ben@acme.example", "department", None, "Sales"),
        (None, "ben@acme.example", "owner_name", None, "Ben"),
    ]
    assert {one["serial_number"] for one in report["changes"]} == {None}
    assert report["change_count"] == 2


@pytest.mark.system
def test_the_changes_stop_at_a_thousand_but_their_count_does_not(office: Desk) -> None:
    header = ("Serial Number", "Name", "Type")
    office.book("many.xlsx", header, *((f"SN-{number:05}", f"Device {number}", "laptop") for number in range(1200)))

    report = office.json("plan", "many.xlsx")

    assert (len(report["changes"]), report["change_count"]) == (1000, 1200)
