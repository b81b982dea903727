"""A desk on which the sample data was run."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sample_month import Month, spend_month


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Only to be read."""
    return spend_month(Desk(tmp_path_factory.mktemp("month")))
