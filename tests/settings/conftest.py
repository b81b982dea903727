"""No settings but those that a test gives."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_settings(unpublished: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the tests switch one limit off, and publish nothing."""
    monkeypatch.delenv("ROLLCALL_LIMITS__BACKDATE_DAYS")
    monkeypatch.delenv("ROLLCALL_PUBLISH__ENABLED")
