"""When what calls have changed is published: not after each of them, but every few seconds, and after the last."""

from __future__ import annotations

import time
from dataclasses import replace

from pipeline import store
from pipeline.errors import StateBusy, StoreFailed
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings

# Calls wait while it is published: so many times as long as that took, it is not done again.
_REST = 10


class Publication:
    """The publication of what one server commits."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._published_at = float("-inf")
        self._took = 0.0
        self._is_due: bool | None = None
        # What a server that was killed has acknowledged may be missing in the copy, until that is known to be as new.
        self.has_caught_up = False

    def note(self, *, is_changed: bool) -> None:
        """Note a commit."""
        if is_changed and self._settings.publish.enabled:
            self._is_due = True

    def _is_behind(self) -> bool:
        """True where a server that was killed has left something unpublished."""
        settings = self._settings
        try:
            ledger = replace(settings.ledger, wait=0)
            if not settings.publish.enabled or not settings.state.exists():
                return False
            self.has_caught_up = store.is_published(ledger)
            return not self.has_caught_up
        except (StateBusy, StoreFailed):
            return False  # whoever holds it publishes, or says what is wrong with it

    def seconds_left(self) -> float | None:
        """The seconds until it is due to publish, None where nothing was committed since the last time."""
        if self._is_due is None:
            self._is_due = self._is_behind()
        if not self._is_due:
            return None
        pause = max(self._settings.web.publish_seconds, self._took * _REST)
        return max(0.0, self._published_at + pause - time.monotonic())

    def publish(self, *, is_last: bool) -> None:
        """Publish what was committed; where it is not the last time, no other process is waited for.

        Raises StateBusy and StoreFailed; then it is still due.
        """
        ledger = self._settings.ledger if is_last else replace(self._settings.ledger, wait=0)
        begun = time.monotonic()
        with store.hold_state(ledger, command="serve", started_at=clock()):
            store.publish(ledger, parquet=self._settings.publish.parquet)
        self._is_due, self.has_caught_up = False, True
        self._published_at = time.monotonic()
        self._took = self._published_at - begun
