"""What the core hands on of its decisions has the columns that are stated of it, whatever is decided."""

from __future__ import annotations

import pytest
from hypothesis import given

from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.plan import SUSPECTS
from schemas.frames.validation import validate
from schemas.frames.verdicts import VERDICT_FRAMES
from tests.support.cases.all_cases import CASES, Case
from tests.support.strength import examples, sampled
from tests.support.worlds.decisions import decide
from tests.support.worlds.joined import many_worlds
from tests.support.worlds.strategies import World

_FRAMES = {
    **VERDICT_FRAMES,
    "suspects": SUSPECTS,
    **{name: schema for name, schema in CHANGE_SET_FRAMES.items() if name not in {"organizations", "row_outcomes"}},
}


def _validate(world: Case | World) -> None:
    decided = decide(world.ledger, world.inventory, world.assignments, world.intent).decided
    for name, schema in _FRAMES.items():
        validate(getattr(decided, name).collect("polars").to_native(), schema)


@pytest.mark.parametrize("case", sampled(CASES[::10], every=16), ids=[case.name for case in CASES[::10]])
def test_the_decisions_of_a_case_are_as_stated(case: Case) -> None:
    _validate(case)


@examples(2, of=9)
@given(many_worlds())
def test_the_decisions_of_any_world_are_as_stated(world: World) -> None:
    _validate(world)
