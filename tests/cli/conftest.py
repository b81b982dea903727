"""Desks for the tests: an empty one, and one where Monday's workbooks are loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.cli.office import open_office


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
def monday(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office on Monday; only to be read."""
    return open_office(Desk(tmp_path_factory.mktemp("monday")))


@pytest.fixture
def office(monday: Desk, tmp_path: Path) -> Desk:
    """The office on Monday, of one's own."""
    return monday.copied_to(tmp_path)
