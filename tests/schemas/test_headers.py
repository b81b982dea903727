"""Which header means which field."""

import pytest

from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS
from schemas.headers import is_row_counter, match_header, tidy_header
from schemas.vocabulary import Kind

_I, _A = Kind.INVENTORY, Kind.ASSIGNMENTS


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Serial Number", _I, "serial_number"),
        ("SERIAL_NO.", _A, "serial_number"),
        ("serialNumber", _A, "serial_number"),
        ("S/N", _I, "serial_number"),
        ("  Serial\nNumber\u00a0", _I, "serial_number"),
        ("Seriennummer", _I, "serial_number"),
        ("Numéro de série", _I, "serial_number"),
        ("numero de serie", _I, "serial_number"),
        ("N° de série", _I, "serial_number"),
        ("Серийный номер", _I, "serial_number"),
        ("序列号", _I, "serial_number"),
        ("Asset Tag", _A, "asset_tag"),
        ("Asset / Inv num", _I, "asset_tag"),
        ("HB.asset_id", _I, "asset_tag"),
        ("assetid", _I, "external_id"),
        ("Device ID", _I, "device_id"),
        ("deviceId", _A, "device_id"),
        ("Intune Device ID", _I, "external_id"),
        ("ID", _I, "external_id"),
        ("ID", _A, None),
        ("Name", _I, "name"),
        ("Name", _A, "device_name"),
        ("Hostname", _A, "device_name"),
        ("Type", _I, "type"),
        ("deviceType", _A, "device_type"),
        ("Device type", _I, "type"),
        ("MACAddress", _I, "mac_address"),
        ("Wi-Fi MAC", _I, "mac_address"),
        ("DevEUI", _I, "dev_eui"),
        ("E-Mail", _A, "owner_email"),
        ("email", _A, "owner_email"),
        ("Checked Out To: Email", _A, "owner_email"),
        ("UPN", _A, "owner_email"),
        ("Owner email", _I, None),
        ("Assigned to (name)", _A, "owner_name"),
        ("Assigned date", _A, "effective_at"),
        ("start_time", _A, "effective_at"),
        ("Return date", _A, "end_at"),
        ("Friendly label", _A, "label"),
        ("addedBy", _A, "added_by"),
        ("orgId", _A, "org_id"),
        ("Notes", _I, "comment"),
        ("Notes", _A, "comment"),
        ("client_purchase_price", _I, "purchase_price"),
        ("Purchase cost (USD)", _I, "purchase_price"),
        ("client_warranty_endDate", _I, "warranty_end"),
        ("client_rental_startDate", _I, "rental_start"),
        ("client_rental_endDate", _I, "rental_end"),
        ("rent", _I, "rental_price"),
        ("client_status", _I, "status"),
        ("Warranty", _I, "warranty_months"),
        ("mdm.last_seen_date", _I, "mdm_last_seen_date"),
        ("cf:Room", _I, "location"),
        ("Model #", _I, "model"),
        ("Quantity", _I, None),
        ("#", _I, None),
        ("Sr. No.", _I, None),
    ],
)
def test_a_header_means_one_field_or_none(header: str, kind: Kind, field: str | None) -> None:
    assert match_header(header, kind) == field


@pytest.mark.parametrize("field", [field.name for field in INVENTORY_FIELDS])
def test_every_inventory_field_is_called_by_its_own_name(field: str) -> None:
    assert match_header(field, Kind.INVENTORY) == field


@pytest.mark.parametrize("field", [field.name for field in ASSIGNMENT_FIELDS])
def test_every_assignments_field_is_called_by_its_own_name(field: str) -> None:
    assert match_header(field, Kind.ASSIGNMENTS) == field


@pytest.mark.parametrize("header", ["#", "No.", "No", "Sr. No.", "S.No", "sl no", "Row", "Nr.", "序号"])
def test_a_row_counter_is_no_serial_number(header: str) -> None:
    assert is_row_counter(header)
    assert match_header(header, Kind.INVENTORY) is None


def test_a_header_is_shown_on_one_line() -> None:
    assert tidy_header("\ufeffSerial \n number\u00a0") == "Serial number"
