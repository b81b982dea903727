"""The durable steps: named points at which a change is on the disk and stays, whatever happens next.

They are for tests, which can end the process at each of them, as a power cut would. No option, setting or environment
variable can do that.
"""

from __future__ import annotations

from collections.abc import Callable

_observers: list[Callable[[str], None]] = []


def durable(step: str) -> None:
    """Tell the observers that the step of that name is done."""
    for observe in _observers:
        observe(step)


def observe_steps(observer: Callable[[str], None]) -> None:
    """From now on, call `observer` with the name of each step as soon as it is done; for tests only."""
    _observers.append(observer)
