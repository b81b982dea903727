"""Each policy that the guide shows is kept by a sound fleet, and finds what breaks it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.runs.guide import page
from tests.support.desk import Desk

PEOPLE = (
    ("Owner Email", "Owner Name", "Department", "Ends On"),
    ("anna@acme.example", "Anna Adler", "Finance", None),
    ("lena@acme.example", "Lena Lang", "Sales", "2024-01-31"),
)
HEADER = (
    *("Serial Number", "Name", "Type", "Category", "Assigned to", "Purchase Price", "Purchase Date", "IMEI"),
    *("Mdm Is Encrypted", "Mdm Is Compromised", "Due At", "Effective At", "Org ID"),
)


def device(
    serial: str,
    owner: str | None = None,
    *,
    kind: str = "laptop",
    price: int | None = 900,
    bought: str = "2026-01-05",
    imei: str | None = None,
    encrypted: str = "yes",
    compromised: str = "no",
    due: str | None = None,
    since: str | None = None,
    org: str | None = None,
) -> tuple[object, ...]:
    """A row of the register."""
    category = "computers" if kind == "laptop" else "other"
    facts = (serial, f"Device {serial}", kind, category, owner, price, bought, imei, encrypted, compromised)
    return (*facts, due, since, org)


SOUND = (
    HEADER,
    *(device(f"LT-{number}", "anna@acme.example") for number in (1, 2, 3)),
    device("PH-1", "ben@acme.example", kind="phone", imei="356938035643809"),
    device("LN-1", "ben@acme.example", kind="dock", due="2098-01-01", since="2026-02-01"),
)
BROKEN = (
    HEADER,
    device("LT-4", "anna@acme.example", price=9000, encrypted="no"),
    device("TB-1", "lena@acme.example", kind="tablet"),
    device("SC-1", kind="screen", price=None),
    device("OL-1", "ben@acme.example", kind="dock", bought="2015-05-05"),
    device("PH-2", kind="phone"),
    device("CM-1", "ben@acme.example", kind="tablet", compromised="yes"),
    device("LN-2", "ben@acme.example", kind="dock", due="2026-03-01", since="2026-02-01"),
    device("PH-1", kind="phone", imei="356938035643817", org="plant"),
)
# The policy, and what stands in the first of its violations.
FOUND = {
    "three-laptops": {"owner_email": "anna@acme.example", "laptops": 4},
    "finance is encrypted": {"owner_email": "anna@acme.example", "serial_number": "LT-4"},
    "leavers": {"owner_email": "lena@acme.example", "ends_on": "2024-01-31", "serial_number": "TB-1"},
    "no new assignment to a leaver": {
        "owner_email": "lena@acme.example", "ends_on": "2024-01-31", "serial_number": "TB-1",
    },
    "prices": {"serial_number": "SC-1", "name": "Device SC-1"},
    "five years": {"owner_email": "ben@acme.example", "serial_number": "OL-1", "purchase_date": "2015-05-05"},
    "phones have an IMEI": {"serial_number": "PH-2", "name": "Device PH-2"},
    "compromised": {"owner_email": "ben@acme.example", "serial_number": "CM-1"},
    "loans come back": {"owner_email": "ben@acme.example", "serial_number": "LN-2"},
    "expensive": {"owner_email": "anna@acme.example", "purchase_price": 11700},
    "same serial twice": {"serial_number": "PH-1", "organizations": ["default", "plant"]},
}  # fmt: skip
REFUSING = {"three-laptops", "finance is encrypted", "no new assignment to a leaver", "compromised", "expensive"}


@pytest.mark.system
def test_the_policies_of_the_guide_find_what_breaks_them_and_nothing_else(desk: Desk) -> None:
    shown = re.findall(r"```toml\n(.*?)```", page("policies").text, flags=re.DOTALL)
    (desk.folder / "rollcall.toml").write_text("\n".join(shown), encoding="utf-8")
    desk.book("people.xlsx", *PEOPLE)
    desk.book("sound.xlsx", *SOUND)
    desk.book("broken.xlsx", *BROKEN)

    sound = desk.json("run", "people.xlsx", "sound.xlsx")
    broken = desk.json("run", "broken.xlsx", code=5)

    assert {policy["name"]: policy["violations"] for policy in sound["policies"]} == dict.fromkeys(FOUND, 0)
    assert {policy["name"]: _without_days(policy["rows"]) for policy in broken["policies"]} == {
        name: [row] for name, row in FOUND.items()
    }
    assert {policy["name"] for policy in broken["policies"] if policy["refused"]} == REFUSING


def _without_days(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the number of days, which grows."""
    return [{name: value for name, value in row.items() if name != "days_overdue"} for row in rows]
