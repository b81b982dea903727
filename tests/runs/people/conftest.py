"""A desk whose ledger knows Anna and Ben by their numbers, each with a laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk


@pytest.fixture
def office(two_people: Desk, tmp_path: Path) -> Desk:
    """The desk of somebody who keeps a list of people, too."""
    return two_people.copied_to(tmp_path)
