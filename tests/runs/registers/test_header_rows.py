"""Whole header rows of real registers load whole, with rows of our own under them, and then change nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Desk
from tests.support.strength import sampled

_SERVICE_DESK = (
    "Company, Name, Asset Tag, Category, Supplier, Manufacturer, Location, Order Number, Model, Model Notes, "
    "Model Number, Asset Notes, Purchase Date, Purchase Cost, Checkout Type, Checked Out To: Username, "
    "Checked Out To: First Name, Checked Out To: Last Name, Checked Out To: Email, "
    "Checked Out To: Location, Asset EOL Date"
)
_TWICE = (
    "Full Name, Email, Username, Company, item Name, Category, Model name, Manufacturer, Model Number, Serial, "
    "Asset Tag, Location, Category, Notes, Purchase Date, Purchase Cost, Company, Status, Warranty, Supplier"
)
_SEMICOLONS = (
    "asset_tag; name; serial; model_name; manufacturer_name; category_name; status_name; location_name; "
    "assigned_username; assigned_first_name; assigned_last_name"
)
_FULL_NAMES = "asset_id, device_name, os, owner, purchase_year, status"


def _desk_row(number: int) -> list[str]:
    """A row whose device a person has, or a room; most persons have no address on it."""
    is_person, is_known = number % 3 != 2, number == 0
    who = [f"user{number}", f"Anna{number}", f"Bell{number}"] if is_person else ["Store room", "", ""]
    address = f"a{number}@acme.example" if is_known else ""
    about = ["Kontor", "Dell", "Berlin", f"PO-{number}", "Latitude 5440", "", f"5440-{number % 2}", ""]
    bought = [f"2024-02-{number + 1:02}", "1,200.00", "user" if is_person else "location"]
    return ["Acme", f"LT-{number}", f"AT-{number}", "Laptops", *about, *bought, *who, address, "Berlin", "2028-01-01"]


def _twice_row(number: int) -> list[str]:
    person = [f"Ben Cole{number}", f"b{number}@acme.example", f"bcole{number}", "Acme"]
    device = [f"Phone {number}", "Phones", "X2", "Nokia", "NX2", f"SNX{number}", f"TT-{number}", "Paris", "Phones"]
    return [*person, *device, "spare", "2024-03-01", "300.00", "Acme", "Deployed", "24", "Kontor"]


def _semicolon_row(number: int) -> list[str]:
    device = [f"Q-{number}", f"Tablet {number}", f"QS{number}", "M1", "Maker", "Tablets", "Ready", "Rome"]
    return [*device, f"eva{number}", "Eva", f"Diaz{number}"]


def _full_name_row(number: int) -> list[str]:
    return [f"Z-{number}", f"pc{number}", "Windows", f"Finn Ek{number}", "2023", "active"]


_POSSESSIVES = (
    "asset tag, serial number, legacy reference number, asset name, description, asset type, location, department, "
    "manager's email address, user's email address, notes, purchased date, cost, purchase order number, vendor, "
    "replaced date, warranty information, end of contract date, contract notes, status"
)
_RUN_TOGETHER = (
    "AcquisitionMode, AssetName, AssetStatus, AssetTag, AssetType, AssignToUser, SerialNo, Manufacturer, ModelNo, "
    "PurchaseDate, PurchasePrice, WarrantyExpirationDate, Location"
)


def _possessive_row(number: int) -> list[str]:
    device = [f"M-{number}", f"SNM{number}", f"L-{number}", f"Desk {number}", "Dell tower", "Desktop", "Hall", "Office"]
    bought = ["wall mount", "2023-05-04", "899.50", f"PO-{number}", "Dell", "", "3 years on site", "", "", "active"]
    return [*device, "boss@acme.example", f"kim{number}@acme.example", *bought]


def _run_together_row(number: int) -> list[str]:
    device = [
        "Leased",
        f"LAPTOP-{number}",
        "Installed",
        f"FX-{number}",
        "Laptop",
        f"Kim Dorn{number}",
        f"5CD{number}XYZ",
    ]
    return [*device, "HP", "EliteBook", "2024-03-14", "1299.00", "2027-03-13", "Oslo"]


_ALONE = ("--default-type", "computer", "--owners-by-name")
_SHEETS = [
    pytest.param(_SERVICE_DESK.split(", "), _desk_row, (), {"create": 6, "assign": 4}, id="a room may have it"),
    pytest.param(_TWICE.split(", "), _twice_row, (), {"create": 6, "assign": 6}, id="two columns twice"),
    pytest.param(_SEMICOLONS.split("; "), _semicolon_row, (), {"create": 6, "assign": 6}, id="logins"),
    pytest.param(_POSSESSIVES.split(", "), _possessive_row, (), {"create": 6, "assign": 6}, id="possessives"),
    pytest.param(
        _RUN_TOGETHER.split(", "), _run_together_row, _ALONE[2:], {"create": 6, "assign": 6}, id="run together"
    ),
    pytest.param(_FULL_NAMES.split(", "), _full_name_row, _ALONE, {"create": 6, "assign": 6}, id="full names"),
]


@pytest.mark.system
@pytest.mark.parametrize(("header", "row", "words", "actions"), sampled(_SHEETS, every=2))
def test_it_loads_whole_and_then_changes_nothing(
    desk: Desk, header: Sequence[str], row: Callable[[int], list[str]], words: Sequence[str], actions: dict[str, int]
) -> None:
    path = _written(desk.folder / "register.csv", [header, *(row(number) for number in range(6))])

    first = desk.json("run", path.name, *words)
    again = desk.json("run", path.name, *words)

    assert first["rows"] == {"in": 6, "applied": 6, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert first["actions"] == {**NO_ACTION, **actions}
    assert (again["rows"]["unchanged"], again["actions"]) == (6, NO_ACTION)


@pytest.mark.system
def test_a_list_that_says_of_no_device_what_it_is_names_the_option(desk: Desk) -> None:
    path = _written(desk.folder / "register.csv", [_FULL_NAMES.split(", "), *(_full_name_row(one) for one in range(6))])

    report = desk.json("run", path.name, code=4)

    assert report["reasons"] == {"missing_value": 6}
    (told,) = [issue for issue in report["issues"] if issue["severity"] == "error"]
    assert "--default-type" in told["hint"]


def _written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";" if "asset_tag" in rows[0] else ",").writerows(rows)
    return path
