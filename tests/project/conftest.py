"""The code of the project, read once for all tests of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.code.statements import Module, all_modules
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Module]:
    """Each module with what it imports and its functions."""
    return made_once(tmp_path_factory, "modules", lambda _: all_modules())[1]
