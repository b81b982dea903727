"""Rows that give one device to one owner, and differ in what matters only where they create something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Cells, Desk, Record, read_sheet

HEADER = ("Serial Number", "Owner Email", "Owner Name", "Device Type", "Label")
BEN, NEW = "ben@acme.example", "nina@acme.example"


def _run(desk: Desk, *rows: Cells, code: int = 0) -> Any:
    return desk.json("run", desk.book("twice.xlsx", HEADER, *rows), "--create-devices", code=code)


@pytest.mark.system
def test_names_and_types_of_what_is_on_record_contradict_nobody(office: Desk) -> None:
    report = _run(office, ("LT-0001", BEN, "Ben", "laptop", None), ("LT-0001", BEN, "B. Adams", "phone", "desk 7"))

    assert (report["actions"], report["reasons"]) == ({**NO_ACTION, "reassign": 1}, {"duplicate_row": 1})
    (span,) = office.show("ownerships", "--serial", "LT-0001", "--current")
    assert (span["owner_email"], span["label"]) == (BEN, "desk 7")


@pytest.mark.system
def test_names_and_types_of_what_rows_create_contradict_each_other(office: Desk) -> None:
    types = _run(office, ("LT-77", BEN, "Ben", "laptop"), ("LT-77", BEN, "B. Adams", "phone"), code=4)
    names = _run(office, ("LT-0001", NEW, "Nina", "laptop"), ("LT-0001", NEW, "Nora", "phone"), code=4)

    assert types["reasons"] == names["reasons"] == {"conflicting_rows": 2}
    assert "(device_type: laptop or phone" in _said_of_the_first(office, types)
    assert "(owner_name: Nina or Nora)" in _said_of_the_first(office, names)


def _said_of_the_first(desk: Desk, report: Record) -> str:
    return str(read_sheet(desk.at(report["outputs"]["results"]), "Rejected")[0]["_message"])
