"""Thousands of mutated files: each is read or refused in our own words, within the limits of time and memory.

They are always the same, a fourth of ten thousand; `python -m tests.system.fuzz` tries all of these, or others.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.system.fuzz.trial import LIMITS, SLACK_SECONDS, outcome_of, seeds, write_mutation

MUTATIONS, AT_ONCE, EVERY = 10_000, 1000, 4
OF_A_COMMAND = 10
_MOST_MEMORY = 3 << 20
"""In the KiB of `ru_maxrss`: 3 GB, for this process with all that its other tests have loaded."""


@pytest.mark.lengthy
@pytest.mark.parametrize("first", range(0, MUTATIONS, AT_ONCE))
def test_whatever_has_become_of_a_file_it_gets_an_answer(first: int, tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()

    for number in range(first, first + AT_ONCE, EVERY):
        path, begun = write_mutation(number, tmp_path), time.monotonic()
        outcomes[outcome_of(path)] += 1
        assert time.monotonic() - begun < LIMITS.seconds + SLACK_SECONDS, path.name
        path.unlink()

    assert outcomes.total() == AT_ONCE // EVERY
    assert outcomes["read"], outcomes
    assert len(outcomes) > 1, outcomes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < _MOST_MEMORY


@pytest.mark.lengthy
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_the_command_answers_with_0_or_3_or_4(first: int, tmp_path: Path) -> None:
    """Files that can be read are given to it by the ten, which takes little more than one; any other is refused."""
    desk, names = Desk(tmp_path), dict[str, str]()
    for number in range(first, first + 50):
        path = write_mutation(number, tmp_path)
        names[path.name] = outcome_of(path)
    usable = [name for name, outcome in names.items() if outcome == "read"]

    for name in set(names) - set(usable):
        said = desk.say("check", name)
        assert said.code == 3, (name, said)
        assert said.err.strip(), name
        assert "Traceback" not in said.err
    for given in (usable[at : at + OF_A_COMMAND] for at in range(0, len(usable), OF_A_COMMAND)):
        said = desk.say("check", *given)
        assert said.code in {0, 4}, (given, said)
        assert said.out.strip(), given
        assert "Traceback" not in said.err


def test_the_seeds_are_many_and_of_all_formats() -> None:
    suffixes = {Path(name).suffix for name, _content in seeds()}

    assert len(seeds()) > 60
    assert {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".parquet"} <= suffixes
