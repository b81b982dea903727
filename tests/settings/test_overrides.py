"""`--allow`: what it may say, and what a run makes of it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.model import Limits
from pipeline.settings.overrides import (
    GUARDS,
    LIMITS,
    allowed_devices,
    allowed_names,
    allowed_owners,
    allowed_policies,
    check_overrides,
    raised,
)
from pipeline.settings.sections import LimitsSettings


def test_every_limit_may_be_raised_but_not_what_they_count_from() -> None:
    assert {field.name for field in fields(Limits)} - set(LIMITS) == {"enabled", "min_population", "min_rows"}


@pytest.mark.parametrize(
    "entry", ["empty", *GUARDS, "money=9", "new-owner=eva@acme.example", "new-device=LT 1", "policy=a b"]
)
def test_what_may_be_allowed(entry: str) -> None:
    check_overrides((entry,))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "everything",
            "give one of empty, absent-beside-unresolved, unread-sheet, new-owner=EMAIL, new-device=IDENTIFIER, "
            "policy=NAME, or a limit and a figure: unassign",
        ),
        ("min_rows=9", "give one of empty"),
        ("money", "give the figure that money may reach, such as money=45"),
        ("money=-1", "give the figure"),
        ("money=much", "give the figure"),
        ("new-device= ", "give the identifier that is right as it is, such as new-device=LT-0001"),
        ("policy=", "give the name of the policy that may be broken, such as policy=three-laptops"),
        ("new-owner=eva", "give the e-mail address that is right as it is, such as new-owner=name@company.com"),
    ],
)
def test_what_may_not(entry: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_overrides(("empty", entry))


def test_guards_and_limits_are_told_from_owners() -> None:
    allow = ("empty", "money=9", "new-owner= Eva@Acme.example", "new-owner=ben@acme.example")

    assert allowed_names(allow) == {"empty": None, "money": "9"}
    assert allowed_owners(allow) == {"eva@acme.example", "ben@acme.example"}


def test_policies_are_named_one_by_one() -> None:
    allow = ("policy=a b", "policy= c=d ", "empty")

    assert allowed_policies(allow) == {"a b", "c=d"}
    assert allowed_names(allow) == {"empty": None}


def test_new_devices_are_named_as_cells_name_them() -> None:
    allow = ("new-device= s/n:\u00a0 5cg1 ", "new-device=a=b", "empty")

    assert allowed_devices(allow) == {"S/N: 5CG1", "A=B"}
    assert allowed_names(allow) == {"empty": None}


def test_a_limit_is_raised_and_never_lowered_or_switched_on() -> None:
    usual = LimitsSettings(unassign_percent=30, reassign_percent=30, money=None)

    assert raised(usual, ("unassign_percent=45", "reassign_percent=10", "money=9", "empty")) == Limits(
        unassign_percent=45
    )
