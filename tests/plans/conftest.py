"""One small plan for all tests of its workbook, only to be read; and workbooks of it to do with as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import desk, monday, no_settings_of_the_tester, office
from tests.cli.desk import Desk
from tests.plans.planned import Planned, small_plan

__all__ = ["desk", "monday", "no_settings_of_the_tester", "office"]


@pytest.fixture(scope="session")
def some(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Every kind of line at the office."""
    return small_plan(monday.copied_to(tmp_path_factory.mktemp("office")))


@pytest.fixture(scope="session")
def unopened(some: Planned, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of that plan, as it was written."""
    return some.write(tmp_path_factory.mktemp("unopened") / "plan.xlsx")
