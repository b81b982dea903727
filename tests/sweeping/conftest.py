"""Inboxes for the tests: an empty one, and one of the office on Monday. Files are taken at once, not after seconds."""

from __future__ import annotations

import pytest

from tests.cli.conftest import desk, monday, no_settings_of_the_tester, office
from tests.cli.desk import Desk
from tests.sweeping.inboxes import Inbox, Night, spend_night

__all__ = ["desk", "monday", "no_settings_of_the_tester", "office"]


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dropped is taken, and nothing is published, which saves time: publishing has a test of its own."""
    monkeypatch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")


@pytest.fixture
def inbox(office: Desk) -> Inbox:
    """An empty inbox of the office on Monday."""
    found = Inbox(office)
    found.folder.mkdir()
    return found


@pytest.fixture(scope="session")
def night(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A sweep over files of all kinds; only to be read."""
    inbox = Inbox(monday.copied_to(tmp_path_factory.mktemp("night")))
    inbox.folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "true")
        return spend_night(inbox)
