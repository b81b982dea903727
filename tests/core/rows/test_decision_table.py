"""The decision table, case by case: the same cases that the reference model is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import polars as pl
import pytest

from pipeline.core import expressions
from pipeline.core.expressions import Frame
from pipeline.core.frames import Decided
from pipeline.model import Intent
from tests.support.cases.all_cases import CASES
from tests.support.cases.together import by_intent, decided_together
from tests.support.cases.world import BOB, Case, assign, item, unassign
from tests.support.reference.ledger import Ledger, content
from tests.support.strength import sampled
from tests.support.worlds.decisions import Verdict, decide, on_polars
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.stated import assert_frames_as_stated

_GROUPS = by_intent(CASES)
_ALONE = [group[0].name for group in _GROUPS if len(group) == 1]
_MARKS = {name: [] if at % 16 == 0 else [pytest.mark.system] for at, name in enumerate(_ALONE)}
"""A case of an intent of its own takes as long as those of all others at once: so most of them are left to system."""

each_case = pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name, marks=_MARKS.get(case.name, [])) for case in CASES]
)


def assert_as_stated(verdict: Verdict, case: Case) -> None:
    assert verdict.rows == case.outcomes
    assert verdict.absent == sorted(case.absent)
    assert verdict.missing == sorted(case.missing)
    if case.after is not None:
        wanted = Ledger(verdict.ledger.devices, verdict.ledger.owners, case.after)
        assert content(verdict.ledger)[2] == content(wanted)[2]


@pytest.fixture(scope="module")
def verdict_on() -> Callable[[Case], Verdict]:
    """Cases of one intent are decided beside each other, in a tenth of the time; in system every third is alone, too.

    They are compacted as rows by the thousand are.
    """
    known: dict[str, Verdict] = {}

    def decided(case: Case) -> Verdict:
        if case.name not in known:
            group = next(group for group in _GROUPS if case.name in {one.name for one in group})
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(expressions, "WORTH_COMPACTING", 0)
                known.update(decided_together(group))
        return known[case.name]

    return decided


@each_case
def test_the_core_decides_as_the_design_says(case: Case, verdict_on: Callable[[Case], Verdict]) -> None:
    assert_as_stated(verdict_on(case), case)


@pytest.mark.parametrize(
    "case", sampled([case for case in CASES[::3] if case.name not in _ALONE], every=60), ids=lambda case: case.name
)
def test_the_core_decides_a_case_alone_as_the_design_says(case: Case) -> None:
    verdict = decide(case.ledger, case.inventory, case.assignments, case.intent, people=case.people)
    assert_as_stated(verdict, case)
    assert_frames_as_stated(verdict)


@pytest.mark.system
@pytest.mark.parametrize("lazily", [on_polars, pytest.param(on_duckdb, marks=pytest.mark.system)])
def test_a_run_without_an_assignments_row_decides_in_the_same_columns(lazily: Callable[[pl.DataFrame], Frame]) -> None:
    listed = Case("", (item(location="Rome"), item(serial_number="SN-9", name="Desk", type="laptop", category="x")), ())
    both = replace(listed, rows=(*listed.rows, assign(BOB), unassign(BOB, serial_number="SN-2")))
    told = [
        decide(case.ledger, case.inventory, case.assignments, Intent(), lazily=lazily).decided
        for case in (listed, both)
    ]
    for field in fields(Decided):
        without, among = (getattr(decided, field.name).collect_schema() for decided in told)
        assert without == among, field.name
