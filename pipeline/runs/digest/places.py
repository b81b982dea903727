"""Where digests are: beside the results, each in a folder of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.runs.steps.clock import new_run_id
from pipeline.settings import Settings


def place_for(made_at: datetime, settings: Settings) -> Path:
    """The folder for the digest that was made at that instant; its name sorts by time."""
    return digests_of(settings) / new_run_id(made_at)


def digests_of(settings: Settings) -> Path:
    """The folder of all digests."""
    return settings.out / "digests"
