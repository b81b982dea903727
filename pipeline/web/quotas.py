"""How much one key may ask for, and how large a request may be."""

from __future__ import annotations

import math
import time

from pipeline.model import Caller
from pipeline.settings import WebSettings
from pipeline.web.problems import Problem

# A key may ask at once for what it may ask for in so many seconds.
_BURST_SECONDS = 4.0


class Limits:
    """The requests of each key: so many a second, and a few seconds' worth of them at once."""

    def __init__(self, settings: WebSettings) -> None:
        self._rate = settings.requests_per_second
        self._most = max(1.0, self._rate * _BURST_SECONDS)
        self._left: dict[str, tuple[float, float]] = {}

    def count(self, caller: Caller) -> None:
        """Count a request of the caller. Raises Problem (429) where it is one too many."""
        now = time.monotonic()
        left, at = self._left.get(caller.key_id, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        if left < 1:
            seconds = math.ceil((1 - left) / self._rate)
            self._left[caller.key_id] = (left, now)
            raise Problem(
                429,
                f"This key may ask {self._rate:g} times a second. Wait for {seconds} s.",
                code="too_many_requests",
                headers={"Retry-After": str(seconds)},
            )
        self._left[caller.key_id] = (left - 1, now)
