"""The decision table, case by case: the same cases that the reference model is held to."""

import pytest

from tests.core.deciding import decide
from tests.reference.case_world import Case
from tests.reference.cases import CASES
from tests.reference.ledger import Ledger, content


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_core_decides_as_the_design_says(case: Case) -> None:
    verdict = decide(case.ledger, case.inventory, case.assignments, case.intent)
    assert verdict.rows == case.outcomes
    assert verdict.absent == sorted(case.absent)
    assert verdict.missing == sorted(case.missing)
    if case.after is not None:
        wanted = Ledger(verdict.ledger.devices, verdict.ledger.owners, case.after)
        assert content(verdict.ledger)[2] == content(wanted)[2]
