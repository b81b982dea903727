"""What the cells of a column empty whose blanks empty what is on record: only a cell that is blank, or `<clear>`."""

from __future__ import annotations

from pathlib import Path

from tests.support.sheets.people_lists import STOCK, desired
from tests.support.workbooks import ErrorCell, Rows, findings, read, write

HEADER = [*STOCK, "Location", "Purchase date", "Floor"]
NAMED = "location,purchase_date,extra.Floor"


def _device(number: int, *facts: object) -> list[object]:
    return [f"SN{number}", f"Device {number}", "laptop", "it", *facts]


def test_blank_cells_words_for_nothing_and_clear_empty(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        _device(1, None, "2024-03-01", "3"),
        _device(2, "Berlin", "n/a", None),
        _device(3, "<clear>", "2024-03-01", "3"),
        _device(4, "Berlin", "2024-03-01", "3"),
    ]
    checked = read(write(tmp_path / "a.xlsx", {"Stock": rows}), blank_clears=NAMED)
    assert checked.inventory["cleared"].to_list() == [
        "|location|",
        "|purchase_date|extra.Floor|",
        "|location|",
        None,
    ]


def test_what_cannot_be_read_empties_nothing(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        _device(1, ErrorCell("#N/A"), "2024-03-01", "3"),
        _device(2, "Berlin", "soon", "3"),
        _device(3, "Berlin", "2024-03-01", "=A1"),
    ]
    checked = read(write(tmp_path / "a.xlsx", {"Stock": rows}), blank_clears=NAMED)
    assert checked.inventory["cleared"].to_list() == [None, None, None]
    assert findings(checked) == [("E2", "error_cell"), ("F3", "invalid_date"), ("G4", "no_saved_value")]


def test_cells_that_merged_cells_cover_are_bad_also_in_custom_attributes(tmp_path: Path) -> None:
    rows: Rows = [[*STOCK, "Floor", "Wing"], _device(1, "3"), _device(2), _device(3, "4", "W")]
    book = desired(tmp_path, rows, merged=["E2:F3"])
    checked = read(book, blank_clears="extra.Floor,extra.Wing")
    assert findings(checked) == [(cell, "missing_value") for cell in ("F2", "E3", "F3")]
    assert checked.inventory["fault"].to_list() == ["missing_value", "missing_value", None]
    assert findings(read(book)) == []


def test_an_address_in_the_column_of_names_does_not_empty_the_name(tmp_path: Path) -> None:
    rows: Rows = [
        ["E-mail", "Full name", "Department"],
        ["ann@acme.example", "ann@acme.example", "IT"],
        ["bob@acme.example", None, "HR"],
    ]
    checked = read(write(tmp_path / "staff.xlsx", {"Staff": rows}), blank_clears="owner_name")
    assert checked.people["cleared"].to_list() == [None, "|owner_name|"]


def test_a_name_that_other_cells_give_is_not_emptied(tmp_path: Path) -> None:
    rows: Rows = [["E-mail", "Full name", "First name", "Last name"], ["ann@acme.example", None, "Ann", "Bell"]]
    checked = read(write(tmp_path / "staff.xlsx", {"Staff": rows}), blank_clears="owner_name")
    assert checked.people.select("owner_name", "cleared").rows() == [("Ann Bell", None)]
