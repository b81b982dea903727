"""One servant for all tests of this folder, and the scene that most of them disturb, made ready once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.faults.scenes import CHANGING_RUN
from tests.system.faults.servant import Servant
from tests.system.faults.trials import Stage, set_up


@pytest.fixture(scope="session")
def servant(tmp_path_factory: pytest.TempPathFactory, no_settings_of_the_tester: None) -> Iterator[Servant]:
    """Whoever gives the commands."""
    with Servant(tmp_path_factory.mktemp("servant")) as servant:
        yield servant


@pytest.fixture(scope="session")
def rival(tmp_path_factory: pytest.TempPathFactory, no_settings_of_the_tester: None) -> Iterator[Servant]:
    """Whoever gives commands at the same time."""
    with Servant(tmp_path_factory.mktemp("rival")) as rival:
        yield rival


@pytest.fixture(scope="session")
def stage(servant: Servant, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A run that changes a ledger."""
    return set_up(CHANGING_RUN, servant, tmp_path_factory.mktemp("changing"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "folder"
