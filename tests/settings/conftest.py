"""No settings but those that a test gives."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the tests switch one limit off."""
    monkeypatch.delenv("ROLLCALL_LIMITS__BACKDATE_DAYS")
