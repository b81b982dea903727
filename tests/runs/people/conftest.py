"""A desk whose ledger knows Anna and Ben by their numbers, each with a laptop."""

import pytest

from tests.support.desk import Desk


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk of somebody who keeps a list of people, too."""
    devices = [(f"LT-{at}", f"Laptop {at}", "laptop", "hardware") for at in (1, 2, 3)]
    held = [("LT-1", "anna@acme.example", "Anna Bell", "4711"), ("LT-2", "ben@acme.example", "Ben Fox", "4712")]
    inventory = desk.book("inventory.xlsx", ("Serial Number", "Name", "Type", "Category"), *devices)
    holders = desk.book("holders.xlsx", ("Serial Number", "Email", "Full name", "Employee number"), *held)
    desk.json("run", inventory, holders)
    return desk
