"""The strength of tests: few examples and cases while somebody waits, all of them in system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, settings

_UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
_full: list[bool] = []
_EVERY = 12
# What gives each case of a test a folder, or a ledger, of its own.
_OF_FILES = frozenset({"tmp_path", "prepared", "stocked_server"})


def use_all_examples() -> None:
    """From now on every property gets all its examples; for whoever starts the tests, before they are imported."""
    _full.append(True)


def is_full() -> bool:
    """True where every property gets all its examples."""
    return bool(_full)


def examples(few: int, of: int, **more: Any) -> settings:
    """The settings of a property that gets so `few` examples in a hurry, and all `of` them otherwise."""
    return settings(max_examples=of if is_full() else few, deadline=None, suppress_health_check=_UNHURRIED, **more)


def sampled(cases: Iterable[Any], every: int) -> list[Any]:
    """The cases of a parametrised test, of which all but the first of so many are left to system."""
    return [_case(case, is_slow=at % every > 0) for at, case in enumerate(cases)]


def leave_to_system(items: Sequence[pytest.Item]) -> None:
    """Of the cases of one test that each have files of their own, all but every twelfth are left to system.

    Not those of the settings, whose files take no time.
    """
    at: Counter[str] = Counter()
    for item in items:
        if _has_files(item) and item.get_closest_marker("system") is None:
            if at[_test_of(item)] % _EVERY > 0:
                item.add_marker("system")
            at[_test_of(item)] += 1


def _has_files(item: pytest.Item) -> bool:
    is_small = item.path.parent.name == "settings"
    return hasattr(item, "callspec") and not is_small and not _OF_FILES.isdisjoint(getattr(item, "fixturenames", ()))


def _test_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _case(case: Any, *, is_slow: bool) -> Any:
    marks = [pytest.mark.system] if is_slow else []
    if isinstance(case, ParameterSet):
        return pytest.param(*case.values, id=case.id, marks=marks)
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=marks)
