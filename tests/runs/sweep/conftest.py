"""Files are taken at once, not after seconds, and no digest is written."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _quickly(no_patience: None, undigested: None) -> None: ...
