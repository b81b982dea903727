"""A plan of people of which some lines are declined: what is carried out never gives two people the same."""

from __future__ import annotations

from random import Random

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.approve import approve
from pipeline.core.writes.plan_lines import with_lines
from tests.support.strength import examples
from tests.support.worlds.approvals import current_of, native, planned_of
from tests.support.worlds.crowds import Crowd
from tests.support.worlds.decisions import decide, on_polars, owners_after
from tests.support.worlds.joined import many_crowds


@given(many_crowds(), st.randoms(use_true_random=False))
@examples(2, of=14)
def test_what_is_left_of_a_plan_is_sound(crowd: Crowd, random: Random) -> None:
    decided = decide(crowd.ledger, (), crowd.assignments, crowd.intent, people=crowd.people).decided
    lines = native(with_lines(decided.events, decided.rows)).select(sheet="plan_sheet", place="plan_place").unique()
    said = [random.random() < 0.6 for _ in range(lines.height)]
    answers = on_polars(lines.with_columns(is_approved=pl.Series(said, dtype=pl.Boolean)))
    approved = approve(planned_of(decided, crowd.ledger), answers, current_of(crowd.ledger))

    owners = owners_after(crowd.ledger, approved)
    emails = [(owner.org_id, owner.email) for owner in owners if owner.email is not None]
    assert len(set(emails)) == len(emails)
    on_record = {(owner.owner_id, kind): getattr(owner, kind) for owner in crowd.ledger.owners for kind in _KEYS}
    for kind in _KEYS:
        given_now = [
            (owner.org_id, getattr(owner, kind).lower())
            for owner in owners
            if getattr(owner, kind) not in {None, on_record.get((owner.owner_id, kind))}
        ]
        everybody = [(owner.org_id, (getattr(owner, kind) or "").lower()) for owner in owners]
        assert all(everybody.count(claim) == 1 for claim in given_now)
    ids = {owner.owner_id for owner in owners}
    assert set(native(approved.spans_recorded)["owner_id"]) <= ids
    declined = native(approved.lines.filter(~nw.col("reason").is_null())).height
    assert declined >= said.count(False)


_KEYS = ("external_user_id", "username")
