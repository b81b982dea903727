"""Desks for the tests of templates, and an office whose values are the kind that spreadsheets spoil."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.cli.office import open_office
from tests.intake.workbooks import TextCell

ODD = (
    ("Serial Number", "Name", "Type", "Category", "Location", "Compliance", "Is rented", "Rental End", "extra.Floor"),
    ("0012", TextCell("=1+1"), "laptop", "computers", TextCell('=HYPERLINK("http://x","y")'), "CE; RoHS", "yes"),
    ("1E5", "+cmd", "Laptop", "computers", "-2 basement", None, "no", "2027-01-31", "third"),
    ("BELL", "bell_x0007_", "laptop", "computers", "bell_x0007_"),
    ("2025-03-01", "_x005F_x0041_", "laptop", "computers", "@home", None, None, None, TextCell("=A1")),
)


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_the_tester() -> Iterator[None]:
    """But one of our own: the dates in these tests are those of 2025, however long ago that is by now."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ROLLCALL_")]:
            patch.delenv(name)
        patch.setenv("ROLLCALL_LIMITS__BACKDATE_DAYS", "false")
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk without a ledger."""
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk without a ledger, on which nothing is changed."""
    return Desk(tmp_path_factory.mktemp("blank"))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office on Monday, and another organization with odd values in it; its ledger is only to be read."""
    office = open_office(Desk(tmp_path_factory.mktemp("office")))
    office.book("odd.xlsx", *ODD)
    office.book("held.xlsx", ("Serial Number", "Owner Email", "Label"), ("0012", "zoe@odd.example", "desk"))
    said = office.say("run", "odd.xlsx", "held.xlsx", "--org", "odd")
    assert said.code == 0, said
    return office
