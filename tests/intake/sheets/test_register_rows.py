"""A register is read as an inventory, and once more for who has each device."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Checked
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.one_sheet import HEADER, desired, stock
from tests.support.workbooks import read

_REGISTER = ["Asset Tag", "Serial Number", "Name", "Model", "Assigned to", "Email", "Assigned since"]
_ANNA = ["AT-1", "SN1", "Desk one", "T14", "Anna Bell", "anna@acme.example", "2026-01-05"]
_BLANK = ["AT-2", "SN2", "Desk two", "X2", None, None, None]


@pytest.fixture
def register(tmp_path: Path) -> Checked:
    return read(stock(tmp_path, [_REGISTER, _ANNA, _BLANK]))


def test_a_row_says_what_a_device_is_and_who_has_it(register: Checked) -> None:
    assert register.sheets[0].kind is Kind.REGISTER
    assert register.inventory.select("row_id", "row", "serial_number", "asset_tag", "name", "model").rows() == [
        (1, 2, "SN1", "AT-1", "Desk one", "T14"),
        (2, 3, "SN2", "AT-2", "Desk two", "X2"),
    ]
    told = ("row_id", "listed_row_id", "row", "serial_number", "device_name", "owner_email", "owner_name", "fault")
    assert register.assignments.select(told).rows() == [
        (3, 1, 2, "SN1", "Desk one", "anna@acme.example", "Anna Bell", None),
        (4, 2, 3, "SN2", "Desk two", None, None, None),
    ]
    assert register.issues.is_empty()


def test_its_cells_are_shown_once(register: Checked) -> None:
    assert register.originals["row_id"].to_list() == [1, 2]
    assert list(register.headers.values()) == _REGISTER


def test_the_rows_of_the_next_sheet_have_ids_of_their_own(tmp_path: Path) -> None:
    first = stock(tmp_path, [_REGISTER, _ANNA, _BLANK])
    checked = read(first, desired(tmp_path, [HEADER, ["SN3", "a@x.com"]]))
    assert checked.assignments["row_id"].to_list() == [3, 4, 5]
    assert checked.originals["row_id"].to_list() == [1, 2, 5]


def test_a_bad_cell_is_told_once_also_where_both_halves_read_it(tmp_path: Path) -> None:
    bad = ["AT-1", "=B9", "Desk one", "T14", "Anna Bell", "anna@acme", "yesterday"]
    checked = read(stock(tmp_path, [_REGISTER, bad]))
    assert checked.issues.select("cell", "code", "row_id").rows() == [
        ("B2", "no_saved_value", 1),
        ("F2", "invalid_email", 1),
        ("G2", "invalid_date", 1),
    ]
    assert checked.inventory["fault"].to_list() == ["no_saved_value"]
    assert checked.assignments["fault"].to_list() == ["no_saved_value"]


def test_what_a_place_has_is_no_persons(tmp_path: Path) -> None:
    header = ["Asset Tag", "Model", "Checkout Type", "Checked Out To: Username", "Checked Out To: Email"]
    rows = [["AT-1", "T14", "user", "Anna", "anna@acme.example"], ["AT-2", "T14", "location", "Store", "a@x.com"]]
    checked = read(stock(tmp_path, [header, *rows]), unknown_columns=UnknownColumns.KEEP)
    assert checked.assignments["owner_email"].to_list() == ["anna@acme.example", None]
    assert checked.originals["owner_email"].to_list() == ["anna@acme.example", "a@x.com"]


@pytest.mark.parametrize("header", [["Asset Tag", "Email", "Status"], ["Name", "Type", "Email", "Comment"]])
def test_an_owner_beside_what_does_not_describe_a_device_is_an_assignment(header: list[str], tmp_path: Path) -> None:
    assert read(stock(tmp_path, [header]), unknown_columns=UnknownColumns.KEEP).sheets[0].kind is Kind.ASSIGNMENTS
