"""The rule behind an event: one sentence for whatever the decisions and an undo can bring about."""

import pytest

from schemas.reasons.decision_rules import RULES, UNDONE, rule
from schemas.vocabulary import Action, EventType, Kind, Reason

HAPPENING = [
    (EventType.DEVICE_CREATED, Action.CREATE, Kind.INVENTORY, None),
    (EventType.DEVICE_CREATED, Action.CREATE, Kind.ASSIGNMENTS, None),
    (EventType.DEVICE_UPDATED, Action.UPDATE, Kind.INVENTORY, None),
    (EventType.OWNERSHIP_TAKEN, Action.ASSIGN, Kind.ASSIGNMENTS, None),
    (EventType.OWNERSHIP_TAKEN, Action.REASSIGN, Kind.ASSIGNMENTS, None),
    (EventType.OWNERSHIP_RELEASED, Action.REASSIGN, Kind.ASSIGNMENTS, None),
    (EventType.OWNERSHIP_RELEASED, Action.UNASSIGN, Kind.ASSIGNMENTS, None),
    (EventType.OWNERSHIP_RELEASED, Action.UNASSIGN, None, Reason.ABSENT_FROM_FULL_SHEET),
    (EventType.OWNERSHIP_UPDATED, Action.UPDATE, Kind.ASSIGNMENTS, None),
    (EventType.OWNERSHIP_CANCELLED, Action.UNASSIGN, Kind.ASSIGNMENTS, None),
]


def test_everything_that_happens_has_a_rule_of_its_own() -> None:
    told = [rule(type_, action, kind=kind, reason=why, is_undoing=False) for type_, action, kind, why in HAPPENING]

    assert None not in told
    assert len(set(told)) == len(HAPPENING)


@pytest.mark.parametrize(
    ("type_", "action"),
    [
        (EventType.DEVICE_UPDATED, Action.UPDATE),
        (EventType.OWNERSHIP_TAKEN, Action.ASSIGN),
        (EventType.OWNERSHIP_UPDATED, Action.REASSIGN),
        (EventType.OWNERSHIP_CANCELLED, Action.UNASSIGN),
    ],
)
def test_whatever_reverses_a_run_says_so(type_: EventType, action: Action) -> None:
    said = rule(type_, action, kind=None, reason=None, is_undoing=True)

    assert said == RULES[type_, UNDONE]
    assert said.startswith("A run is undone: ")


def test_an_event_that_nobody_knows_has_no_rule() -> None:
    assert rule("device_melted", "melt", kind=None, reason=None, is_undoing=False) is None


@pytest.mark.parametrize("sentence", RULES.values())
def test_a_rule_is_a_sentence(sentence: str) -> None:
    assert sentence[0].isupper()
    assert sentence.endswith(".")
