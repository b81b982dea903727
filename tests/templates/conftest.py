"""Desks for the tests of templates, and an office whose values are the kind that spreadsheets spoil."""

from __future__ import annotations

import pytest

from tests.cli.conftest import desk, no_settings_of_the_tester
from tests.cli.desk import Desk
from tests.cli.office import open_office
from tests.intake.workbooks import TextCell

__all__ = ["blank", "desk", "no_settings_of_the_tester", "office"]

ODD = (
    ("Serial Number", "Name", "Type", "Category", "Location", "Compliance", "Is rented", "Rental End", "extra.Floor"),
    ("0012", TextCell("=1+1"), "laptop", "computers", TextCell('=HYPERLINK("http://x","y")'), "CE; RoHS", "yes"),
    ("1E5", "+cmd", "Laptop", "computers", "-2 basement", None, "no", "2027-01-31", "third"),
    ("BELL", "bell_x0007_", "laptop", "computers", "bell_x0007_"),
    ("2025-03-01", "_x005F_x0041_", "laptop", "computers", "@home", None, None, None, TextCell("=A1")),
)


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
