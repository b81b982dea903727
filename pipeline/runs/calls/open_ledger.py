"""The ledger, held and open from one group of calls to the next: to open and to close it takes as long as to commit.

While it is held, other threads of this process read it, and other processes wait for it. So it is given back as soon as
no call comes any more, and every few seconds in any case, for long enough that a process that waits can take it.

Where the house has policies, it is held for one group at a time, and not open: policies are asked of a copy of its
bytes, and to copy them takes its lock away from an open DuckDB.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

from pipeline import store
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings

_IDLE_SECONDS = 0.05
_LONGEST_SECONDS = 5.0
# Other processes look whether the ledger is free every 0.05 s.
_FOR_OTHERS_SECONDS = 0.12


class Holding:
    """The ledger of one server; only the thread that writes uses this."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._is_kept_open = not settings.policies
        self._stack: ExitStack | None = None
        self._begun_at = self._used_at = 0.0

    def begin(self) -> None:
        """Hold the ledger and open it, where that is not so yet. Raises StateBusy and StoreFailed."""
        if self._stack is not None:
            return
        ledger = self._settings.ledger
        with ExitStack() as stack:
            stack.enter_context(store.hold_state(ledger, command="serve", started_at=clock()))
            if self._is_kept_open:
                stack.enter_context(store.shared(ledger))
            self._stack = stack.pop_all()
        self._begun_at = self._used_at = time.monotonic()

    def note(self) -> None:
        """Note that a group was carried out just now."""
        self._used_at = time.monotonic()

    @property
    def seconds_left(self) -> float:
        """The seconds after which it is given back where no call comes."""
        return max(0.0, self._used_at + _IDLE_SECONDS - time.monotonic())

    @property
    def is_wanted(self) -> bool:
        """True where the ledger is held, and is to be held for the next group, too."""
        is_long = time.monotonic() - self._begun_at >= _LONGEST_SECONDS
        return self._is_kept_open and self._stack is not None and self.seconds_left > 0 and not is_long

    def end(self) -> None:
        """Close the ledger and give it back; where it was busy, others get the time to take it."""
        if self._stack is None:
            return
        is_busy = self.seconds_left > 0
        stack, self._stack = self._stack, None
        stack.close()
        if is_busy:
            time.sleep(_FOR_OTHERS_SECONDS)
