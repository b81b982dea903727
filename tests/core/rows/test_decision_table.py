"""The decision table, case by case: the same cases that the reference model is held to."""

import pytest

from tests.support.cases.all_cases import CASES
from tests.support.cases.world import Case
from tests.support.reference.ledger import Ledger, content
from tests.support.worlds.decisions import decide


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_core_decides_as_the_design_says(case: Case) -> None:
    verdict = decide(case.ledger, case.inventory, case.assignments, case.intent)
    assert verdict.rows == case.outcomes
    assert verdict.absent == sorted(case.absent)
    assert verdict.missing == sorted(case.missing)
    if case.after is not None:
        wanted = Ledger(verdict.ledger.devices, verdict.ledger.owners, case.after)
        assert content(verdict.ledger)[2] == content(wanted)[2]
