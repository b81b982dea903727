"""Desks whose exports come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.books.exports import (
    export,
)
from tests.support.books.odd_office import BEN, EVA, ODD, ODDLY_HELD
from tests.support.desk import Desk
from tests.support.office import asked


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Devices of two organizations that are hard to name and hard to spell; and their export."""
    desk = Desk(tmp_path_factory.mktemp("odd"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        devices, holdings = desk.book("devices.xlsx", *ODD), desk.book("holdings.xlsx", *ODDLY_HELD)
        desk.json("run", devices, holdings, "--unknown-columns", "keep", code=0)
    export(desk)
    return desk


@pytest.fixture(scope="session")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office exported; then LT-0001 and LT-0004 went to Eva, LT-0003 to the lab, LT-0002 to Rome with a new tag."""
    office = monday.copied_to(tmp_path_factory.mktemp("moved"))
    export(office)
    desired = office.book("later.xlsx", *asked(("LT-0001", EVA), ("LT-0004", EVA), ("LT-0003", BEN, None, "lab")))
    places = office.book("places.xlsx", ("Serial Number", "Location", "Asset Tag"), ("LT-0002", "Rome", "AT-22"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        assert office.json("run", desired, places, code=0)["rows"]["applied"] == 4
    return office


@pytest.fixture
def people_desk(two_people: Desk, tmp_path: Path) -> Desk:
    """Two people who are known by number, address and name, each with a laptop, and a third laptop."""
    return two_people.copied_to(tmp_path)
