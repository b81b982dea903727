"""Exports of other ledgers, rejected rows and result sheets that come back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.books.exports import (
    NO_ACTION,
    copied,
    edited,
    export,
    messages,
    typed,
    without,
)
from tests.support.books.odd_office import ANNA, BEN, CYD, EVA
from tests.support.desk import Desk
from tests.support.office import asked
from tests.support.workbooks import ErrorCell


@pytest.mark.system
def test_an_export_of_another_ledger_is_taken_as_it_stands(moved: Desk, odd: Desk) -> None:
    foreign = export(odd, "foreign.xlsx", "--org", "acme").rename(moved.folder / "foreign.xlsx")

    report = moved.json("plan", foreign, code=None)

    (said, *_) = messages(report, "warning")
    assert said == (
        "foreign.xlsx: it was exported from another ledger, so every cell is taken as it stands, but for device_id, "
        "which numbers its devices."
    )


SENSORS = (("MAC", "Name", "Type", "Category"), ("AA:BB:CC:00:00:01", "Door", "sensor", "iot"))


@pytest.mark.system
def test_the_device_numbers_of_another_ledger_mean_no_device_of_this_one(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "elsewhere")
    other.folder.mkdir()
    other.json(
        "run", other.book("laptops.xlsx", ("Serial Number", "Name", "Type", "Category"), ("LT-1", "L", "l", "c"))
    )
    other.json("run", other.book("held.xlsx", *asked(("LT-1", ANNA))))
    desk.json("run", desk.book("sensors.xlsx", *SENSORS))
    foreign = export(other)
    assert other.show("devices")[0]["device_id"] == desk.show("devices")[0]["device_id"]

    report = desk.json("run", foreign, code=0)

    assert report["actions"] == {**NO_ACTION, "create": 1, "assign": 1}
    devices = {device["name"]: device["owner_email"] for device in desk.show("devices")}
    assert devices == {"Door": None, "L": ANNA}


@pytest.mark.system
def test_a_row_of_another_ledger_that_gives_nothing_but_its_number_is_rejected(office: Desk, odd: Desk) -> None:
    foreign = export(odd, "foreign.xlsx").rename(office.folder / "foreign.xlsx")
    names = ("serial_number", "asset_tag", "mac_address", "device_name")
    numbers = edited(foreign, without("Assignments", *names), lambda book: book.remove(book["Inventory"]))

    report = office.json("plan", numbers, code=4)

    assert (report["actions"], report["reasons"]) == (NO_ACTION, {"missing_identifier": report["rows"]["in"]})


@pytest.mark.system
def test_rejected_rows_come_back_one_by_one_as_they_are_mended(office: Desk) -> None:
    """A mixed run, twice in a row: what is not mended stays rejected, what is mended is all that is applied."""
    devices = (
        ("Serial Number", "Name", "Type", "Category"),
        ("LT-9", "L", "laptop", "c"),
        ("1.2E+15", "M", "laptop", "c"),
    )
    inventory = office.book("new.xlsx", *devices)
    desired = office.book("bad.xlsx", *asked(("LT-0004", "eva"), ("LT-0006", CYD, ErrorCell("#N/A")), ("LT-9", EVA)))
    first = office.json("run", inventory, desired, code=4)
    assert first["rows"] == {"in": 5, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 3}

    def mend_the_number(book: openpyxl.Workbook) -> None:
        page = book["Rejected"]
        cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "1.2E+15")
        cell.value = "LT-10"

    mended = edited(
        office.at(first["outputs"]["results"]), mend_the_number, typed("Rejected", "LT-0004", "owner_email", EVA)
    )
    second = office.json("run", mended, code=4)

    assert (second["rows"]["applied"], second["rows"]["rejected"]) == (2, 1)
    assert second["created"] == {"devices": 1, "owners": 0}
    third = office.json("run", second["outputs"]["results"], code=4)
    assert (third["rows"], third["actions"]) == ({**dict.fromkeys(third["rows"], 0), "in": 1, "rejected": 1}, NO_ACTION)


STORY = (
    ("Serial Number", "Owner Email", "Effective At", "End At", "Label", "Action", "Device Type"),
    ("LT-0001", EVA, "2025-06-01", None, None, None, None),
    ("LT-0002", BEN, None, "2031-01-01", "<clear>", None, None),
    ("LT-0003", None, "2025-07-01", None, None, "unassign", None),
    ("LT-0004", CYD, "2025-01-01", "2025-02-01", None, None, None),
    ("LT-0005", None, "2031-01-01", None, None, "unassign", None),
    ("LT-0006", "<none>", None, None, None, None, None),
    ("PH-0001", ANNA, None, None, "car", None, None),
    ("PH-0001", ANNA, None, None, "car", None, None),
    ("NEW-1", CYD, "2025-05-05", None, None, None, "phone"),
    ("NEW-2", "cyd", None, None, None, None, "phone"),
)


@pytest.mark.system
@pytest.mark.parametrize("sheet", ["Rows", "the others deleted"])
def test_a_rows_sheet_fed_back_plans_to_nothing(office: Desk, sheet: str) -> None:
    devices = (("Serial Number", "Location", "MAC"), ("LT-0001", "Rome", "aabbcc000001"), ("LT-0002", "Berlin", None))
    first = office.json(
        "run", office.book("story.xlsx", *STORY), office.book("places.xlsx", *devices), "--create-devices", code=4
    )
    assert {name for name, count in first["actions"].items() if count} == {*NO_ACTION} - set()
    results = office.at(first["outputs"]["results"])
    if sheet == "Rows":
        fed_back = copied(results, sheet, "rows.xlsx")
    else:
        fed_back = edited(results, lambda book: [book.remove(book[name]) for name in book.sheetnames if name != "Rows"])

    second = office.json("plan", fed_back, code=4)

    assert second["actions"] == NO_ACTION
    assert (second["rows"]["in"], second["rows"]["applied"], second["rows"]["rejected"]) == (11, 0, 1)


@pytest.mark.system
def test_a_formula_that_was_lost_is_no_text_when_its_row_comes_back(office: Desk) -> None:
    desired = office.book("formulas.xlsx", *asked(("LT-0004", EVA, None, "=A1")))
    first = office.json("run", desired, code=4)
    assert first["reasons"] == {"no_saved_value": 1}

    again = office.json("plan", first["outputs"]["results"], code=4)

    assert (again["reasons"], again["actions"]) == ({"no_saved_value": 1}, NO_ACTION)
