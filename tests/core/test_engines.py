"""The core knows no engine: the same decisions on DuckDB relations as on Polars frames."""

import pytest

from tests.support.cases.all_cases import CASES
from tests.support.cases.world import Case
from tests.support.strength import sampled
from tests.support.worlds.decisions import decide
from tests.support.worlds.engines import on_duckdb

_SOME = sampled(CASES[::24], every=7)
"""A case takes DuckDB a second or two, most of it for planning, whatever its size."""


@pytest.mark.parametrize("case", _SOME, ids=lambda case: case.name)
def test_duckdb_decides_as_polars_does(case: Case) -> None:
    world = (case.ledger, case.inventory, case.assignments, case.intent)
    on_polars, on_other = decide(*world), decide(*world, lazily=on_duckdb)
    assert on_other.rows == on_polars.rows == case.outcomes
    assert on_other.absent == on_polars.absent
    assert on_other.missing == on_polars.missing
    assert sorted(on_other.ledger.spans, key=str) == sorted(on_polars.ledger.spans, key=str)
