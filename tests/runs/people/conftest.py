"""A desk whose ledger knows Anna and Ben by their numbers, each with a laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def stocked(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of somebody who keeps a list of people, too; only to be read."""

    def stock(folder: Path) -> None:
        desk = Desk(folder)
        devices = [(f"LT-{at}", f"Laptop {at}", "laptop", "hardware") for at in (1, 2, 3)]
        held = [("LT-1", "anna@acme.example", "Anna Bell", "4711"), ("LT-2", "ben@acme.example", "Ben Fox", "4712")]
        inventory = desk.book("inventory.xlsx", ("Serial Number", "Name", "Type", "Category"), *devices)
        holders = desk.book("holders.xlsx", ("Serial Number", "Email", "Full name", "Employee number"), *held)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
            desk.json("run", inventory, holders)

    folder, _ = made_once(tmp_path_factory, "people", stock)
    return Desk(folder)


@pytest.fixture
def office(stocked: Desk, tmp_path: Path) -> Desk:
    """The same desk, of one's own."""
    return stocked.copied_to(tmp_path)
