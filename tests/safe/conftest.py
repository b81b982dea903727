"""The office on Tuesday: a ledger with every kind of event, only to be read, and copies of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import no_settings_of_the_tester
from tests.cli.desk import Desk
from tests.cli.office import DESIRED, INVENTORY, open_office

__all__ = ["no_settings_of_the_tester"]


@pytest.fixture(scope="session")
def tuesday(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two runs: Monday's, and one that creates, updates, moves, takes back, cancels and rejects; only to be read."""
    desk = open_office(Desk(tmp_path_factory.mktemp("tuesday")))
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


@pytest.fixture
def office(tuesday: Desk, tmp_path: Path) -> Desk:
    """The office on Tuesday, of one's own."""
    return tuesday.copied_to(tmp_path)
