"""When what calls have changed is published: not after each of them, but every few seconds, and after the last."""

from __future__ import annotations

import time

from pipeline import store
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings


class Publication:
    """The publication of what one server commits."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._published_at = float("-inf")
        self._is_due = False

    def note(self, *, is_changed: bool) -> None:
        """Note a commit."""
        self._is_due = self._is_due or (is_changed and self._settings.publish.enabled)

    def rest(self, *, is_last: bool) -> float | None:
        """Publish, where that is due; the seconds until it is, None where nothing was committed since.

        Raises StateBusy and StoreFailed; then it is still due.
        """
        if not self._is_due:
            return None
        left = self._published_at + self._settings.web.publish_seconds - time.monotonic()
        if left > 0 and not is_last:
            return left
        with store.hold_state(self._settings.ledger, command="serve", started_at=clock()):
            store.publish(self._settings.ledger, parquet=self._settings.publish.parquet)
        self._is_due = False
        self._published_at = time.monotonic()
        return None
