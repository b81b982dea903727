"""Which sheets and columns are read, and what is said of the others."""

from pathlib import Path

import pytest

from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.one_sheet import HEADER, STOCK, desired, stock
from tests.support.workbooks import Rows, read, write


def test_files_and_sheets_keep_their_order(tmp_path: Path) -> None:
    first = write(tmp_path / "z.xlsx", {"B": [HEADER, ["SN1", "a@x.com"]], "A": [STOCK, ["SN2", "n", "t", "c"]]})
    second = write(tmp_path / "a.xlsx", {"Desired": [HEADER, ["SN3", "a@x.com"], ["SN4", "a@x.com"]]})
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
        "Desired": [HEADER, ["SN1", "a@x.com"]],
        "Old": [HEADER, ["SN2", "b@x.com"]],
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
    assert [sheet.kind for sheet in read(desired(tmp_path, [header])).sheets] == [kind]


def test_a_kind_that_is_given_decides(tmp_path: Path) -> None:
    path = stock(tmp_path, [["Serial number"], ["SN1"]])
    assert read(path, kind=Kind.INVENTORY).inventory["serial_number"].to_list() == ["SN1"]


def test_an_inventory_with_an_owner_column_can_be_read_without_it(tmp_path: Path) -> None:
    path = stock(tmp_path, [[*STOCK, "Brand", "Assigned to"], ["SN1", "L1", "laptop", "IT", "Dell", "Anna"]])
    checked = read(path, kind=Kind.INVENTORY, unknown_columns=UnknownColumns.IGNORE)
    assert checked.sheets[0].kind is Kind.INVENTORY
    assert "extra.Assigned to" not in checked.originals.columns
    assert "extra.Assigned to" not in checked.inventory.columns


def test_an_assigned_to_column_of_addresses_is_the_owner(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [["Serial number", "Assigned to"], ["SN1", "a@x.com"]]))
    assert checked.assignments["owner_email"].to_list() == ["a@x.com"]


def test_unknown_columns_can_be_kept_as_custom_attributes(tmp_path: Path) -> None:
    path = stock(
        tmp_path, [[*STOCK, "Floor  no"], ["SN1", "L1", "laptop", "IT", " 3  b"], ["SN2", "L2", "x", "y", "<clear>"]]
    )
    checked = read(path, unknown_columns=UnknownColumns.KEEP)
    assert checked.inventory["extra.Floor no"].to_list() == ["3 b", None]
    assert checked.inventory["cleared"].to_list() == [None, "|extra.Floor no|"]
    assert checked.headers["extra.Floor no"] == "Floor no"


def test_unknown_columns_of_assignments_are_kept_in_the_originals_only(tmp_path: Path) -> None:
    path = desired(tmp_path, [[*HEADER, "Ticket"], ["SN1", "a@x.com", "T-1"]])
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


@pytest.mark.parametrize("title", ["Shoe size", "Efective at", "Status", None])
def test_a_column_that_is_left_out_as_asked_is_noted_without_that_advice(title: str | None, tmp_path: Path) -> None:
    path = desired(tmp_path, [[*HEADER, title], ["SN1", "a@x.com", "42"]])
    (issue,) = read(path, unknown_columns=UnknownColumns.IGNORE).issues.to_dicts()
    assert (issue["severity"], issue["code"]) == ("note", "unknown_column")
    assert "--unknown-columns" not in issue["hint"]


def test_a_row_counter_is_noted_and_never_read(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [["Sr. No.", *HEADER], [1, "SN1", "a@x.com"]]))
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
    checked = read(desired(tmp_path, rows))
    assert checked.assignments.select("row_id", "row", "serial_number", "device_type").rows() == [
        (1, 2, "SN1", "phone"),
        (3, 5, "SN3", None),
    ]
    assert checked.inventory.select("row_id", "row", "serial_number", "type").rows() == [(2, 3, "SN2", "laptop")]
    assert checked.originals["row_id"].to_list() == [1, 2, 3]
    assert [(sheet.kind.value, sheet.rows) for sheet in checked.sheets] == [("inventory", 1), ("assignments", 2)]


def test_rows_of_a_register_beside_those_of_another_kind_have_row_ids_of_their_own(tmp_path: Path) -> None:
    header = ["Serial number", "Model", "Email", "Type", "_kind", "_outcome"]
    rows: Rows = [
        header,
        ["SN1", "T14", "a@x.com", "laptop", "register", "rejected"],
        ["SN2", "T14", None, "laptop", "inventory", "rejected"],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory.select("row_id", "serial_number").rows() == [(1, "SN1"), (2, "SN2")]
    assert checked.assignments.select("row_id", "listed_row_id").rows() == [(3, 1)]


def test_a_sheet_with_a_header_alone_is_said_to_be_empty(tmp_path: Path) -> None:
    header = ("Serial Number", "Name", "Type")
    path = write(tmp_path / "two.xlsx", {"Devices": [header, ("SN1", "Laptop", "laptop")], "Phones": [header]})
    checked = read(path)
    assert checked.inventory["serial_number"].to_list() == ["SN1"]
    (told,) = checked.issues["message"]
    assert told == "two.xlsx, sheet Phones: the sheet is empty: it has a header, and no row below it."
