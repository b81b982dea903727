"""From workbooks to typed rows: where they stand, what they hold, and what is said about bad cells."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from schemas.fields import ASSIGNMENT_FIELDS
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.workbooks import ErrorCell, Rows, TextCell, findings, read, write

_HEADER = ["Serial number", "Owner email"]
_STOCK = ["Serial number", "Name", "Type", "Category"]


def _desired(folder: Path, rows: Rows) -> Path:
    return write(folder / "assignments.xlsx", {"Desired": rows})


def _stock(folder: Path, rows: Rows) -> Path:
    return write(folder / "inventory.xlsx", {"Stock": rows})


def test_rows_carry_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        ["Fleet of March"],
        [],
        [None, *_HEADER],
        [],
        [None, "SN1", "a@x.com"],
        ["  ", " "],
        [None, "SN2"],
        [],
    ]
    assignments = read(_desired(tmp_path, [*rows, [None, "SN3", "c@x.com"]])).assignments
    assert assignments["row"].to_list() == [6, 8, 10]
    assert assignments["row_id"].to_list() == [1, 2, 3]
    assert assignments["serial_number"].to_list() == ["SN1", "SN2", "SN3"]


def test_a_sheet_that_begins_in_the_middle_keeps_its_addresses(tmp_path: Path) -> None:
    rows: Rows = [[], [], [None, None, *_HEADER], [None, None, "SN1", "acme "]]
    checked = read(_desired(tmp_path, rows))
    assert findings(checked) == [("D4", "invalid_email")]
    assert checked.sheets[0].header_row == 3


def test_an_issue_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    path = _desired(tmp_path, [["Serial number", "Owner\nemail"], ["SN1", "acme "]])
    (issue,) = read(path).issues.to_dicts()
    assert issue == {
        "file": "assignments.xlsx",
        "sheet": "Desired",
        "row": 2,
        "column": "Owner email",
        "cell": "B2",
        "value": "acme ",
        "code": "invalid_email",
        "severity": "error",
        "message": 'assignments.xlsx, sheet Desired, B2: "acme " is not an e-mail address.',
        "hint": "Write it as name@company.com.",
        "template": "email",
        "subject": "acme ",
        "said": "is not an e-mail address.",
        "likely": None,
        "row_id": 1,
    }


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ([*_HEADER, "Effective at"], ["SN1", "a@x.com", "next week"], ("C2", "invalid_date")),
        ([*_HEADER, "Effective at"], ["SN1", "a@x.com", "31/13/2025"], ("C2", "invalid_date")),
        ([*_HEADER, "Action"], ["SN1", "a@x.com", "remove"], ("C2", "invalid_action")),
        ([*_HEADER, "MAC"], ["SN1", "a@x.com", "12:34"], ("C2", "invalid_value")),
        ([*_HEADER, "Device ID"], ["SN1", "a@x.com", "a1"], ("C2", "invalid_number")),
        ([*_HEADER, "Asset tag"], ["SN1", "a@x.com", "n/a"], ("C2", "invalid_value")),
        ([*_HEADER, "Label"], ["SN1", "a@x.com", ErrorCell("#REF!")], ("C2", "error_cell")),
        ([*_HEADER, "Label"], ["SN1", "a@x.com", TextCell("#N/A")], ("C2", "error_cell")),
        ([*_HEADER, "Label"], ["SN1", "a@x.com", "=1+1"], ("C2", "no_saved_value")),
        ([*_HEADER, "Comment"], ["SN1", "a@x.com", "<clear>"], ("C2", "invalid_value")),
        ([*_HEADER, "Label"], ["SN1", "a@x.com", "<none>"], ("C2", "invalid_value")),
        ([*_HEADER, "Action", "End at"], ["SN1", "a@x.com", "unassign", date(2025, 3, 1)], ("D2", "invalid_value")),
        ([*_HEADER, "Action", "End at"], ["SN1", None, "unassign", "<clear>"], ("D2", "invalid_value")),
        (_HEADER, ["SN1", "acme"], ("B2", "invalid_email")),
        (_HEADER, ["SN1", None], ("B2", "missing_value")),
        (_HEADER, [None, "a@x.com"], (None, "missing_identifier")),
        (_HEADER, ["To be filled by O.E.M.", "a@x.com"], ("A2", "placeholder_serial")),
        (_HEADER, ["00000000", "a@x.com"], ("A2", "placeholder_serial")),
        (_HEADER, [0, "a@x.com"], ("A2", "placeholder_serial")),
        (_HEADER, ["<clear>", "a@x.com"], ("A2", "invalid_value")),
        ([*_STOCK, "Price"], ["SN1", "L1", "laptop", "IT", "about 12"], ("E2", "invalid_number")),
        ([*_STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", "soon"], ("E2", "invalid_date")),
        ([*_STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", datetime(2025, 3, 1, 9)], ("E2", "invalid_date")),
        ([*_STOCK, "is_rented"], ["SN1", "L1", "laptop", "IT", "perhaps"], ("E2", "invalid_value")),
        (_STOCK, ["SN1", "<clear>", "laptop", "IT"], ("B2", "invalid_value")),
        (_STOCK, [None, None, "laptop", "IT"], (None, "missing_identifier")),
    ],
)
def test_a_bad_cell_is_an_issue_and_the_fault_of_its_row(
    header: list[object], cells: list[object], found: tuple[str | None, str], tmp_path: Path
) -> None:
    good = ["SN9", "Good", "laptop", "IT"] if header[:4] == _STOCK else ["SN9", "good@x.com"]
    checked = read(_desired(tmp_path, [header, cells, good]))
    rows = checked.inventory if header[:4] == _STOCK else checked.assignments
    assert findings(checked) == [found]
    assert rows["fault"].to_list() == [found[1], None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9999-12-31", "lies outside the years 1901 to 2999."),
        ("1899-12-31T09:30:00Z", "lies outside the years 1901 to 2999."),
        ("2999-12-31T23:59:59Z", "is not before the open end (2999-12-31T23:59:59Z)."),
        ("2025-03-30T02:30:00", "does not exist in Europe/Berlin: the clocks were put forward."),
        ("2025-02-30", "is not a date."),
    ],
)
@pytest.mark.parametrize("column", ["Effective at", "End at", "mdm_lock_date"])
def test_a_date_that_is_refused_is_refused_for_its_own_reason(
    column: str, text: str, said: str, tmp_path: Path
) -> None:
    header, row = (_STOCK, ["SN1", "L1", "laptop", "IT"]) if column.startswith("mdm") else (_HEADER, ["SN1", "a@x.com"])
    checked = read(_desired(tmp_path, [[*header, column], [*row, text]]), timezone="Europe/Berlin")
    (issue,) = checked.issues.to_dicts()
    assert issue["code"] == "invalid_date"
    assert issue["message"].endswith(f'"{text}" {said}')


@pytest.mark.parametrize("text", ["9999-12-31", "2999-12-31T23:59:59Z"])
def test_a_far_end_gets_the_advice_to_leave_it_open(text: str, tmp_path: Path) -> None:
    checked = read(_desired(tmp_path, [[*_HEADER, "End at"], ["SN1", "a@x.com", text]]))
    assert checked.assignments["end_at"].to_list() == [None]
    assert "leave the cell blank, or write <clear>" in checked.issues["hint"].item()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9999-12-31", "lies outside the years 1901 to 2999."),
        ("2025-03-01 09:00:00", "has a time of day, and only a day belongs here."),
        ("soon", "is not a date."),
    ],
)
def test_a_day_that_is_refused_is_refused_for_its_own_reason(text: str, said: str, tmp_path: Path) -> None:
    checked = read(_stock(tmp_path, [[*_STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", text]]))
    assert checked.issues["message"].item().endswith(f'"{text}" {said}')


def test_owners_whose_addresses_differ_in_case_only_are_one(tmp_path: Path) -> None:
    rows: Rows = [_HEADER, ["SN1", "Straße@x.org"], ["SN2", "STRASSE@x.org"], ["SN3", "strasse@x.org"]]
    assert set(read(_desired(tmp_path, rows)).assignments["owner_email"]) == {"strasse@x.org"}


def test_a_missing_owner_column_is_missing_in_every_assign_row(tmp_path: Path) -> None:
    checked = read(_desired(tmp_path, [["Serial number", "Action"], ["SN1", None], ["SN2", "unassign"]]))
    assert checked.assignments["fault"].to_list() == ["missing_value", None]
    assert checked.issues["message"].to_list() == [
        "assignments.xlsx, sheet Desired, row 2: the owner's e-mail address is missing."
    ]


def test_a_warranty_column_is_read_by_what_it_holds(tmp_path: Path) -> None:
    rows: Rows = [[*_STOCK, "Warranty"], ["SN1", "L1", "laptop", "IT", date(2027, 3, 1)]]
    assert read(_stock(tmp_path, rows)).inventory["warranty_end"].to_list() == [date(2027, 3, 1)]
    rows = [[*_STOCK, "Warranty"], ["SN1", "L1", "laptop", "IT", 36]]
    assert read(_stock(tmp_path, rows)).inventory["warranty_months"].to_list() == [36]


def test_the_first_column_decides_the_fault_and_every_bad_cell_is_an_issue(tmp_path: Path) -> None:
    header = ["Owner email", "Serial number", "End at", "Action"]
    checked = read(_desired(tmp_path, [header, [None, "N/A", "soon", None], ["acme", None, "<clear>", "unassign"]]))
    assert sorted(findings(checked), key=str) == [
        ("A2", "missing_value"),
        ("A3", "invalid_email"),
        ("B2", "placeholder_serial"),
        ("C2", "invalid_date"),
        ("C3", "invalid_value"),
        (None, "missing_identifier"),
    ]
    assert checked.assignments["fault"].to_list() == ["missing_value", "invalid_email"]


def test_a_faulty_row_keeps_the_values_of_its_good_cells(tmp_path: Path) -> None:
    rows: Rows = [
        [*_HEADER, "Effective at", "Action"],
        ["sn1", "A@x.com", "soon", None],
        ["sn2", "b@x.com", None, "remove"],
    ]
    assignments = read(_desired(tmp_path, rows)).assignments
    assert assignments.select("serial_number", "owner_email", "effective_at", "action", "clears_end").rows() == [
        ("SN1", "a@x.com", None, "assign", False),
        ("SN2", "b@x.com", None, None, False),
    ]


def test_none_as_owner_takes_the_device_away(tmp_path: Path) -> None:
    rows: Rows = [
        [*_HEADER, "Action"],
        ["SN1", "<none>", "assign"],
        ["SN2", " <NONE> ", None],
        ["SN3", "<none>", "remove"],
    ]
    assignments = read(_desired(tmp_path, rows)).assignments
    assert assignments.select("owner_email", "action", "fault").rows() == [
        (None, "unassign", None),
        (None, "unassign", None),
        (None, None, "invalid_action"),
    ]


def test_an_unassign_may_leave_the_owner_blank(tmp_path: Path) -> None:
    assignments = read(_desired(tmp_path, [[*_HEADER, "Action"], ["SN1", None, "UNASSIGN"]])).assignments
    assert assignments.select("owner_email", "action", "fault").rows() == [(None, "unassign", None)]


def test_clear_empties_a_label_and_opens_an_end(tmp_path: Path) -> None:
    rows: Rows = [
        [*_HEADER, "Label", "End at"],
        ["SN1", "a@x.com", "<Clear>", None],
        ["SN2", "a@x.com", "desk", "<clear>"],
    ]
    assignments = read(_desired(tmp_path, rows)).assignments
    assert assignments.select("label", "end_at", "clears_label", "clears_end", "fault").rows() == [
        (None, None, True, False, None),
        ("desk", None, False, True, None),
    ]


def test_clear_names_the_attributes_that_an_inventory_row_empties(tmp_path: Path) -> None:
    header = [*_STOCK, "Model", "Location", "MAC", "is_rented"]
    rows: Rows = [header, ["SN1", "L1", "laptop", "IT", "<clear>", "<CLEAR>", "<clear>", "<clear>"], ["SN2", "L2"]]
    inventory = read(_stock(tmp_path, rows)).inventory
    assert inventory["cleared"].to_list() == ["|model|location|mac_address|is_rented|", None]
    assert inventory.select("model", "mac_address", "is_rented", "fault").row(0) == (None, None, None, None)


def test_an_inventory_is_typed(tmp_path: Path) -> None:
    header = [*_STOCK, "Price", "Purchase date", "is_rented", "compliance", "keyboard layout", "mdm_last_seen_date"]
    row = ["sn1", " L  1 ", "laptop", "IT", 1234.5, date(2025, 3, 1), True, "CE, RoHS", "french azerty"]
    inventory = read(_stock(tmp_path, [header, [*row, datetime(2025, 3, 1, 9, 30)]])).inventory
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
    rows: Rows = [_HEADER, [123, "a@x.com"], [12345678901, "a@x.com"], [45.0, "a@x.com"], ["0012", "a@x.com"]]
    assert read(_desired(tmp_path, rows)).assignments["serial_number"].to_list() == ["123", "12345678901", "45", "0012"]


def test_assignments_have_every_column_in_order(tmp_path: Path) -> None:
    assignments = read(_desired(tmp_path, [_HEADER, ["SN1", "a@x.com"]])).assignments
    fields = [field.name for field in ASSIGNMENT_FIELDS if field.name != "org_id"]
    begin = ["row_id", "file", "sheet", "row", "org_id"]
    assert assignments.columns == [*begin, *fields, "clears_label", "clears_end", "fault"]
    assert assignments.schema["effective_at"] == pl.Datetime("us")
    assert assignments.schema["device_id"] == assignments.schema["row"] == pl.Int64


def test_without_rows_of_a_kind_its_frame_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    full = read(_desired(tmp_path, [_HEADER, ["SN1", "a@x.com"]]))
    bare = read(_stock(tmp_path, [_STOCK]))
    assert bare.assignments.schema == full.assignments.schema
    assert full.inventory.columns[-2:] == bare.inventory.columns[-2:] == ["cleared", "fault"]
    assert bare.inventory.is_empty()
    assert bare.sheets[0].rows == 0


def test_a_blank_organization_is_the_given_one(tmp_path: Path) -> None:
    rows: Rows = [[*_HEADER, "org_id"], ["SN1", "a@x.com", "acme"], ["SN2", "b@x.com", None]]
    assert read(_desired(tmp_path, rows), org="main").assignments["org_id"].to_list() == ["acme", "main"]


def test_originals_are_the_cells_as_typed_under_their_headers(tmp_path: Path) -> None:
    rows: Rows = [["S/N", "E-Mail", "_outcome", "Label"], [" sn1 ", "A@x.com", "applied", ErrorCell("#N/A")]]
    checked = read(_desired(tmp_path, rows))
    assert checked.originals.to_dicts() == [
        {"row_id": 1, "serial_number": " sn1 ", "owner_email": "A@x.com", "label": "#N/A"}
    ]
    assert dict(checked.headers) == {"serial_number": "S/N", "owner_email": "E-Mail", "label": "Label"}


def test_a_header_of_two_fields_is_given_once(tmp_path: Path) -> None:
    desired = write(tmp_path / "a.xlsx", {"Desired": [["Serial number", "Email", "Type"], ["SN1", "a@x.com", "phone"]]})
    checked = read(_stock(tmp_path, [_STOCK, ["SN1", "L1", "laptop", "IT"]]), desired)
    assert (checked.headers["type"], checked.headers["device_type"]) == ("Type", "device_type")
    assert list(checked.headers) == checked.originals.columns[1:]


def test_error_cells_have_their_addresses_also_below_blank_rows(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        [None, *_HEADER, "Label"],
        [],
        [None, "SN1", ErrorCell("#N/A")],
        [],
        [None, "SN2", "b@x.com", ErrorCell("#DIV/0!")],
    ]
    checked = read(_desired(tmp_path, rows))
    assert checked.issues.select("cell", "value", "code").rows() == [
        ("C4", "#N/A", "error_cell"),
        ("D6", "#DIV/0!", "error_cell"),
    ]


def test_rows_of_formulas_without_values_are_not_blank(tmp_path: Path) -> None:
    rows: Rows = [_HEADER, ["SN1", "a@x.com"], ["=Other!A1", '=Other!B1 & "<"'], ["=Other!A2", "=Other!B2"]]
    checked = read(_desired(tmp_path, rows))
    assert findings(checked) == [(cell, "no_saved_value") for cell in ("A3", "B3", "A4", "B4")]
    assert checked.originals["owner_email"].to_list() == ["a@x.com", '=Other!B1 & "<"', "=Other!B2"]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = _desired(tmp_path, [[*_HEADER, "Label"], ["SN1", "a@x.com", TextCell("=1+1")]])
    checked = read(path)
    assert checked.assignments["label"].to_list() == ["=1+1"]
    assert checked.issues.is_empty()


def test_files_and_sheets_keep_their_order(tmp_path: Path) -> None:
    first = write(tmp_path / "z.xlsx", {"B": [_HEADER, ["SN1", "a@x.com"]], "A": [_STOCK, ["SN2", "n", "t", "c"]]})
    second = write(tmp_path / "a.xlsx", {"Desired": [_HEADER, ["SN3", "a@x.com"], ["SN4", "a@x.com"]]})
    checked = read(first, second)
    assert [(sheet.file, sheet.sheet, sheet.kind.value, sheet.rows) for sheet in checked.sheets] == [
        ("z.xlsx", "B", "assignments", 1),
        ("z.xlsx", "A", "inventory", 1),
        ("a.xlsx", "Desired", "assignments", 2),
    ]
    assert checked.assignments["row_id"].to_list() == [1, 3, 4]
    assert checked.inventory["row_id"].to_list() == [2]
    assert checked.originals["serial_number"].to_list() == ["SN1", "SN2", "SN3", "SN4"]
    assert [source.file for source in checked.sources] == ["z.xlsx", "a.xlsx"]


def test_hidden_and_unrecognised_sheets_are_noted_and_ignored(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Read me": [["How to fill this in"]],
        "Desired": [_HEADER, ["SN1", "a@x.com"]],
        "Old": [_HEADER, ["SN2", "b@x.com"]],
        "Places": [["Location", "Department"], ["Paris", "IT"]],
        "Empty": [],
    }
    checked = read(write(tmp_path / "a.xlsx", sheets, hidden=["Old"]))
    assert checked.assignments["serial_number"].to_list() == ["SN1"]
    assert checked.issues.select("sheet", "code", "severity").rows() == [
        ("Empty", "sheet_ignored", "note"),
        ("Old", "sheet_ignored", "note"),
        ("Places", "sheet_ignored", "note"),
        ("Read me", "sheet_ignored", "note"),
    ]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["Serial", "Owner email"], Kind.ASSIGNMENTS),
        (["Serial", "Email", "Type"], Kind.ASSIGNMENTS),
        (["Serial", "Action"], Kind.ASSIGNMENTS),
        (["Serial", "Name", "Type", "Email", "Notes"], Kind.ASSIGNMENTS),
        (["Serial", "Name", "Type"], Kind.INVENTORY),
        (["Serial", "Brand"], Kind.INVENTORY),
        (["Name"], Kind.INVENTORY),
    ],
)
def test_the_headers_tell_the_kind(header: list[object], kind: Kind, tmp_path: Path) -> None:
    assert [sheet.kind for sheet in read(_desired(tmp_path, [header])).sheets] == [kind]


def test_a_kind_that_is_given_decides(tmp_path: Path) -> None:
    path = _stock(tmp_path, [["Serial number"], ["SN1"]])
    assert read(path, kind=Kind.INVENTORY).inventory["serial_number"].to_list() == ["SN1"]


def test_an_inventory_with_an_owner_column_can_be_read_without_it(tmp_path: Path) -> None:
    path = _stock(tmp_path, [[*_STOCK, "Brand", "Assigned to"], ["SN1", "L1", "laptop", "IT", "Dell", "Anna"]])
    checked = read(path, unknown_columns=UnknownColumns.IGNORE)
    assert checked.sheets[0].kind is Kind.INVENTORY
    assert checked.originals["extra.Assigned to"].to_list() == ["Anna"]
    assert "extra.Assigned to" not in checked.inventory.columns


def test_an_assigned_to_column_of_addresses_is_the_owner(tmp_path: Path) -> None:
    checked = read(_desired(tmp_path, [["Serial number", "Assigned to"], ["SN1", "a@x.com"]]))
    assert checked.assignments["owner_email"].to_list() == ["a@x.com"]


def test_unknown_columns_can_be_kept_as_custom_attributes(tmp_path: Path) -> None:
    path = _stock(
        tmp_path, [[*_STOCK, "Floor  no"], ["SN1", "L1", "laptop", "IT", " 3  b"], ["SN2", "L2", "x", "y", "<clear>"]]
    )
    checked = read(path, unknown_columns=UnknownColumns.KEEP)
    assert checked.inventory["extra.Floor no"].to_list() == ["3 b", None]
    assert checked.inventory["cleared"].to_list() == [None, "|extra.Floor no|"]
    assert checked.headers["extra.Floor no"] == "Floor no"


def test_unknown_columns_of_assignments_are_kept_in_the_originals_only(tmp_path: Path) -> None:
    path = _desired(tmp_path, [[*_HEADER, "Ticket"], ["SN1", "a@x.com", "T-1"]])
    checked = read(path, unknown_columns=UnknownColumns.KEEP)
    assert checked.originals["extra.Ticket"].to_list() == ["T-1"]
    assert "extra.Ticket" not in checked.assignments.columns
    assert checked.issues.select("cell", "code", "severity", "message").rows() == [
        (
            "C1",
            "unknown_column",
            "note",
            'assignments.xlsx, sheet Desired, C1: the column "Ticket" is kept in the results only; '
            "custom attributes of devices belong on an inventory sheet.",
        )
    ]


@pytest.mark.parametrize("title", ["Shoe size", "Efective at", "Location", None])
def test_a_column_that_is_left_out_as_asked_is_noted_without_that_advice(title: str | None, tmp_path: Path) -> None:
    path = _desired(tmp_path, [[*_HEADER, title], ["SN1", "a@x.com", "42"]])
    (issue,) = read(path, unknown_columns=UnknownColumns.IGNORE).issues.to_dicts()
    assert (issue["severity"], issue["code"]) == ("note", "unknown_column")
    assert "--unknown-columns" not in issue["hint"]


def test_a_row_counter_is_noted_and_never_read(tmp_path: Path) -> None:
    checked = read(_desired(tmp_path, [["Sr. No.", *_HEADER], [1, "SN1", "a@x.com"]]))
    assert checked.assignments["serial_number"].to_list() == ["SN1"]
    assert checked.issues.select("cell", "code", "severity").rows() == [("A1", "unknown_column", "note")]


def test_a_result_sheet_with_both_kinds_is_split_by_its_rows(tmp_path: Path) -> None:
    header = ["Serial number", "Name", "Type", "Category", "Email", "device_type", "_kind", "_outcome"]
    rows: Rows = [
        header,
        ["SN1", None, None, None, "a@x.com", "phone", "assignments", "rejected"],
        ["SN2", "L2", "laptop", "IT", None, None, "inventory", "rejected"],
        [None, None, None, None, None, None, "inventory", "rejected"],
        ["SN3", None, None, None, "acme", None, "assignments", "rejected"],
    ]
    checked = read(_desired(tmp_path, rows))
    assert checked.assignments.select("row_id", "row", "serial_number", "device_type").rows() == [
        (1, 2, "SN1", "phone"),
        (3, 5, "SN3", None),
    ]
    assert checked.inventory.select("row_id", "row", "serial_number", "type").rows() == [(2, 3, "SN2", "laptop")]
    assert checked.originals["row_id"].to_list() == [1, 2, 3]
    assert [(sheet.kind.value, sheet.rows) for sheet in checked.sheets] == [("inventory", 1), ("assignments", 2)]


def test_issues_are_sorted_by_place(tmp_path: Path) -> None:
    second = write(tmp_path / "b.xlsx", {"S": [_HEADER, ["SN1", "acme"]]})
    first = write(tmp_path / "a.xlsx", {"Z": [_HEADER, ["N/A", "acme"]], "Y": [_HEADER, ["SN1", "x"], ["SN2", "y"]]})
    issues = read(second, first).issues
    assert issues.select("file", "sheet", "row", "column").rows() == [
        ("a.xlsx", "Y", 2, "Owner email"),
        ("a.xlsx", "Y", 3, "Owner email"),
        ("a.xlsx", "Z", 2, "Serial number"),
        ("a.xlsx", "Z", 2, "Owner email"),
        ("b.xlsx", "S", 2, "Owner email"),
    ]
