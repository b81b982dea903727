"""A desk on which the sample data was run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import Desk
from tests.support.sample_month import Month, spend_month
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Only to be read."""
    folder, month = made_once(tmp_path_factory, "month", lambda folder: spend_month(Desk(folder)))
    return replace(month, desk=Desk(folder))
