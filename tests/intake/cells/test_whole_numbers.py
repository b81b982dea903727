"""Whole numbers that a program has written with decimals are read without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sheets.header_rows import checked, told

_HEADER: list[object] = ["Serial", "Type"]


def _rows(*values: object) -> list[list[object]]:
    return [[f"LT-{number}", "laptop", value] for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("header", "field"),
    [("Asset tag", "asset_tag"), ("PO number", "order_number"), ("IMEI", "imei"), ("Year", "model_year")],
)
def test_a_column_of_whole_numbers_has_no_decimals(header: str, field: str, tmp_path: Path) -> None:
    found = checked(tmp_path, [*_HEADER, header], *_rows("20001.0", None, "20003", "20002.00", "nan"))

    assert found.inventory[field].to_list() == ["20001", None, "20003", "20002", None]
    notes = [one for one in found.issues["message"] if "with decimals" in one]
    assert len(notes) == 1
    assert '"20001.0" is read as 20001' in notes[0]


def test_a_serial_number_has_none_either(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Type"], ["10001.0", "scale"], ["10002.0", "scale"])

    assert found.inventory["serial_number"].to_list() == ["10001", "10002"]


def test_the_number_of_an_employee_has_none_either(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Employee no"], ["LT-1", "77.0"], ["LT-2", "78.0"])

    assert found.assignments["external_user_id"].to_list() == ["77", "78"]
    assert told(found.issues) == [("B1", "numbers_as_identifiers", "note")]


@pytest.mark.parametrize(
    "values", [["1.0", "1.1", "2.0"], ["20001.0", "AT-1.5"], ["20001,0", "20002,0"], ["AT-7.0", "AT-8"]]
)
def test_a_column_that_has_something_else_too_stays_as_it_is(values: list[object], tmp_path: Path) -> None:
    found = checked(tmp_path, [*_HEADER, "Asset tag"], *_rows(*values))

    assert found.inventory["asset_tag"].to_list() == values


@pytest.mark.parametrize(
    ("header", "field"), [("Asset tag", "asset_tag"), ("Employee ID", "external_user_id"), ("Username", "username")]
)
def test_among_other_values_they_are_whole_numbers_with_a_note(header: str, field: str, tmp_path: Path) -> None:
    found = checked(tmp_path, [*_HEADER, header], *_rows("20001.0", "C55", "20003"))

    rows = found.inventory if field == "asset_tag" else found.assignments
    assert [str(value).upper() for value in rows[field]] == ["20001", "C55", "20003"]
    (note,) = found.issues.filter(code="numbers_as_identifiers").to_dicts()
    assert (note["cell"], note["severity"]) == ("C1", "note")
    assert 'among other values: "20001.0" is read as 20001' in note["message"]


def test_a_model_number_among_other_values_stays_as_it_is(tmp_path: Path) -> None:
    found = checked(tmp_path, [*_HEADER, "Model number"], *_rows("2.0", "Pro"))

    assert found.inventory["model_number"].to_list() == ["2.0", "Pro"]


def test_a_version_is_no_whole_number(tmp_path: Path) -> None:
    found = checked(tmp_path, [*_HEADER, "OS version"], *_rows("10.0", "11.0"))

    assert found.inventory["os_version"].to_list() == ["10.0", "11.0"]


def test_what_is_on_record_in_a_workbook_of_ours_stays_as_it_is(tmp_path: Path) -> None:
    found = checked(tmp_path, ["device_id", "asset_tag", "type"], [1, "20001.0", "laptop"])

    assert found.inventory["asset_tag"].to_list() == ["20001.0"]
