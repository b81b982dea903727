"""The one table of cases: each a few rows and what the DESIGN says becomes of them."""

from __future__ import annotations

from tests.reference.case_world import NOW, Case
from tests.reference.row_cases import ROW_CASES
from tests.reference.sheet_cases import SHEET_CASES
from tests.reference.suspect_cases import SUSPECT_CASES

__all__ = ["CASES", "NOW", "Case"]

CASES: tuple[Case, ...] = (*ROW_CASES, *SHEET_CASES, *SUSPECT_CASES)
