"""The ledger of the corpus: a few devices whose identifiers are easily damaged, and three people."""

from __future__ import annotations

from tests.support.desk import Desk

_LAPTOPS = tuple((f"LT-00{at}", f"AT-00{at}", None, f"Laptop {at}", "laptop", "computers") for at in range(10, 22))
_DAMAGEABLE = (
    ("00123", "000451", None, "Leading zeros", "scanner", "scanners"),
    ("1234E5", None, None, "Looks like an exponent", "scanner", "scanners"),
    ("3520990017614827", None, None, "Sixteen digits", "phone", "phones"),
    ("3-14", None, None, "Looks like a date", "scanner", "scanners"),
    ("C02XL0ABJG5H", None, None, "A zero among letters", "laptop", "computers"),
    ("PF1A11B2", None, None, "Ones among letters", "laptop", "computers"),
    ("CAB-0001", None, None, "Letters of three alphabets", "cabinet", "furniture"),
    ("TOTAL-1", "70001", None, "Called Total", "scale", "scales"),
    ("SCALE-2", "70002", "AA:BB:CC:00:00:01", "Numbers as tags", "scale", "scales"),
)
INVENTORY = (
    ("Serial Number", "Asset Tag", "MAC Address", "Name", "Type", "Category"),
    *_LAPTOPS,
    *_DAMAGEABLE,
)
HELD = (
    ("Serial Number", "Owner Email", "Effective At"),
    ("LT-0010", "anna@acme.example", "2025-01-10"),
    ("LT-0011", "ben@acme.example", "2025-01-10"),
    ("LT-0012", "eva@acme.example", "2025-01-10"),
)


def open_ledger(desk: Desk) -> Desk:
    """The desk once these are its devices and who has them."""
    inventory, held = desk.book("known.xlsx", *INVENTORY), desk.book("held.xlsx", *HELD)
    said = desk.say("run", inventory.name, held.name, "--allow", "backdate_days=99999", "--reason", "the corpus begins")
    assert said.code == 0, said
    return desk
