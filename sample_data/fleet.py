"""The sample company's devices: about 500 right rows, with every inventory field in use, and a few wrong ones.

Rows are mappings from field name to cell value. The devices of the organization `plant` stand in another building and
belong to other people; all others are of the default organization.
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeAlias

from sample_data.catalogue import (
    COMPANIES,
    CONDITIONS,
    COST_CENTERS,
    DEPARTMENTS,
    FIRST_NAMES,
    LAST_NAMES,
    LOCATIONS,
    PRODUCTS,
    STATUSES,
    SUPPLIERS,
    Product,
)
from schemas.vocabulary import Reason

Row: TypeAlias = dict[str, object]

SHARED_NAME = "Boardroom display"
"""Two devices have this name, so that a row which gives nothing else cannot tell which is meant."""

ONLY_DEVICE_ID = 1
"""The number that the projector gets on an empty ledger: it is known by asset tag only, and the first in order."""

PLANT = "plant"

EXPECTED_INVENTORY_REASONS: frozenset[Reason] = frozenset(
    (
        Reason.CONFLICTING_ROWS,
        Reason.DUPLICATE_ROW,
        Reason.ERROR_CELL,
        Reason.INVALID_DATE,
        Reason.INVALID_NUMBER,
        Reason.INVALID_VALUE,
        Reason.MISSING_IDENTIFIER,
        Reason.MISSING_VALUE,
        Reason.PLACEHOLDER_IDENTIFIER,
    )
)
"""What the rows of `inventory.xlsx` show on an empty ledger."""

_SERIAL_LETTERS = "ABCDFGHJKLMNPQRSTUVWXYZ"
_FIRST_DAY = date(2021, 1, 4)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody, or a mailbox of several people, who can hold devices."""

    email: str
    name: str
    number: str | None = None

    @property
    def login(self) -> str | None:
        """The name that a person logs in with; nobody logs in as a mailbox."""
        return self.email.partition("@")[0] if self.number else None


def make_devices() -> list[Row]:
    """One row per device, all of them right, in the order of the catalogue; the same at every call."""
    random = Random(20250301)
    numbered = ((product, number) for product in PRODUCTS for number in range(1, product.count + 1))
    devices = [_make_device(random, product, number, at) for at, (product, number) in enumerate(numbered, start=1)]
    for twin in [device for device in devices if device["type"] == "meeting room kit"][:2]:
        twin["name"] = SHARED_NAME
    return [_projector(), *devices]


def make_owners(count: int, *, domain: str, first_number: int) -> list[Owner]:
    """That many people with different names and e-mail addresses; the same at every call."""
    names = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    chosen = Random(first_number).sample(names, count)
    return [
        Owner(f"{_plain(first)}.{_plain(last)}@{domain}".lower(), f"{first} {last}", f"U-{number}")
        for number, (first, last) in enumerate(chosen, start=first_number)
    ]


def wrong_rows(devices: list[Row]) -> list[Row]:
    """Inventory rows that are rejected or repeat another: one of each thing that can be wrong in a single row."""
    laptop = next(device for device in devices if device["type"] == "laptop")
    spare = {"type": "laptop", "category": "computers", "brand": "Halden", "model": "Halden Air 14"}
    return [
        {**spare, "serial_number": "HLDBAD0001", "name": "LT-901", "purchase_price": "#N/A"},
        {**spare, "serial_number": "HLDBAD0002", "name": "LT-902", "purchase_date": "spring 2023"},
        {**spare, "serial_number": "HLDBAD0003", "name": "LT-903", "purchase_price": "about 900"},
        {**spare, "serial_number": "To be filled by O.E.M.", "name": None},
        {**spare, "serial_number": "HLDBAD0005", "name": "LT-905", "type": None, "category": None},
        {**spare, "serial_number": "HLDBAD0006", "name": "LT-906", "mac_address": "02:1A:GG:00:17"},
        {**spare, "serial_number": "HLDBAD0007", "name": "LT-907", "location": "Paris office"},
        {**spare, "serial_number": "HLDBAD0007", "name": "LT-907", "location": "Turin office"},
        {**spare, "serial_number": "HLDBAD0008", "name": "LT-908", "type": "<clear>"},
        {**spare, "serial_number": "HLDBAD0009", "name": "LT-909", "mdm_status": "ENROLLED", "mdm_is_locked": "maybe"},
        {**spare, "comment": "found in a cupboard, no sticker"},
        {"device_id": 999_999, "comment": "number from the old list"},
        dict(laptop),
    ]


def inventory_rows() -> list[Row]:
    """All rows of `inventory.xlsx`: the devices, with a wrong row after every thirty-fifth of them."""
    rows: list[Row] = []
    devices = make_devices()
    wrong = iter(wrong_rows(devices))
    for at, device in enumerate(devices, start=1):
        rows.append(device)
        if at % 35 == 0:
            rows.extend(row for row in (next(wrong, None),) if row)
    return [*rows, *wrong]


def _projector() -> Row:
    return {
        "device_id": ONLY_DEVICE_ID,
        "asset_tag": "0000-0001",
        "name": "Reception projector",
        "type": "projector",
        "category": "displays",
        "brand": "Brightside",
        "status": "in use",
        "location": LOCATIONS[0],
        "purchase_price": 899.0,
        "currency": "EUR",
        "purchase_date": date(2020, 9, 14),
    }


