"""Columns whose header says one thing of devices and whose values say another are kept as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sheets.header_rows import checked, columns, told

_STOCK: list[object] = ["Serial", "Name", "Type"]


def _rows(*values: object) -> list[list[object]]:
    return [[f"LT-{number}", f"laptop {number}", "laptop", value] for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("header", "values", "holds"),
    [
        ("State", ["TX", "CA", "TX"], "places"),
        ("state", ["Karnataka", "Tamil Nadu", "KARNATAKA"], "places"),
        ("Estado", ["SP", "RJ", "MG"], "places"),
        ("State", ["OK", "TX"], "places"),
        ("Value", ["enabled", "16 GB", "yes"], "no amounts of money"),
        ("Seats", ["row 4", "row 5"], "no numbers"),
        ("model_id", [7, 1, 112], "numbers of another table"),
        ("model_id", ["7.0", "12.0"], "numbers of another table"),
        ("brand_id", ["0b3f6f0e-8d0a-4c39-9d43-5a3d6f4a9c11"], "numbers of another table"),
        ("Model", [7, 1, 12], "numbers of another table"),
        ("manufacturer", [3, 3, 1], "numbers of another table"),
        ("Supplier", [2, 10], "numbers of another table"),
        ("MacAddresses", ["3C22FBAA0201", "3C22FBAA0202,3C22FBAA0292"], "several MAC addresses of a device"),
        ("Mac Addresses", ["3C:22:FB:AA:02:01 3C:22:FB:AA:02:91"], "several MAC addresses of a device"),
        ("Office", ["Microsoft 365 Apps", "Office 2019", "LibreOffice 24.2"], "the names of software"),
        ("OFFICE", ["2019", "2016", "365"], "the names of software"),
    ],
)
def test_a_column_whose_values_contradict_its_header_is_kept_with_a_note(
    header: str, values: list[object], holds: str, tmp_path: Path
) -> None:
    found = checked(tmp_path, [*_STOCK, header], *_rows(*values))

    assert found.inventory[f"extra.{header}"].to_list() == [str(value) for value in values]
    assert told(found.issues) == [("D1", "ambiguous_column", "note")]
    assert f'the column "{header}" holds {holds}' in found.issues["message"][0]


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("State", ["Deployed", "Broken", "Ready to deploy"], "status"),
        ("State", ["OK", "OK", "OK"], "status"),
        ("State", ["IN", "OUT", "IN"], "status"),
        ("State", ["TX", "in stock"], "status"),
        ("Status", ["TX", "CA"], "status"),
        ("Value", ["1,200.00", "980 EUR", "?"], "purchase_price"),
        ("Seats", [4, 2], "seats_number"),
        ("MAC addresses", ["3C:22:FB:AA:02:01", "3c22fbaa0202"], "mac_address"),
        ("Office", ["Berlin", "Home office", "Office 3.12"], "location"),
        ("Model", [6300, 3310, 105], "model"),
        ("Model", [480, 14], "model"),
        ("Model", [11, 12, 13], "model"),
        ("Model", [7], "model"),
        ("Model ID", ["lht65", "lse01"], "model"),
        ("Brand ID", ["dragino", "milesight"], "brand"),
        ("Supplier", [100045, 100046], "supplier"),
    ],
)
def test_values_that_may_be_what_the_header_says_are_read(
    header: str, values: list[object], field: str, tmp_path: Path
) -> None:
    assert columns(tmp_path, [*_STOCK, header], *_rows(*values))[field] == "D"


def test_a_state_beside_an_address_is_a_place_unless_it_says_how_the_device_is(tmp_path: Path) -> None:
    header = [*_STOCK, "State", "City"]
    places = [[*row, "Accra"] for row in _rows("Ashanti", "Greater Accra")]
    statuses = [[*row, "Accra"] for row in _rows("Good", "Needs repair")]

    assert "status" not in columns(tmp_path, header, *places)
    assert columns(tmp_path, header, *statuses)["status"] == "D"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Designation", ["Senior Accountant", "Manager", "Sales executive"]),
        ("Title", ["VP, Sales", "Head of IT", "Engineer II"]),
        ("Désignation", ["Ingénieur", "Chef de projet", "Comptable"]),
    ],
)
def test_job_titles_are_no_names_of_devices(header: str, values: list[object], tmp_path: Path) -> None:
    rows = [[f"LT-{at}", value, "T14"] for at, value in enumerate(values)]
    found = checked(tmp_path, ["Serial", header, "Model"], *rows)

    assert found.inventory[f"extra.{header}"].to_list() == values
    assert found.inventory["name"].to_list() == [None] * 3


def test_a_designation_may_be_the_name_of_a_device(tmp_path: Path) -> None:
    values = ["Ordinateur portable Dell", "Écran 24 pouces", "Director laptop"]
    rows = [[f"LT-{at}", value, "T14"] for at, value in enumerate(values)]

    assert columns(tmp_path, ["Serial", "Désignation", "Model"], *rows)["name"] == "B"


@pytest.mark.parametrize("header", [["Serial", "Type", "Property", "Value"], ["Name", "Value"]])
def test_the_value_of_what_another_column_names_is_no_price(header: list[object], tmp_path: Path) -> None:
    rows = [[*(f"LT-{at}{column}" for column in range(len(header) - 1)), at * 100] for at in (1, 2)]
    found = checked(tmp_path, header, *rows)

    assert "purchase_price" not in found.sheets[0].columns
    assert found.inventory["extra.Value"].to_list() == ["100", "200"]


def test_seats_beside_a_licence_key_are_those_of_the_licence(tmp_path: Path) -> None:
    rows = [[*row, "AAAA-BBBB"] for row in _rows(10, 25)]

    assert "seats_number" not in columns(tmp_path, [*_STOCK, "Seats", "Product Key"], *rows)


def test_a_small_number_is_a_model_beside_its_maker(tmp_path: Path) -> None:
    rows = [[*row, "Apple"] for row in _rows(8, 13)]

    assert columns(tmp_path, [*_STOCK, "Model", "Brand"], *rows)["model"] == "D"


@pytest.mark.parametrize("header", ["Type", "Category"])
@pytest.mark.parametrize("kinds", [("phone", "Tablet"), ("Handy", "iPad"), ("Mobile", "Téléphone")])
def test_a_small_number_is_the_model_of_a_phone(header: str, kinds: tuple[str, str], tmp_path: Path) -> None:
    rows = [["SN-1", "Eva's", kinds[0], 8], ["SN-2", "Bob's", kinds[1], 11]]
    found = checked(tmp_path, ["Serial", "Name", header, "Model"], *rows)

    assert found.inventory["model"].to_list() == ["8", "11"]
    assert found.issues.is_empty()


@pytest.mark.parametrize("header", ["Model", "Supplier"])
def test_one_phone_among_laptops_makes_no_models_and_phones_no_suppliers(header: str, tmp_path: Path) -> None:
    kinds = ("phone", "laptop", "laptop") if header == "Model" else ("phone", "phone", "phone")
    rows = [[f"SN-{at}", f"no {at}", kind, at] for at, kind in enumerate(kinds, start=8)]
    found = checked(tmp_path, ["Serial", "Name", "Type", header], *rows)

    assert found.inventory[f"extra.{header}"].to_list() == ["8", "9", "10"]


def test_a_mapping_says_that_it_is_what_the_header_says(tmp_path: Path) -> None:
    found = columns(tmp_path, [*_STOCK, "State"], *_rows("TX", "CA"), columns={"State": "status"})

    assert found["status"] == "D"


def test_a_model_in_a_workbook_of_ours_is_a_model(tmp_path: Path) -> None:
    rows = [[number, *row] for number, row in enumerate(_rows(7, 1), start=1)]

    assert columns(tmp_path, ["device_id", *_STOCK, "model"], *rows)["model"] == "E"


@pytest.mark.parametrize(
    ("out", "back", "fields"),
    [
        ("2026-08-20", "2026-10-02", {"effective_at": "D", "returned_at": "E"}),
        ("yes", "2026-10-02", {"returned_at": "E"}),
    ],
)
def test_a_device_was_checked_out_and_in_on_days(out: str, back: str, fields: dict[str, str], tmp_path: Path) -> None:
    header = ["Serial", "Model", "Borrower", "Checked Out", "Checked In"]

    found = columns(tmp_path, header, ["LT-1", "T14", "Anna Berg", out, back])

    assert {name: found[name] for name in ("effective_at", "returned_at") if name in found} == fields
