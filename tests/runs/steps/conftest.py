"""A hall of 300 laptops, to be held to the usual limits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.hall import INVENTORY, rows, stock, with_addresses
from tests.support.office import DESIRED
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def opened_hall(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger of 300 laptops, the first hundred of them held; only to be read."""

    def fill(folder: Path) -> None:
        desk = Desk(folder)
        desk.book("inventory.xlsx", (*INVENTORY, "MAC Address"), *with_addresses(stock(1, 300)))
        desk.book("nightly.xlsx", DESIRED, *rows(1, 100, day=date(2025, 1, 10)))
        desk.json("run", "inventory.xlsx", "nightly.xlsx")

    folder, _ = made_once(tmp_path_factory, "hall", fill)
    return Desk(folder)


@pytest.fixture
def hall(opened_hall: Desk, tmp_path: Path) -> Desk:
    """The same ledger, of one's own; money is limited to a hundred thousand."""
    desk = opened_hall.copied_to(tmp_path)
    (desk.folder / "rollcall.toml").write_text("[limits]\nmoney = 100_000\n")
    return desk


@pytest.fixture
def usual_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """All limits as they are by default, those that other tests do without too."""
    monkeypatch.delenv("ROLLCALL_LIMITS__BACKDATE_DAYS")
