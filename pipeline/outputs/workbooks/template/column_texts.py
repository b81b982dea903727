"""The texts about a column of a template: whether it is required, the values that it may hold, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from schemas.fields import (
    GIVEN_IDENTIFIERS,
    OWNER_NAMING,
    REQUIRED_TO_CREATE,
    FieldType,
)
from schemas.vocabulary import Kind


class Need(StrEnum):
    """The need to fill in a column, in the words of the guide."""

    REQUIRED = "required"
    ONE_OF = "one of these"
    OPTIONAL = "optional"
    OURS = "leave as it is"


_ONE_OF: Mapping[Kind, tuple[str, ...]] = {
    Kind.INVENTORY: GIVEN_IDENTIFIERS,
    Kind.ASSIGNMENTS: (*GIVEN_IDENTIFIERS, "device_name"),
    Kind.REGISTER: GIVEN_IDENTIFIERS,
    Kind.PEOPLE: OWNER_NAMING,
}
_REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    Kind.INVENTORY: REQUIRED_TO_CREATE,
    Kind.ASSIGNMENTS: ("owner_email",),
    Kind.REGISTER: REQUIRED_TO_CREATE,
    Kind.PEOPLE: (),
}

_NEED_SAID: Mapping[tuple[Kind, Need], str] = {
    (Kind.INVENTORY, Need.REQUIRED): "Required for a device that is new",
    (Kind.REGISTER, Need.REQUIRED): "Required for a device that is new",
    (Kind.ASSIGNMENTS, Need.REQUIRED): "Required, unless the row unassigns a device",
    (Kind.INVENTORY, Need.ONE_OF): "Fill in at least one of the identifiers",
    (Kind.REGISTER, Need.ONE_OF): "Fill in at least one of the identifiers",
    (Kind.PEOPLE, Need.ONE_OF): "Fill in at least one of the columns that say who it is",
    (Kind.ASSIGNMENTS, Need.ONE_OF): "Fill in at least one of the columns that name the device",
}

# What follows from the rest of a row of a new device where a required cell is blank.
_WHERE_BLANK: Mapping[str, str] = {
    "name": "Where blank: its model and its identifier",
    "type": "Where blank: its category",
    "category": "Where blank: its type",
}

_ALLOWED: Mapping[FieldType, str] = {
    FieldType.TEXT: "any text",
    FieldType.IDENTIFIER: "letters and digits, as on the label; zeros in front are kept",
    FieldType.MAC: "12 digits or letters from A to F, in pairs",
    FieldType.EMAIL: "an e-mail address",
    FieldType.INTEGER: "a whole number",
    FieldType.DECIMAL: "an amount, at most two decimals",
    FieldType.DATE: "a date; it is shown as year-month-day",
    FieldType.INSTANT: "a date, or a date and a time of day ({timezone})",
    FieldType.BOOLEAN: "yes or no",
    FieldType.LIST: "one or several, with a semicolon between them",
    FieldType.LAYOUT: "a layout key in capital letters",
    FieldType.CURRENCY: "the three letters of a currency",
    FieldType.ACTION: "assign or unassign; blank means assign",
}
# The values of a column with a dropdown that allows other words, too.
CHOSEN = "a word of the list, or another one"

_TYPICAL: Mapping[FieldType, str] = {
    FieldType.MAC: "00:1B:44:11:3A:B7",
    FieldType.EMAIL: "ines.moreau@company.com",
    FieldType.INTEGER: "24",
    FieldType.DECIMAL: "1249.00",
    FieldType.DATE: "2026-03-31",
    FieldType.INSTANT: "2026-03-31 09:00",
    FieldType.BOOLEAN: "yes",
    FieldType.LAYOUT: "FRENCH_AZERTY",
    FieldType.CURRENCY: "EUR",
    FieldType.ACTION: "assign",
}
_EXAMPLES: Mapping[str, str] = {
    "serial_number": "0047HLD2291",
    "asset_tag": "AT-00315",
    "name": "LT-0315",
    "device_name": "LT-0315",
    "type": "laptop",
    "device_type": "laptop",
    "category": "computers",
    "brand": "Halden",
    "model": "Halden Air 14",
    "model_number": "HA14-G2",
    "status": "in use",
    "condition": "good",
    "location": "Lyon HQ, floor 2",
    "department": "Finance",
    "cost_center": "4711",
    "company": "Acme SAS",
    "supplier": "Kontor Direkt",
    "order_number": "PO-2026-0117",
    "user_id": "1042",
    "device_id": "315",
    "org_id": "default",
    "added_via": "SINGLE_IMPORT",
    "warranty_months": "36",
    "rental_price": "39.90",
    "contract_number": "C-7781",
    "invoice_number": "INV-20260117",
    "screen_size": "14 inch",
    "ram": "16 GB",
    "storage": "512 GB",
    "model_year": "2026",
    "connectivity": "Wi-Fi 6",
    "resolution": "1920 x 1200",
    "compliance": "CE; RoHS",
    "connection_type": "USB-C; HDMI",
    "color": "silver",
    "seats_number": "4",
    "os_platform": "Windows 11",
    "os_version": "10.0.26100",
    "dev_eui": "70B3D57ED0000A1C",
    "imei": "356938035643809",
    "external_id": "A-1042",
    "external_user_id": "E-208",
    "owner_name": "Ines Moreau",
    "username": "imoreau",
    "title": "Accountant",
    "manager": "Ben Weiss",
    "label": "desk 14",
    "added_by": "IT service desk",
    "mdm_status": "ENROLLED",
}


def need_of(name: str, kind: Kind) -> Need:
    """The need to fill in that column."""
    if name == "device_id":
        return Need.OURS
    if name in _REQUIRED[kind]:
        return Need.REQUIRED
    return Need.ONE_OF if name in _ONE_OF[kind] else Need.OPTIONAL


def need_said(need: Need, kind: Kind) -> str:
    """The need in a sentence without its full stop."""
    usual = "Rollcall's own number: leave it as it is" if need is Need.OURS else "Optional"
    return _NEED_SAID.get((kind, need), usual)


def where_blank(name: str, kind: Kind) -> str | None:
    """The value of a new device whose cell is blank, in a sentence without its full stop; None where it has none."""
    return None if kind in (Kind.ASSIGNMENTS, Kind.PEOPLE) else _WHERE_BLANK.get(name)


def allowed_of(name: str, type_: FieldType, timezone: str, kind: Kind) -> str:
    """The values that a cell of that column may hold, in plain words."""
    if name == "owner_email" and kind is not Kind.PEOPLE:
        return "an e-mail address; <none> where nobody shall hold the device"
    return _ALLOWED[type_].format(timezone=timezone)


def example_of(name: str, type_: FieldType) -> str:
    """An example that can be read as it is; blank where it would add nothing to the meaning."""
    return _EXAMPLES.get(name, _TYPICAL.get(type_, ""))
