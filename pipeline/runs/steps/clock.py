"""The clock, the ids, and the time each stage takes. Nothing else in Rollcall asks what time it is."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Stages:
    """Times the stages of a command in seconds, and tells whoever watches when one begins."""

    tell: Callable[[str], None] = lambda _: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """One stage, from here to the end of the block; a stage that comes twice adds up."""
        self.tell(name)
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - begun, 3)


def clock() -> datetime:
    """The instant it is now, in naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def instant_after(last_run_at: datetime | None) -> datetime:
    """The instant of a run: now, but strictly after the last run's, also when the clock was set back."""
    now = clock()
    return now if last_run_at is None else max(now, last_run_at + timedelta(microseconds=1))


def new_run_id(now: datetime) -> str:
    """A name for a run that sorts by time and that no other run has."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def new_plan_id(now: datetime) -> str:
    """A name for a plan that sorts by time and that no other plan has."""
    return f"plan-{new_run_id(now)}"
