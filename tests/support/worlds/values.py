"""The few values that random worlds are made of, so that rows collide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

from schemas.fields import DEFAULT_ORG
from schemas.instants import OPEN_END

NOW = datetime(2026, 3, 1, 12, 0)

ORGANIZATIONS = (DEFAULT_ORG, DEFAULT_ORG, DEFAULT_ORG, "acme")
NAMES = ("Laptop", "Printer", "SN-2", "laptop")
EMAILS = ("ada@acme.example", "bob@acme.example", "carla.bell@acme.example", "dee@acme.example")
SLIPS = ("karla.bell@acme.example", "bell.carla@acme.example")
"""Of an owner who may be known; these two never are."""
PEOPLE: dict[str, dict[str, str]] = {
    "ada@acme.example": {"external_user_id": "A-11", "username": "ada", "owner_name": "Ada Novák"},
    "bob@acme.example": {"external_user_id": "A-12", "username": "bob", "owner_name": "Kim Lee"},
    "carla.bell@acme.example": {"external_user_id": "A-13", "username": "carla", "owner_name": "Kim Lee"},
}
"""What is known of the owners who may be on record; two have one name."""
NAMINGS: tuple[dict[str, str], ...] = (
    *({"external_user_id": number} for number in ("A-11", "a-12", "A-13", "A-99")),
    *({"username": login} for login in ("ada", "Bob", "carla", "zoe")),
    *(
        {"owner_name": name}
        for name in ("Ada Novák", "novak, ada", "KIM LEE", "Zoë Quist", "Quist, Zoe", "A-12", "BOB")
    ),
    {"external_user_id": "A-11", "username": "bob"},
    {"external_user_id": "A-99", "username": "ada"},
    {"external_user_id": "A-99", "owner_name": "Zoë Quist"},
)
"""How a row may name a person beside the address, or without it."""
LABELS = (None, None, None, "main", "spare")
INSTANTS = tuple(NOW + timedelta(days=days) for days in (0, -60, -30, -7, 7, 30, 60))
DUES = tuple(NOW + timedelta(days=days) for days in (-3, 3))

POOLS: dict[str, tuple[Any, ...]] = {
    "serial_number": ("SN-1", "SN-2", "SN-3", "SN-4", "SN-5", "SN04", "S/N: SN-3"),
    "asset_tag": ("TAG-1", "TAG-2", "TAG-3", "TAG-4", "TAG.4", "TAG-1, TAG-2"),
    "mac_address": ("AA:BB:CC:00:00:01", "AA:BB:CC:00:00:02", "AA:BB:CC:00:00:03"),
    "device_id": (1, 2, 3, 7, 99),
    "name": NAMES,
}
NUMBERS: dict[str, tuple[str, ...]] = {"imei": ("3500001", "3500002"), "external_id": ("3500002", "TAG-2", "ID-7")}
"""What may stand for an asset tag; one is another's tag, and one is of both kinds."""
STRAYS = tuple({kind: value} for kind, pool in POOLS.items() for value in pool)

ATTRIBUTE_POOLS: dict[str, tuple[Any, ...]] = {
    "location": ("Paris", "Lyon"),
    "department": ("Finance", "IT"),
    "purchase_price": (Decimal("999.90"), Decimal("1000.00")),
    "warranty_end": (date(2027, 1, 31), date(2026, 3, 1)),
    "is_rented": (True, False),
    "connection_type": ("hdmi; usb_c", "usb_c"),
    "model": ("T14",),
    "currency": ("$", "USD", "CAD", "EUR"),
}
KEPT = tuple(
    {"location": place, "purchase_price": Decimal(price), "currency": currency}
    for place, currency in (("Paris", "USD"), (None, None), (None, "$"))
    for price in (0, 1000)
)
GIVEN = ({}, *({name: value} for name, pool in ATTRIBUTE_POOLS.items() for value in pool))

ASSIGNMENT_FAULTS = ("invalid_date", "invalid_email", "placeholder_identifier", "missing_identifier", "error_cell")
INVENTORY_FAULTS = ("invalid_number", "placeholder_identifier", "missing_identifier", "error_cell")

# Choices are drawn whole from lists like these, most usual first: that is quick, and it shrinks to what is usual.
SUBSETS_OF_OWNERS = tuple(each for size in (3, 3, 3, 2, 1, 0) for each in combinations(EMAILS[:3], size))
USUAL_CUTS = ((-30, None), (-60, -7, None), (-60, -30), (-30, 30), (-7, 30, None), (7, None), (-60, 0, None), (0, 30))
CUTS = (
    *(tuple(OPEN_END if days is None else NOW + timedelta(days=days) for days in cut) for cut in USUAL_CUTS * 10),
    *(each for size in (*[0] * 15, 2, 3, 4) for each in combinations(sorted({*INSTANTS, OPEN_END}), size)),
)
PAIRS_OF_KINDS = tuple((kind,) for kind in POOLS) * 2 + tuple(combinations(POOLS, 2))
