"""A small office to test with: six laptops and a phone, three people, and who has what on Monday."""

from __future__ import annotations

from tests.support.desk import Desk

INVENTORY = (
    ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Location", "Purchase Price"),
    ("LT-0001", "AT-1", "Laptop 1", "laptop", "computers", "Berlin", 1200),
    ("LT-0002", "AT-2", "Laptop 2", "laptop", "computers", "Berlin", 1300),
    ("LT-0003", "AT-3", "Laptop 3", "laptop", "computers", "Paris", 1400),
    ("LT-0004", "AT-4", "Laptop 4", "laptop", "computers", "Paris", 1500),
    ("LT-0005", "AT-5", "Laptop 5", "laptop", "computers", "Paris", 1600),
    ("LT-0006", "AT-6", "Laptop 6", "laptop", "computers", "Berlin", 1700),
    ("PH-0001", "AT-7", "Phone 1", "phone", "phones", "Berlin", 600),
)
DESIRED = ("Serial Number", "Owner Email", "Effective At", "Label")
MONDAY = (
    DESIRED,
    ("LT-0001", "anna@acme.example", "2025-01-10", "desk"),
    ("LT-0002", "ben@acme.example", "2025-01-10"),
    ("LT-0003", "ben@acme.example", "2025-01-10"),
    ("PH-0001", "anna@acme.example", "2025-01-10"),
    ("LT-0005", "eva@acme.example", "2031-01-01"),
)
HELD = {
    "LT-0001": "anna@acme.example",
    "LT-0002": "ben@acme.example",
    "LT-0003": "ben@acme.example",
    "PH-0001": "anna@acme.example",
}
"""Who holds what now, once Monday's workbooks are loaded: nobody has LT-0004, LT-0005 (pending) and LT-0006."""


def open_office(desk: Desk) -> Desk:
    """The desk once Monday's workbooks are loaded."""
    inventory, monday = desk.book("inventory.xlsx", *INVENTORY), desk.book("monday.xlsx", *MONDAY)
    said = desk.say("run", inventory.name, monday.name)
    assert said.code == 0, said
    return desk


def asked(*rows: tuple[object, ...]) -> tuple[tuple[object, ...], ...]:
    """An assignments sheet with these rows."""
    return (DESIRED, *rows)


def spend_tuesday(desk: Desk) -> Desk:
    """Monday's desk after a run that creates, updates, moves, takes back, cancels and rejects."""
    header = (*INVENTORY[0], "Mdm Status")
    moved = (*INVENTORY[1][:5], "Paris", 1100, "enrolled")
    desk.book("devices.xlsx", header, moved, ("SC-0001", "AT-8", "Screen 1", "screen", "screens", "Berlin", 300))
    rows = (
        ("LT-0001", "ben@acme.example", "2025-02-01", "desk", None),
        ("LT-0002", "ben@acme.example", "2025-02-01", "home", None),
        ("LT-0003", "<none>", "2025-02-01", None, "unassign"),
        ("LT-0005", "<none>", "2031-01-01", None, "unassign"),
        ("SC-0001", "zoe@acme.example", "2025-02-01", None, None),
        ("PH-0001", "no address", "2025-02-01", None, None),
    )
    desk.book("tuesday.xlsx", (*DESIRED, "Action"), *rows)
    said = desk.say("run", "devices.xlsx", "tuesday.xlsx")
    assert said.code == 4, said
    return desk
