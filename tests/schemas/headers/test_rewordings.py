"""Headers in other words than those of the table, as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.headers.matching import is_reworded, match_header
from schemas.vocabulary import Kind

_I, _A, _P = Kind.INVENTORY, Kind.ASSIGNMENTS, Kind.PEOPLE
_CALLED = {"name": "device_name", "type": "device_type"}

# The headers that people usually write for a field, one line per field.
USUAL = dict(
    line.split(": ", 1) for line in (Path(__file__).parent / "usual_headers.txt").read_text("utf-8").splitlines()
)


@pytest.mark.parametrize("field", USUAL)
def test_what_people_usually_write_means_the_field(field: str) -> None:
    missed = []
    for header in USUAL[field].split(", "):
        meant = {match_header(header, kind) for kind in (_I, _A)}
        if not meant & {field, _CALLED.get(field, field)}:
            missed.append(header)
    assert missed == []


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Employee #", _A, "external_user_id"),
        ("Asset #", _I, "asset_tag"),
        ("asset owner code", _A, "external_user_id"),
        ("Laptop Seriennr.", _I, "serial_number"),
        ("Model #", _I, "model"),
        ("Owner of device", _A, "owner_name"),
        ("Student Last", _A, "owner_last_name"),
        ("New Hire", _A, "owner_name"),
        ("Teacher FName", _A, "owner_first_name"),
        ("Volunteer Name", _A, "owner_name"),
        ("Acqn Date", _I, "purchase_date"),
        ("Loc.", _I, "location"),
        ("Whereabouts", _I, "location"),
        ("Unit Value", _I, "purchase_price"),
        ("Cost (ex GST)", _I, "purchase_price"),
        ("Invoice/ Bill Ref No", _I, "invoice_number"),
        ("Wty Exp", _I, "warranty_end"),
        ("Equip #", _I, "asset_tag"),
        ("Borrower E-Mail", _A, "owner_email"),
        ("Name des Mitarbeiters", _A, "owner_name"),
        ("Serial Number / Service Tag", _I, "serial_number"),
        ("Purchase Date (DD/MM/YYYY)", _I, "purchase_date"),
        ("Kaufdatum (TT.MM.JJJJ)", _I, "purchase_date"),
        ("Asset Tag (if any)", _I, "asset_tag"),
        ("Seriennummer oder Service Tag", _I, "serial_number"),
        ("Email (Work)", _A, "owner_email"),
        ("MAC Address (LAN)", _I, "mac_address"),
        ("Work Email", _P, "owner_email"),
    ],
)
def test_a_header_is_read_in_other_words(header: str, kind: Kind, field: str) -> None:
    assert match_header(header, kind) == field


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Phone number",
            "Item number",
            "Room count",
            "Current value",
            "Monitor Serial",
            "Charger Serial",
            "Total Amount",
        ),
        *(
            "Previous User",
            "Last User",
            "Manager Email",
            "Assigned by",
            "Product Owner",
            "Laptop Bag",
            "Warranty (Years)",
        ),
        *("Serial / Asset Tag", "Computer", "Laptop ID", "Software version", "Device Count", "IT Manager"),
    ],
)
def test_other_words_that_mean_something_else_mean_no_field(header: str) -> None:
    assert {match_header(header, kind) for kind in (_I, _A)} == {None}


@pytest.mark.parametrize("header", ["Device name", "Laptop User", "Device Owner"])
def test_a_sheet_of_people_says_nothing_of_devices(header: str) -> None:
    assert match_header(header, _P) is None


def test_a_cell_of_a_list_is_no_header() -> None:
    assert not any(is_reworded(text) for text in ("Dell Latitude", "Ann Lee", "Berlin", "Laptop", "new", "in stock"))
    assert is_reworded("Laptop Serial")
