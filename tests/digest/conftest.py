"""The nights of an office, once for all tests: only to be read."""

from __future__ import annotations

import pytest

from tests.cli.conftest import desk, no_settings_of_the_tester
from tests.cli.desk import Desk
from tests.digest.nights import Nights, told

__all__ = ["desk", "no_settings_of_the_tester"]


@pytest.fixture(scope="session")
def nights(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """All that happened. Files are taken at once, and nothing is published: both save time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        return told(Desk(tmp_path_factory.mktemp("nights")))
