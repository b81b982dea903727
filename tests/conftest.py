"""Settings of all tests: a marker by folder, shared fixtures, and how many random examples a property gets."""

from __future__ import annotations

import gc
import os
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression
from hypothesis import Phase, is_hypothesis_test, settings

from tests.support.strength import is_full, leave_to_system, use_all_examples

# What is compiled is kept, whatever the tester's environment says: it takes seconds, of every process of the tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_BEGAN = time.monotonic()
_LENGTHY = 60
gc.disable()  # until all tests are collected: what is imported and collected until then is no garbage

pytest_plugins = [
    "tests.support.fixtures.checked",
    "tests.support.fixtures.clusters",
    "tests.support.fixtures.desks",
    "tests.support.fixtures.fleets",
    "tests.support.fixtures.inboxes",
    "tests.support.fixtures.nights",
    "tests.support.fixtures.plans",
    "tests.support.fixtures.servers",
    "tests.support.fixtures.templates",
]

FOLDERS = {
    "unit": ("schemas", "model", "settings", "intake", "core", "outputs", "sample_data", "project"),
    "ledger": ("store", "runs", "web"),
    "cli": ("cli", "docs"),
    "system": ("system",),
}
"""The marker of each folder; `system` is what `pytest` leaves out unless it is asked for. Slow tests of other folders,
such as those of several commands in a row, carry it beside that of their folder."""

_SYSTEM = Path(__file__).parent / "system"

# The order of the folders: the many short tests come before those of whole processes.
_FIRST: tuple[tuple[str, ...], ...] = (("system", "quarter"), (), ("system",))

# Random examples at a desk, the same ones every time where a submission is judged.
settings.register_profile("desk", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate, Phase.target, Phase.shrink]
)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--begin-within SECONDS`: for a check that must end in time, on a slow machine, too."""
    said = "Leave out tests that have not begun within so many seconds."
    parser.addoption("--begin-within", type=float, metavar="SECONDS", help=said)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that comes too late is left out, and told as such: a lengthy one as early as would let it end too late."""
    within = item.config.getoption("begin_within")
    if within is not None and time.monotonic() - _BEGAN > within - _seconds_of(item):
        pytest.skip(f"had not begun within {within:.0f} seconds")


def _seconds_of(item: pytest.Item) -> float:
    """The seconds for which a lengthy test may go on, with what it is set up with; 0 of any other."""
    lengthy = item.get_closest_marker("lengthy")
    return float(lengthy.kwargs.get("seconds", _LENGTHY)) if lengthy else 0


def pytest_configure(config: pytest.Config) -> None:
    """Where slow tests are asked for, properties are tried with all their examples.

    Else Polars has one thread in the processes that do the tests beside each other, as DuckDB has: they fill the
    processors already. The slow tests leave it all of them, so that nothing may depend on which thread ends first.
    """
    asked = config.getoption("markexpr")
    if asked and any(_may_be(asked, marks) for marks in ({"system"}, {"system", "lengthy"})):
        use_all_examples()
    else:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")


def _may_be(asked: str, marks: set[str]) -> bool:
    """True where a test with these marks is asked for."""
    return Expression.compile(asked).evaluate(lambda name, /, **_: name in marks)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The folder of slow tests is not even read where none of them is asked for."""
    return True if collection_path == _SYSTEM and config.getoption("markexpr") == "not system" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test gets the marker of its folder; properties with all their examples and most cases are slow tests too."""
    for item in items:
        item.add_marker(_marker_of(item.path))
        if is_full() and is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("system")
    leave_to_system(items)
    items.sort(key=lambda item: _place(item.path))


@cache
def _place(path: Path) -> int:
    """How late a module comes. Were the tests of the quarter dealt to two processes, both would live through it."""
    folders = path.relative_to(Path(__file__).parent).parts
    return max((len(first), at) for at, first in enumerate(_FIRST) if folders[: len(first)] == first)[1]


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, but not among the thousands of tests and modules, which stay to the end."""
    gc.freeze()
    gc.enable()


@cache
def _marker_of(path: Path) -> str:
    folder = path.relative_to(Path(__file__).parent).parts[0]
    return next(marker for marker, folders in FOLDERS.items() if folder in folders)
