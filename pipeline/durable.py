"""The durable steps: what is done once it is done, whatever happens next. Each has a name, and says when it is done.

They are there to be tested: a test may ask to be told of each, and end the process there as a power cut would. Nothing
that a person sets can: neither an option, nor the settings, nor the environment.
"""

from __future__ import annotations

from collections.abc import Callable

_observers: list[Callable[[str], None]] = []


def durable(step: str) -> None:
    """The step of that name is done."""
    for observe in _observers:
        observe(step)


def observe_steps(observer: Callable[[str], None]) -> None:
    """From now on `observer` is told the name of each step, as soon as it is done; for tests."""
    _observers.append(observer)
