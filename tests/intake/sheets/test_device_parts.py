"""A list with a row per person: each device in it is a row, with whom it belongs to, and with what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Checked
from schemas.vocabulary import Kind
from tests.support.sheets.header_rows import checked
from tests.support.workbooks import Rows, read, write

HEADER = ["Employee Name", "Email", "Office", "Laptop Model", "Laptop S/N", "Monitor 1 S/N", "Phone IMEI", "Notes"]
ANA = ["Ana Diaz", "ana@acme.com", "Lyon", "T14", "PF-1", "CN-1", "356938035643809", "left-handed"]
BEN = ["Ben Ek", "ben@acme.com", "Oslo", None, None, "CN-2", None, None]
DI = ["Di No", "di@acme.com", "Oslo", None, "n/a", None, "-", None]
SEVERAL = "several_devices"


def _told(found: Checked, severity: str = "note") -> list[str]:
    issues = found.issues.filter(code=SEVERAL, severity=severity)
    return issues["message"].str.strip_prefix("book.xlsx, sheet Sheet1: ").to_list()


def test_each_device_is_a_row_of_its_own_with_its_type_and_its_person(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ANA, BEN)

    assert found.inventory.select(
        "row_id", "row", "serial_number", "imei", "model", "location", "usual_type"
    ).rows() == [
        (1, 2, "PF-1", None, "T14", "Lyon", "laptop"),
        (2, 2, "CN-1", None, None, "Lyon", "monitor"),
        (3, 2, None, "356938035643809", None, "Lyon", "phone"),
        (5, 3, "CN-2", None, None, "Oslo", "monitor"),
    ]
    held = found.assignments.select("row_id", "listed_row_id", "owner_email", "serial_number", "asset_tag").rows()
    assert held == [
        (7, 1, "ana@acme.com", "PF-1", None),
        (8, 2, "ana@acme.com", "CN-1", None),
        (9, 3, "ana@acme.com", None, "356938035643809"),
        (11, 5, "ben@acme.com", "CN-2", None),
    ]
    assert found.inventory["comment"].to_list() == ["left-handed", None, None, None]
    assert found.inventory["fault"].to_list() == [None] * 4


def test_what_was_understood_is_said_once(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ANA, BEN)

    assert _told(found) == [
        'a row has up to 3 devices: laptop by "Laptop S/N" (E1); monitor 1 by "Monitor 1 S/N" (F1); phone by '
        '"Phone IMEI" (G1). The sheet has 4 in its 2 rows, and each counts as a row. '
        'What names none of them is said of the first: "Notes" (H1).'
    ]
    assert found.issues["code"].to_list() == [SEVERAL]


def test_whoever_has_none_is_no_row_and_no_error(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ANA, DI)

    assert found.inventory["row"].unique().to_list() == [2]
    assert _told(found)[1] == "1 row without a device, as of a person who has none: row 3."


def test_what_cannot_be_kept_since_there_is_no_first_device_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ANA, [*BEN[:-1], "no laptop"])

    assert _told(found)[1] == ('1 row has no laptop, so that what it says in "Notes" (H1) is not kept: row 3.')


def test_a_device_that_no_row_has_is_no_empty_sheet(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, BEN)

    assert [(sheet.column, sheet.rows) for sheet in found.sheets] == [("Monitor 1 S/N", 1)]
    assert [(sheet.column, sheet.rows) for sheet in checked(tmp_path, HEADER).sheets] == [("Laptop S/N", 0)]


def test_a_device_without_its_number_is_told(tmp_path: Path) -> None:
    described = [*BEN[:3], "T14", *BEN[4:]]

    found = checked(tmp_path, HEADER, ANA, described)

    assert found.inventory.filter(row=3)["serial_number"].to_list() == ["CN-2"]
    assert _told(found, "warning") == [
        "1 row says something of a laptop without its number, so that it is not put on record: row 3."
    ]


def test_a_row_that_only_describes_its_first_device_is_a_row_without_an_identifier(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ANA, ["Ed Oh", "ed@acme.com", "Oslo", "T14"])

    assert found.inventory.filter(row=3)["fault"].to_list() == ["missing_identifier"]


def test_the_order_of_dates_is_that_of_the_whole_column(tmp_path: Path) -> None:
    header = ["Email", "Location", "Laptop S/N", "Monitor S/N", "Assigned Date"]

    found = checked(
        tmp_path,
        header,
        ["a@acme.com", "Oslo", "PF-1", None, "25/03/2025"],
        ["b@acme.com", "Oslo", None, "CN-1", "04/03/2025"],
    )

    assert [str(at)[:10] for at in found.assignments["effective_at"]] == ["2025-03-25", "2025-03-04"]


@pytest.mark.parametrize(("meant", "serials"), [("", ["PF-1"]), ("extra.Monitor", ["PF-1"])])
def test_a_saved_mapping_says_otherwise(meant: str, serials: list[str], tmp_path: Path) -> None:
    how: dict[str, Any] = {"columns": {"Monitor 1 S/N": meant, "Phone IMEI": meant and "extra.Phone"}}

    found = checked(tmp_path, HEADER, ANA, **how)

    assert found.inventory["serial_number"].to_list() == serials
    assert SEVERAL not in found.issues["code"].to_list()
    assert ("extra.Monitor" in found.inventory.columns) == bool(meant)


def test_rows_of_an_assignments_sheet_have_the_types_of_their_devices(tmp_path: Path) -> None:
    rows = (["Laptop SN", "Monitor SN", "Employee Email"], ["PF-1", "CN-1", "ana@acme.com"])
    found = checked(tmp_path, *rows, kind=Kind.ASSIGNMENTS)

    assert checked(tmp_path, *rows).sheets[0].kind is Kind.REGISTER
    assert found.assignments.select("serial_number", "device_type", "owner_email").rows() == [
        ("PF-1", "laptop", "ana@acme.com"),
        ("CN-1", "monitor", "ana@acme.com"),
    ]


def test_whether_they_were_returned_is_said_of_all_devices_of_the_row(tmp_path: Path) -> None:
    header = ["Employee", "Laptop Serial", "Laptop Model", "Monitor Serial", "Returned?"]
    ana, ben = ["Ana Diaz", "PF-1", "T14", "CN-1", "Yes"], ["Ben Ek", "PF-2", "T14", "CN-2", None]

    found = checked(tmp_path, header, ana, ben)

    assert found.issues.filter(severity="error").is_empty()
    actions = dict(found.assignments.select("serial_number", "action").iter_rows())
    assert {serial for serial, action in actions.items() if action == "unassign"} == {"PF-1", "CN-1"}


def test_each_device_may_have_come_back_by_itself(tmp_path: Path) -> None:
    header = ["Employee", "Laptop Returned", "Laptop Serial", "Phone Returned", "Phone IMEI"]

    found = checked(tmp_path, header, ["Ana Diaz", "Yes", "PF-1", "No", "356789012345678"])

    assert found.issues.filter(severity="error").is_empty()
    assert found.assignments["action"].to_list() == ["unassign", "assign"]


def test_devices_of_a_room_are_an_inventory(tmp_path: Path) -> None:
    header = ["Room", "PC Serial", "Printer Serial", "Printer Model"]

    found = checked(tmp_path, header, ["101", "PF-1", "PR-1", "M404"], ["102", "PF-2", None, None])

    assert found.inventory.select("serial_number", "location", "model", "usual_type").rows() == [
        ("PF-1", "101", None, "pc"),
        ("PR-1", "101", "M404", "printer"),
        ("PF-2", "102", None, "pc"),
    ]


def test_headings_over_groups_of_columns_are_the_devices(tmp_path: Path) -> None:
    above = [None, None, "Laptop", None, "Monitor", None]
    header = ["Employee", "Email", "Model", "Serial", "Model", "Serial"]

    found = checked(tmp_path, above, header, ["Ana Diaz", "ana@acme.com", "T14", "PF-1", "P24", "CN-1"])

    assert found.inventory.select("serial_number", "model").rows() == [("PF-1", "T14"), ("CN-1", "P24")]


def test_a_sheet_that_follows_has_row_ids_of_its_own(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Staff": [HEADER, ANA, BEN],
        "Stock": [["Serial Number", "Name", "Type"], ["SN-9", "Spare", "laptop"]],
    }

    found = read(write(tmp_path / "two.xlsx", sheets))

    ids = [*found.inventory["row_id"], *found.assignments["row_id"]]
    assert len({*ids}) == len(ids)
    assert found.inventory.filter(serial_number="SN-9")["row_id"].to_list() == [13]