def _make_device(random: Random, product: Product, number: int, at: int) -> Row:
    is_plant = product.category in ("building", "network", "security") and number % 3 == 0
    device: Row = {
        "org_id": PLANT if is_plant else None,
        "currency": "CHF" if is_plant else "EUR",
        "name": f"{product.name_style}{' ' if ' ' in product.name_style else '-'}{number:03d}",
        "type": product.type,
        "category": product.category,
        "brand": product.brand,
        "model": product.model,
        "status": random.choice(STATUSES),
        "condition": random.choice(CONDITIONS),
        "location": "Plant, hall A" if is_plant else random.choice(LOCATIONS),
        "department": "Facilities" if product.category == "building" else random.choice(DEPARTMENTS),
        "external_id": f"cmdb-{at:05d}",
        **_budget(product, is_plant=is_plant),
        "model_number": f"{product.serial_style or 'M'}-{len(product.model)}{product.price:.0f}",
        **product.shared,
        **{key: _identifier(random, product, key, at) for key in product.keys},
    }
    device |= _terms(random, product)
    if product.type == "laptop":
        device |= {"keyboard_layout": "FRENCH_AZERTY", "user_id": 1000 + number, "added_via": "SINGLE_IMPORT"}
    if product.type == "phone":
        device["imei"] = f"35{random.randrange(10**12, 10**13)}"
    return device | (_enrolment(random, str(device["name"])) if product.is_managed else {})


def _budget(product: Product, *, is_plant: bool) -> Row:
    """The company and the cost centre that a device of this product is paid by."""
    centre = COST_CENTERS.get(product.category, "4190")
    return {"company": COMPANIES[1] if is_plant else COMPANIES[0], "cost_center": centre}


def _identifier(random: Random, product: Product, key: str, at: int) -> str:
    if key == "asset_tag":
        return f"ACM-{at:05d}"
    if key == "mac_address":
        octets = [0x02, 0x1A, 0x5E, *at.to_bytes(2, "big"), random.randrange(256)]
        text = ":".join(f"{octet:02X}" for octet in octets)
        return text.replace(":", "-").lower() if at % 9 == 0 else text
    if key == "dev_eui":
        return f"A84041{at:04X}{random.randrange(16**6):06X}"
    if product.serial_style.isdigit():
        return f"{product.serial_style}{random.randrange(10**4, 10**5)}{at:03d}"
    return product.serial_style + "".join(random.choices(_SERIAL_LETTERS + string.digits, k=4)) + f"{at:03d}"


def _terms(random: Random, product: Product) -> Row:
    """How it was come by: bought, with an invoice and a warranty, or rented, with a contract."""
    day = _FIRST_DAY + timedelta(days=random.randrange(1300))
    number = random.randrange(1000, 10_000)
    if product.type in ("laptop", "phone booth") and random.random() < 0.2:
        return {
            "is_rented": True,
            "supplier": SUPPLIERS[2],
            "rental_price": round(product.price / 30, 2),
            "rental_start": day,
            "rental_end": date(day.year + 3, day.month, 1),
            "contract_number": f"FL-{number}",
            "source": "rental portal",
        }
    months = random.choice((24, 36))
    return {
        "is_rented": False,
        "supplier": random.choice(SUPPLIERS[:2]),
        "order_number": f"PO-{day.year}-{number}",
        "invoice_number": f"INV{day.year}{number}",
        "tracking_number": f"RX{number}{number * 7 % 10_000:04d}FR",
        "purchase_price": round(product.price * random.choice((0.92, 1.0, 1.0, 1.04)), 2),
        "purchase_date": day,
        "warranty_end": date(day.year + months // 12, day.month, 28),
        "warranty_months": months,
        "source": "web shop",
        "comment": "battery replaced" if number % 11 == 0 else None,
    }


def _enrolment(random: Random, name: str) -> Row:
    """What the MDM says of one device; a few were locked or have left it."""
    enrolled = datetime(2024, 1, 8, 9) + timedelta(days=random.randrange(300), minutes=random.randrange(480))
    seen = enrolled + timedelta(days=random.randrange(30, 200), minutes=random.randrange(600))
    has_left, is_locked = random.random() < 0.05, random.random() < 0.05
    return {
        "mdm_status": "UNENROLLED" if has_left else "ENROLLED",
        "mdm_local_name": name.lower(),
        "mdm_is_locked": is_locked,
        "mdm_lock_date": seen if is_locked else None,
        "mdm_firewall_enabled": random.random() < 0.9,
        "mdm_os_updates_enabled": random.random() < 0.9,
        "mdm_is_encrypted": True,
        "mdm_screenlock_enabled": True,
        "mdm_is_compromised": False,
        "mdm_os_updates_available": random.random() < 0.3,
        "mdm_disk_encryption_profile_installed": random.random() < 0.8,
        "mdm_enrollment_date": enrolled,
        "mdm_unenrollment_date": seen + timedelta(days=2) if has_left else None,
        "mdm_download_date": f"{(enrolled - timedelta(hours=1)).isoformat()}Z",
        "mdm_last_seen_date": seen,
        "mdm_last_sync_date": seen - timedelta(minutes=4),
    }


def _plain(name: str) -> str:
    """The name without accents, as it stands in an e-mail address."""
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
