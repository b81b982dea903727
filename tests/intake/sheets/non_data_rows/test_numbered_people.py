"""Handover lists that number the people, and name each once above several devices."""

from __future__ import annotations

from pathlib import Path

from tests.support.sheets.header_rows import checked

HEADER = ("No.", "Employee", "Model", "Serial No.")
FIRST, FURTHER = ("1", "Mary Jones", "Latitude 5440", "LT-1"), (None, None, "Jabra 65", "HS-1")
SECOND, LAST = ("2", "Paul Smith", "MacBook Air", "LT-2"), (None, None, "USB-C Dock", "DK-1")


def test_the_person_above_has_what_stands_in_rows_without_a_number_and_a_name(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, FIRST, FURTHER, SECOND, LAST)

    assert found.assignments["owner_name"].to_list() == ["Mary Jones", "Mary Jones", "Paul Smith", "Paul Smith"]
    (note,) = found.issues.filter(found.issues["code"] == "merged_cells").rows(named=True)
    assert (note["severity"], note["cell"]) == ("note", "A1")
    assert "has the devices of 2 rows" in note["message"]


def test_nobody_has_a_device_without_a_name_where_its_row_is_numbered_or_no_row_is(tmp_path: Path) -> None:
    numbered = checked(tmp_path, HEADER, FIRST, ("2", *FURTHER[1:]), ("3", *SECOND[1:]), LAST)
    unnumbered = checked(tmp_path, *(row[1:] for row in (HEADER, FIRST, FURTHER, SECOND, LAST)))

    for found in (numbered, unnumbered):
        assert found.assignments["owner_name"].drop_nulls().to_list() == ["Mary Jones", "Paul Smith"]
