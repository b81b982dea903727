"""Jobs of pages are done in this process: see `jobs_of_this_process`."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _quick_jobs(jobs_of_this_process: None) -> None:
    """All of them."""
