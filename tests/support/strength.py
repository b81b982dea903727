"""The number of random examples that a property gets: few while somebody waits, all of them with the slow tests."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

_UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
_full: list[bool] = []


def use_all_examples() -> None:
    """From now on every property gets all its examples; for whoever starts the tests, before they are imported."""
    _full.append(True)


def is_full() -> bool:
    """True where every property gets all its examples."""
    return bool(_full)


def examples(few: int, of: int, **more: Any) -> settings:
    """The settings of a property that gets so `few` examples in a hurry, and all `of` them otherwise."""
    return settings(max_examples=of if is_full() else few, deadline=None, suppress_health_check=_UNHURRIED, **more)
