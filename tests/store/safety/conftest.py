"""Copies of the office on Tuesday, whose ledger has every kind of event."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.desk import Desk


@pytest.fixture
def office(tuesday: Desk, tmp_path: Path) -> Desk:
    """The office on Tuesday, of one's own."""
    return tuesday.copied_to(tmp_path)


@pytest.fixture
def ledger_file(tuesday: Desk, tmp_path: Path) -> Path:
    """The ledger alone, of one's own."""
    return Path(shutil.copyfile(tuesday.state, tmp_path / "rollcall.duckdb"))
