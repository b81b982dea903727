"""How each column of a file is read, and why; also of a file that cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.maps.file_map import map_columns
from pipeline.model import ColumnMap, FileMap, Reading
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.workbooks import Rows, write

STOCK = ["Serial Number", "Name", "Type", "Category"]
DEVICE = ["SN-00012", "Laptop", "laptop", "computers"]


def mapped(folder: Path, *rows: list[Any], how: Reading | None = None) -> FileMap:
    return map_columns(write(folder / "a.xlsx", {"List": list(rows)}), how or Reading())


def column(found: FileMap, letter: str) -> ColumnMap:
    return next(one for one in found.sheets[0].columns if one.letter == letter)


@pytest.mark.parametrize(
    ("header", "values", "use", "target", "why"),
    [
        ("model", ["X1", "X2"], "field", "model", "own_name"),
        ("Manufacturer", ["Halden", "Norvik"], "field", "brand", "spelling"),
        ("Vendor", ["Dell", "Lenovo"], "field", "brand", "values"),
        ("Floor", ["3", "4"], "attribute", "extra.Floor", "unknown"),
        ("extra.Floor", ["3", "4"], "attribute", "extra.Floor", "own_name"),
        ("Locaton", ["Lyon", "Turin"], "attribute", "extra.Locaton", "slip"),
        ("Asset tga", ["T-1", "T-2"], "refused", None, "slip"),
        ("Last seen", ["today", "today"], "left_out", None, "volatile"),
        ("Lastseen", ["today", "today"], "left_out", None, "volatile"),
        ("Last update", ["today", "today"], "left_out", None, "volatile"),
        ("No.", ["1", "2"], "shown", None, "row_counter"),
        ("Qty", ["1", "1"], "shown", None, "quantity"),
        ("Qty", ["1", "3"], "attribute", "extra.Qty", "quantity"),
        ("_remark", ["a", "b"], "left_out", None, "ours"),
        (None, ["a", "b"], "shown", None, "no_header"),
        ("Serial No", ["SN-00012", None], "field", "serial_number", "fills"),
        ("Serial No", ["SN-00012", "SN-00013"], "shown", None, "same"),
        ("Serial No", [None, None], "shown", None, "blank"),
        ("Serial No", ["SN-00099", "SN-00013"], "attribute", "extra.Serial No", "contradicts"),
    ],
)
def test_a_column_tells_its_use_and_why(
    tmp_path: Path, header: str | None, values: list[str | None], use: str, target: str | None, why: str
) -> None:
    serials = [None if why == "fills" else "SN-00012", "SN-00013"]
    rows = [[serial, *DEVICE[1:], value] for serial, value in zip(serials, values, strict=True)]
    found = column(mapped(tmp_path, [*STOCK, header], *rows, how=Reading(kind=Kind.INVENTORY)), "E")
    assert (found.use, found.target, found.why) == (use, target, why)


def test_it_counts_what_could_be_read_and_shows_some_values(tmp_path: Path) -> None:
    days = ["2024-05-01", "2024-13-01", "2024-05-02", None, "2024-05-02", "2024-05-03"]
    rows = [[f"SN-0001{number}", *DEVICE[1:], day] for number, day in enumerate(days)]
    found = column(mapped(tmp_path, [*STOCK, "Purchase Date"], *rows), "E")
    assert (found.filled, found.parsed) == (5, 4)
    assert found.values == ("2024-05-01", "2024-13-01", "2024-05-02", "2024-05-03")
    assert found.bad == ("2024-13-01",)


def test_a_saved_mapping_is_named_as_the_reason(tmp_path: Path) -> None:
    how = Reading(columns={"Rack": "location", "Name": "name", "Type": ""})
    found = mapped(tmp_path, [*STOCK, "Rack"], [*DEVICE, "R4"], how=how)
    told = [(one.target, one.why) for one in found.sheets[0].columns if one.letter in "BCE"]
    assert told == [("name", "mapping"), (None, "mapping"), ("location", "mapping")]


def test_the_kind_of_each_sheet_is_told_with_its_reason(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Stock": [STOCK, DEVICE],
        "Desired": [["Serial Number", "Owner Email"], ["SN-00012", "ada@acme.example"]],
        "Register": [[*STOCK, "Model", "Owner Email"], [*DEVICE, "X1", "ada@acme.example"]],
        "Notes": [["Call Ada"]],
    }
    found = map_columns(write(tmp_path / "a.xlsx", sheets), Reading())
    assert [(one.sheet, one.kind, one.is_used, one.rows) for one in found.sheets] == [
        ("Stock", "inventory", True, 1),
        ("Desired", "assignments", True, 1),
        ("Register", "register", True, 1),
    ]
    assert found.sheets[2].why_kind == "its columns say what a device is, and who has it"
    assert found.issues["code"].to_list() == ["sheet_ignored"]
    assert found.is_usable


@pytest.mark.parametrize(
    ("header", "kind", "uses"),
    [
        (["Serail Number", "Owner Emial"], Kind.ASSIGNMENTS, ["refused", "refused"]),
        (["Serail Number", "Name", "Type"], Kind.INVENTORY, ["refused", "field", "field"]),
        (["Serial Number", "Comment"], None, ["field", "field"]),
        (["Model", "Location"], Kind.INVENTORY, ["field", "field"]),
    ],
)
def test_a_sheet_that_refuses_the_file_is_shown_all_the_same(
    tmp_path: Path, header: list[str], kind: Kind | None, uses: list[str]
) -> None:
    found = mapped(tmp_path, header, ["SN-00012", "Laptop", "laptop"][: len(header)])
    (sheet,) = found.sheets
    assert (sheet.kind, sheet.is_used, found.is_usable) == (kind, False, False)
    assert [one.use for one in sheet.columns] == uses


@pytest.mark.parametrize(("header", "why"), [("Floor", "unknown"), ("Locaton", "slip"), ("Effective at", "other_kind")])
def test_unknown_columns_that_are_errors_are_refused(tmp_path: Path, header: str, why: str) -> None:
    how = Reading(kind=Kind.INVENTORY, unknown_columns=UnknownColumns.ERROR)
    found = mapped(tmp_path, [*STOCK, header], [*DEVICE, "3"], how=how)
    assert (column(found, "E").use, column(found, "E").why) == ("refused", why)


@pytest.mark.parametrize("name", ["gone.xlsx", "text.xlsx", "notes.csv"])
def test_what_has_no_header_row_cannot_be_mapped(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.xlsx").write_text("PK no workbook")
    (tmp_path / "notes.csv").write_text("call Ada\nand Bob\n")
    with pytest.raises(FileUnusable) as refused:
        map_columns(tmp_path / name, Reading())
    assert name in refused.value.message
