"""A clock that the simulation sets: the product asks what time it is in one place only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from pipeline.runs.steps import clock

_TICK = timedelta(milliseconds=10)


class SetClock:
    """Stands still but for a hundredth of a second each time that somebody looks at it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, zone: tzinfo) -> datetime:
        """The instant that it shows."""
        self.at += _TICK
        return self.at.replace(tzinfo=UTC).astimezone(zone)


@contextmanager
def set_clock(at: datetime) -> Iterator[SetClock]:
    """Within the block the product lives at that time, which whoever has the clock may move on."""
    with pytest.MonkeyPatch.context() as patch:
        moved = SetClock(at)
        patch.setattr(clock, "datetime", moved)
        yield moved
