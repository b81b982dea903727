"""The one table of cases: each a few rows and what the rules of `pipeline/README.md` make of them."""

from __future__ import annotations

from tests.support.cases.duplicate_cases import DUPLICATE_CASES
from tests.support.cases.everything_cases import EVERYTHING_CASES
from tests.support.cases.exchange_cases import CORRECTION_CASES, EXCHANGE_CASES
from tests.support.cases.ghost_cases import GHOST_CASES
from tests.support.cases.hand_over_cases import HAND_OVER_CASES
from tests.support.cases.last_resort_cases import LAST_RESORT_CASES
from tests.support.cases.loan_cases import LOAN_CASES
from tests.support.cases.people_cases import PEOPLE_CASES
from tests.support.cases.row_cases import ROW_CASES
from tests.support.cases.sheet_cases import SHEET_CASES
from tests.support.cases.suspect_cases import SUSPECT_CASES
from tests.support.cases.world import NOW, Case

__all__ = ["CASES", "NOW", "Case"]

CASES: tuple[Case, ...] = (
    *(*ROW_CASES, *HAND_OVER_CASES, *EVERYTHING_CASES, *LOAN_CASES, *SHEET_CASES),
    *(*SUSPECT_CASES, *GHOST_CASES, *PEOPLE_CASES, *DUPLICATE_CASES, *EXCHANGE_CASES),
    *(*LAST_RESORT_CASES, *CORRECTION_CASES),
)
