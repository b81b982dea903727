"""A desk on which the sample data was run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.ledgers.undone_books import ACTING, FLOORS, ITEMS
from tests.support.office import asked
from tests.support.sample_month import Month, spend_month
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Only to be read."""
    folder, month = made_once(tmp_path_factory, "month", lambda folder: spend_month(Desk(folder)))
    return replace(month, desk=Desk(folder))


@pytest.fixture(scope="session")
def two_people(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Anna and Ben, who are known by number, address and name, each with a laptop, and a third laptop; to be read."""

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
def books(office: Desk) -> Desk:
    """The office, and a workbook for each kind of run."""
    office.book("floors.xlsx", FLOORS, ("LT-0001", "First", "laptop", "computers", "3rd", "ENROLLED", "CE; RoHS"))
    office.book("cleared.xlsx", FLOORS, ("LT-0001", "First", "laptop", "computers", "<clear>", "<clear>", "<clear>"))
    office.book("new.xlsx", *asked(("LT-0100", "new@acme.example"), ("LT-0003", "new@acme.example", "2031-05-05")))
    office.book(
        "acts.xlsx",
        ACTING,
        ("LT-0005", "eva@acme.example", "unassign", "2031-01-01"),
        ("LT-0001", None, "unassign", "2025-03-01"),
        ("LT-0002", "ben@acme.example", None, None, "2031-12-31", "loan"),
        ("PH-0001", "<none>", None),
    )
    office.book("reopened.xlsx", ACTING, ("LT-0002", "ben@acme.example", None, None, "<clear>", "<clear>"))
    office.book("tag.xlsx", ITEMS, ("LT-0006", "AT-66", "Rome"))
    office.book("full.xlsx", *asked(("LT-0002", "ben@acme.example")))
    return office
