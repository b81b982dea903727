"""Files are taken at once, not after seconds."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_patience(no_patience: None) -> None: ...
