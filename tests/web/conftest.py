"""Servers of these tests work in folders of their own, whatever lies in that of the tester."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results, the published copy and what was refused are looked for beside the ledger of the test."""
    monkeypatch.chdir(tmp_path)
