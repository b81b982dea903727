"""From workbooks to typed rows: where they stand, and what they hold."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from schemas.fields import ASSIGNMENT_FIELDS
from schemas.frames.input_rows import PEOPLE
from tests.support.sheets.one_sheet import HEADER, STOCK, desired, stock
from tests.support.workbooks import ErrorCell, Rows, TextCell, findings, read, write


def test_rows_carry_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        ["Fleet of March"],
        [],
        [None, *HEADER],
        [],
        [None, "SN1", "a@x.com"],
        ["  ", " "],
        [None, "SN2"],
        [],
    ]
    assignments = read(desired(tmp_path, [*rows, [None, "SN3", "c@x.com"]])).assignments
    assert assignments["row"].to_list() == [6, 8, 10]
    assert assignments["row_id"].to_list() == [1, 2, 3]
    assert assignments["serial_number"].to_list() == ["SN1", "SN2", "SN3"]


def test_a_sheet_that_begins_in_the_middle_keeps_its_addresses(tmp_path: Path) -> None:
    rows: Rows = [[], [], [None, None, *HEADER], [None, None, "SN1", "acme "]]
    checked = read(desired(tmp_path, rows))
    assert findings(checked) == [("D4", "invalid_email")]
    assert checked.sheets[0].header_row == 3


def test_owners_whose_addresses_differ_in_case_only_are_one(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "Straße@x.org"], ["SN2", "STRASSE@x.org"], ["SN3", "strasse@x.org"]]
    assert set(read(desired(tmp_path, rows)).assignments["owner_email"]) == {"strasse@x.org"}


def test_a_warranty_column_is_read_by_what_it_holds(tmp_path: Path) -> None:
    rows: Rows = [[*STOCK, "Warranty"], ["SN1", "L1", "laptop", "IT", date(2027, 3, 1)]]
    assert read(stock(tmp_path, rows)).inventory["warranty_end"].to_list() == [date(2027, 3, 1)]
    rows = [[*STOCK, "Warranty"], ["SN1", "L1", "laptop", "IT", 36]]
    assert read(stock(tmp_path, rows)).inventory["warranty_months"].to_list() == [36]


def test_none_as_owner_takes_the_device_away(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Action"],
        ["SN1", "<none>", "assign"],
        ["SN2", " <NONE> ", None],
        ["SN3", "<none>", "remove"],
    ]
    assignments = read(desired(tmp_path, rows)).assignments
    assert assignments.select("owner_email", "action", "fault").rows() == [
        (None, "unassign", None),
        (None, "unassign", None),
        (None, None, "invalid_action"),
    ]


def test_an_unassign_may_leave_the_owner_blank(tmp_path: Path) -> None:
    assignments = read(desired(tmp_path, [[*HEADER, "Action"], ["SN1", None, "UNASSIGN"]])).assignments
    assert assignments.select("owner_email", "action", "fault").rows() == [(None, "unassign", None)]


def test_clear_empties_a_label_and_opens_an_end(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Label", "End at"],
        ["SN1", "a@x.com", "<Clear>", None],
        ["SN2", "a@x.com", "desk", "<clear>"],
    ]
    assignments = read(desired(tmp_path, rows)).assignments
    assert assignments.select("label", "end_at", "clears_label", "clears_end", "fault").rows() == [
        (None, None, True, False, None),
        ("desk", None, False, True, None),
    ]


def test_clear_names_the_attributes_that_an_inventory_row_empties(tmp_path: Path) -> None:
    header = [*STOCK, "Model", "Location", "MAC", "is_rented"]
    rows: Rows = [header, ["SN1", "L1", "laptop", "IT", "<clear>", "<CLEAR>", "<clear>", "<clear>"], ["SN2", "L2"]]
    inventory = read(stock(tmp_path, rows)).inventory
    assert inventory["cleared"].to_list() == ["|model|location|mac_address|is_rented|", None]
    assert inventory.select("model", "mac_address", "is_rented", "fault").row(0) == (None, None, None, None)


def test_an_inventory_is_typed(tmp_path: Path) -> None:
    header = [*STOCK, "Price", "Purchase date", "is_rented", "compliance", "keyboard layout", "mdm_last_seen_date"]
    row = ["sn1", " L  1 ", "laptop", "IT", 1234.5, date(2025, 3, 1), True, "CE, RoHS", "french azerty"]
    inventory = read(stock(tmp_path, [header, [*row, datetime(2025, 3, 1, 9, 30)]])).inventory
    assert inventory.drop("file", "sheet").to_dicts() == [
        {
            "row_id": 1,
            "row": 2,
            "org_id": "default",
            "device_id": None,
            "serial_number": "SN1",
            "asset_tag": None,
            "mac_address": None,
            "name": "L 1",
            "type": "laptop",
            "category": "IT",
            "is_rented": True,
            "purchase_price": Decimal("1234.50"),
            "purchase_date": date(2025, 3, 1),
            "keyboard_layout": "FRENCH_AZERTY",
            "compliance": "CE; RoHS",
            "mdm_last_seen_date": datetime(2025, 3, 1, 9, 30),
            "cleared": None,
            "fault": None,
        }
    ]
    assert inventory.schema["purchase_price"] == pl.Decimal(18, 2)


def test_numbers_in_identifier_cells_stay_whole(tmp_path: Path) -> None:
    rows: Rows = [HEADER, [123, "a@x.com"], [12345678901, "a@x.com"], [45.0, "a@x.com"], ["0012", "a@x.com"]]
    assert read(desired(tmp_path, rows)).assignments["serial_number"].to_list() == ["123", "12345678901", "45", "0012"]


def test_assignments_have_every_column_in_order(tmp_path: Path) -> None:
    assignments = read(desired(tmp_path, [HEADER, ["SN1", "a@x.com"]])).assignments
    fields = [field.name for field in ASSIGNMENT_FIELDS if field.name != "org_id"]
    begin = ["row_id", "file", "sheet", "row", "org_id"]
    assert assignments.columns == [
        *begin,
        *fields,
        "clears_label",
        "clears_end",
        "clears_due",
        "fault",
        "listed_row_id",
    ]
    assert assignments.schema["effective_at"] == pl.Datetime("us")
    assert assignments.schema["device_id"] == assignments.schema["row"] == pl.Int64


def test_without_rows_of_a_kind_its_frame_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    full = read(desired(tmp_path, [HEADER, ["SN1", "a@x.com"]]))
    bare = read(stock(tmp_path, [STOCK]))
    assert bare.assignments.schema == full.assignments.schema
    assert full.inventory.columns[-2:] == bare.inventory.columns[-2:] == ["cleared", "fault"]
    assert bare.inventory.is_empty()
    assert bare.sheets[0].rows == 0


def test_a_blank_organization_is_the_given_one(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "org_id"], ["SN1", "a@x.com", "acme"], ["SN2", "b@x.com", None]]
    assert read(desired(tmp_path, rows), org="main").assignments["org_id"].to_list() == ["acme", "main"]


def test_originals_are_the_cells_as_typed_under_their_headers(tmp_path: Path) -> None:
    rows: Rows = [["S/N", "E-Mail", "_outcome", "Label"], [" sn1 ", "A@x.com", "applied", ErrorCell("#N/A")]]
    checked = read(desired(tmp_path, rows))
    assert checked.originals.to_dicts() == [
        {"row_id": 1, "serial_number": " sn1 ", "owner_email": "A@x.com", "label": "#N/A"}
    ]
    assert dict(checked.headers) == {"serial_number": "S/N", "owner_email": "E-Mail", "label": "Label"}


def test_a_header_of_two_fields_is_given_once(tmp_path: Path) -> None:
    desired = write(tmp_path / "a.xlsx", {"Desired": [["Serial number", "Email", "Type"], ["SN1", "a@x.com", "phone"]]})
    checked = read(stock(tmp_path, [STOCK, ["SN1", "L1", "laptop", "IT"]]), desired)
    assert (checked.headers["type"], checked.headers["device_type"]) == ("Type", "device_type")
    assert list(checked.headers) == checked.originals.columns[1:]


def test_rows_of_formulas_without_values_are_not_blank(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "a@x.com"], ["=Other!A1", '=Other!B1 & "<"'], ["=Other!A2", "=Other!B2"]]
    checked = read(desired(tmp_path, rows))
    assert findings(checked) == [(cell, "no_saved_value") for cell in ("A3", "B3", "A4", "B4")]
    assert checked.originals["owner_email"].to_list() == ["a@x.com", '=Other!B1 & "<"', "=Other!B2"]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = desired(tmp_path, [[*HEADER, "Label"], ["SN1", "a@x.com", TextCell("=1+1")]])
    checked = read(path)
    assert checked.assignments["label"].to_list() == ["=1+1"]
    assert checked.issues.is_empty()


@pytest.mark.parametrize("header", [HEADER, [*HEADER, "Model"]])
def test_sheets_of_devices_have_no_rows_of_people(header: list[object], tmp_path: Path) -> None:
    people = read(desired(tmp_path, [header, ["SN1", "a@x.com"]])).people
    assert people.is_empty()
    assert people.columns == list(PEOPLE.names)
