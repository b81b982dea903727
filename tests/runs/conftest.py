"""The same desks as those of the commands, and one on which the sample data was run."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.cli.conftest import desk, monday, no_settings_of_the_tester, office
from tests.cli.desk import SAMPLES, Desk, Said

__all__ = ["desk", "monday", "no_settings_of_the_tester", "office"]


@pytest.fixture
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that do not publish, which saves a fifth of their time; publishing has a module of its own."""
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")


@dataclass(frozen=True, slots=True)
class Month:
    """The sample data as a month goes: opened, run, and run again."""

    desk: Desk
    opened: Said
    run: Said
    again: Said


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Only to be read."""
    desk = Desk(tmp_path_factory.mktemp("month"))
    inventory, opening, assignments = (SAMPLES / f"{name}.xlsx" for name in ("inventory", "opening", "assignments"))
    return Month(
        desk,
        desk.say("--json", "run", inventory, opening),
        desk.say("--json", "run", inventory, assignments),
        desk.say("--json", "run", inventory, assignments),
    )
