"""The clock, the ids, and the time that each stage takes.

Every instant that is recorded or compared with the ledger comes from here. Only the ages of files on the disk are read
from the system clock elsewhere (`sweep.sweep`, `steps.pending_results`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime, timedelta

from schemas.records import dataclass


@dataclass(slots=True)
class Stages:
    """The time of each stage of a command in seconds; `tell` is called with the name of a stage when it begins."""

    tell: Callable[[str], None] = lambda _: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Time the block as a stage; the times of a stage that occurs several times are added up."""
        self.tell(name)
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - begun, 3)


def clock() -> datetime:
    """The present instant, in naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def instant_after(last_run_at: datetime | None) -> datetime:
    """The instant of a run: now, or just after the last run where the clock was set back."""
    now = clock()
    return now if last_run_at is None else max(now, last_run_at + timedelta(microseconds=1))


def new_run_id(now: datetime) -> str:
    """A unique id for a run, which sorts by time."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def new_plan_id(now: datetime) -> str:
    """A unique id for a plan, which sorts by time."""
    return f"plan-{new_run_id(now)}"
