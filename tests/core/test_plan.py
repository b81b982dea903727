"""The core against the naive model in nasty worlds: the same verdict on every row, the same ledger, sound frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import expressions
from tests.support.reference import ledger as reference
from tests.support.strength import examples
from tests.support.worlds.decisions import decide
from tests.support.worlds.joined import many_worlds
from tests.support.worlds.stated import assert_frames_as_stated
from tests.support.worlds.strategies import World
from tests.support.worlds.values import NOW


def assert_agreed(world: World, *, crowded: bool) -> None:
    """The core and the model say the same; in a crowd, columns are compacted as with rows by the thousand."""
    decisions, absent, missing, ledger = reference.decide(
        world.ledger, world.inventory, world.assignments, world.intent, NOW
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expressions, "WORTH_COMPACTING", 0 if crowded else expressions.WORTH_COMPACTING)
        verdict = decide(world.ledger, world.inventory, world.assignments, world.intent, crowded=crowded)
    expected = {row_id: (d.outcome, d.action, d.reason) for row_id, d in decisions.items()}
    assert verdict.rows == expected
    if world.assignments:
        assert verdict.absent == sorted((a.device_id, a.owner_email, a.held) for a in absent)
        assert reference.content(verdict.ledger) == reference.content(ledger)
    if world.inventory:
        assert verdict.missing == sorted(missing)
    assert_frames_as_stated(verdict)


@pytest.mark.lengthy
@given(many_worlds(), st.booleans())
@examples(2, of=30)
def test_the_core_and_the_reference_model_agree(world: World, crowded: bool) -> None:  # noqa: FBT001 - drawn
    assert_agreed(world, crowded=crowded)
