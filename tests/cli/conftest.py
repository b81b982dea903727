"""Offices with a story to show and to explain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.office import asked
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def plant_office(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then: LT-0001 passes to Eva, and another organization gets a press; only to be read."""
    folder, _ = made_once(tmp_path_factory, "plant", lambda folder: _plant(monday.copied_to(folder)))
    return Desk(folder)


def _plant(desk: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category", "Org ID", "Compliance", "Purchase Date", "Is Rented")
    press = ("PR-0001", "Press", "press", "machines", "plant", "CE; RoHS", "2024-02-29", "yes")
    desk.book("plant.xlsx", header, press)
    desk.book(
        "tuesday.xlsx",
        ("Serial Number", "Owner Email", "Effective At", "Org ID", "Added By"),
        ("LT-0001", "eva@acme.example", "2025-06-01", None, "it.desk"),
        ("PR-0001", "zoe@plant.example", "2025-06-01", "plant", None),
    )
    assert desk.say("run", "plant.xlsx", "tuesday.xlsx").code == 0


@pytest.fixture(scope="session")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then LT-0001 passes to Eva and a row about an unknown device is skipped; only to be read."""
    folder, _ = made_once(tmp_path_factory, "moved", lambda folder: _move(monday.copied_to(folder)))
    return Desk(folder)


def _move(desk: Desk) -> None:
    desk.book("moves.xlsx", *asked(("LT-0001", "Eva@acme.example", "2025-06-01"), ("LT-0099", "eva@acme.example")))
    assert desk.say("run", "moves.xlsx").code == 0


@pytest.fixture(scope="session")
def planned_once(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a plan: LT-0001 passes from Anna to Eva, who is new, and Anna gets LT-0004; only to be read."""
    office = monday.copied_to(tmp_path_factory.mktemp("planned"))
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-0004", "anna@acme.example")))
    assert office.say("plan", "desired.xlsx", "-o", "plan.xlsx").code == 0
    return office


@pytest.fixture
def planned(planned_once: Desk, tmp_path: Path) -> Desk:
    """The same, of one's own."""
    return planned_once.copied_to(tmp_path)
