"""People sheets, in the core and in the naive model: the same verdict on every row, and the same people afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.instants import OPEN_END
from tests.support.reference import ledger as reference
from tests.support.reference.ledger import AssignmentRow, Decision, Device, Ledger, Owner, PersonRow, Span
from tests.support.strength import examples
from tests.support.worlds.crowds import Crowd, crowds, numbered
from tests.support.worlds.decisions import Verdict, decide
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.values import NOW


@given(crowds())
@examples(2, of=60)
def test_the_core_and_the_model_agree_on_people(crowd: Crowd) -> None:
    decisions, _, _, ledger = _reference(crowd)
    verdict = _decided(crowd)
    assert verdict.rows == {row_id: (d.outcome, d.action, d.reason) for row_id, d in decisions.items()}
    assert reference.content(verdict.ledger) == reference.content(ledger)


@given(crowds(), st.randoms(use_true_random=False))
@examples(10, of=150)
def test_the_order_of_the_rows_of_people_never_matters(crowd: Crowd, random: Random) -> None:
    people = list(crowd.people)
    random.shuffle(people)
    shuffled = replace(crowd, people=numbered(people, ())[0])
    (decisions, _, _, after), (again, _, _, after_again) = _reference(crowd), _reference(shuffled)
    assert _counted(decisions) == _counted(again)
    assert after == after_again


@given(crowds())
@examples(10, of=150)
def test_people_have_the_facts_that_applied_rows_give_and_the_rest_stays(crowd: Crowd) -> None:
    decisions, _, _, after = _reference(crowd)
    _assert_sound(after)
    again, _, _, after_again = _reference(replace(crowd, ledger=after))
    is_whole = all(one.outcome in {"applied", "unchanged"} for one in decisions.values())
    # A name alone may be that of two people once another row has put the second on record.
    if is_whole and all(row.email or row.external_user_id or row.username for row in crowd.people):
        assert {again[row.row_id].outcome for row in crowd.people} <= {"unchanged"}
        assert after_again.owners == after.owners


def _assert_sound(ledger: Ledger) -> None:
    emails = [(owner.org_id, owner.email) for owner in ledger.owners if owner.email is not None]
    assert len(set(emails)) == len(emails)
    handles = {(owner.org_id, owner.handle) for owner in ledger.owners}
    assert {(span.org_id, span.owner_email) for span in ledger.spans} <= handles


def _reference(crowd: Crowd) -> tuple[dict[int, Decision], object, object, Ledger]:
    return reference.decide(crowd.ledger, (), crowd.assignments, crowd.intent, NOW, crowd.people)


def _decided(crowd: Crowd) -> Verdict:
    return decide(crowd.ledger, (), crowd.assignments, crowd.intent, people=crowd.people)


def _counted(decisions: dict[int, Decision]) -> Counter[tuple[str, str, str | None]]:
    return Counter((one.outcome, one.action, one.reason) for one in decisions.values())


@pytest.mark.system
def test_duckdb_decides_about_people_as_polars_does() -> None:
    """People exchange their numbers, one gets a new address and keeps the device, and one is new and gets another."""
    devices = tuple(Device(number, serial_number=f"S{number}", name="L") for number in (1, 2))
    owners = (
        Owner(1, "default", "ada@acme.example", external_user_id="A-1"),
        Owner(2, "default", "bob@acme.example", external_user_id="A-2"),
        Owner(3, "default", "eva@acme.example", external_user_id="A-3", facts={"department": "Sales"}),
    )
    span = Span(1, "default", 1, "eva@acme.example", NOW - timedelta(days=3), OPEN_END)
    people = (
        PersonRow(row_id=1, email="ada@acme.example", external_user_id="A-2"),
        PersonRow(row_id=2, email="bob@acme.example", external_user_id="a-1"),
        PersonRow(row_id=3, email="eva.bell@acme.example", external_user_id="A-3", cleared="|department|"),
        PersonRow(row_id=4, email="zoe@acme.example", owner_name="Zoe Quist", ends_on=date(2026, 4, 30)),
        PersonRow(row_id=5, owner_name="quist, zoe"),
    )
    rows = (AssignmentRow(row_id=6, serial_number="S2", owner_email="zoe@acme.example"),)
    world = (Ledger(devices, owners, (span,)), (), rows, Intent())
    on_polars, on_other = decide(*world, people=people), decide(*world, people=people, lazily=on_duckdb)
    assert on_other.rows == on_polars.rows
    assert [outcome for outcome, _, _ in on_other.rows.values()] == [*["applied"] * 4, "skipped", "applied"]
    assert on_other.ledger == on_polars.ledger
    assert [span.owner_email for span in on_other.ledger.spans] == ["eva.bell@acme.example", "zoe@acme.example"]
    assert [owner.external_user_id for owner in on_other.ledger.owners] == ["A-2", "a-1", "A-3", None]
