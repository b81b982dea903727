"""People who have left: what of theirs ends, when, and what a row, a full sheet or a later beginning leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pipeline.model import Intent
from schemas.instants import OPEN_END
from schemas.vocabulary import Leavers, Mode
from tests.support.cases.world import ADA, BOB, CARLA, DEVICES, OWNERS, assign, held, item, unassign
from tests.support.reference.records import AssignmentRow, InventoryRow, Ledger, Span
from tests.support.worlds.decisions import Verdict, decide, on_polars
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.values import NOW

RELEASE = Intent(leavers=Leavers.RELEASE)
LAST = NOW.date() - timedelta(days=10)
LEFT_AT = datetime(LAST.year, LAST.month, LAST.day) + timedelta(days=1)


def judged(
    *spans: Span,
    rows: tuple[AssignmentRow | InventoryRow, ...] = (),
    intent: Intent = RELEASE,
    last: date | None = LAST,
    **how: Any,
) -> Verdict:
    """The verdict on the rows where that is the last day of Ada; there are always rows about a device of nobody."""
    owners = tuple(replace(one, facts={"ends_on": last}) if one.email == ADA else one for one in OWNERS)
    numbered = tuple(replace(span, ownership_id=number) for number, span in enumerate(spans, start=1))
    ledger = Ledger(DEVICES, owners, numbered, last_ownership_id=len(numbered))
    every = (*rows, item(serial_number="SN-5"))
    placed = [replace(row, row_id=at, row=at + 1) for at, row in enumerate(every, start=1)]
    inventory = tuple(row for row in placed if isinstance(row, InventoryRow))
    assignments = tuple(row for row in placed if isinstance(row, AssignmentRow))
    return decide(ledger, inventory, assignments, intent, **how)


def told(verdict: Verdict) -> list[tuple[int, str]]:
    """The devices of leavers, and what becomes of them."""
    left = verdict.decided.leavers.collect().select("device_id", "state").rows()
    return sorted((int(device), str(state)) for device, state in left)


def ends(verdict: Verdict, device_id: int = 1) -> list[tuple[str, datetime]]:
    """Who had the device, and until when."""
    spans = sorted(verdict.ledger.spans, key=lambda span: span.start_time)
    return [(span.owner_email, span.end_time) for span in spans if span.device_id == device_id]


@pytest.mark.parametrize("lazily", [on_polars, pytest.param(on_duckdb, marks=pytest.mark.system)])
def test_what_a_leaver_holds_ends_with_the_last_day_or_now_where_it_began_later(lazily: Any) -> None:
    verdict = judged(held(ADA, -300), held(ADA, -5, device_id=2), held(BOB, -300, device_id=3), lazily=lazily)

    assert told(verdict) == [(1, "released"), (2, "released")]
    assert ends(verdict) == [(ADA, LEFT_AT)]
    assert ends(verdict, 2) == [(ADA, NOW)]
    assert ends(verdict, 3) == [(BOB, OPEN_END)]


def test_the_events_say_that_the_owner_has_left() -> None:
    events = judged(held(ADA, -300)).decided.events.collect()

    assert events.select("type", "action", "reason", "row_id", "file").rows() == [
        ("ownership_released", "unassign", "owner_left", None, None)
    ]


def test_they_are_only_listed_where_nothing_else_is_asked() -> None:
    verdict = judged(held(ADA, -300), held(ADA, 5, device_id=2), intent=Intent())

    assert told(verdict) == [(1, "listed"), (2, "pending")]
    assert verdict.decided.events.collect().is_empty()


@pytest.mark.parametrize(
    ("last", "is_gone"),
    [(None, False), (NOW.date(), False), (NOW.date() - timedelta(days=1), True), (NOW.date() + timedelta(9), False)],
)
def test_who_has_left_is_judged_by_the_day(last: date | None, *, is_gone: bool) -> None:
    assert bool(told(judged(held(ADA, -300), last=last))) == is_gone


@pytest.mark.system
def test_the_day_is_that_of_the_time_zone() -> None:
    far_west, far_east = (replace(RELEASE, timezone=zone) for zone in ("Pacific/Pago_Pago", "Pacific/Kiritimati"))
    yesterday, today = NOW.date() - timedelta(days=1), NOW.date()

    assert ends(judged(held(ADA, -300), intent=far_west)) == [(ADA, LEFT_AT + timedelta(hours=11))]
    assert ends(judged(held(ADA, -300), intent=far_east)) == [(ADA, LEFT_AT - timedelta(hours=14))]
    assert NOW.hour == 12
    assert told(judged(held(ADA, -300), intent=far_east, last=today)) == [(1, "released")]
    assert told(judged(held(ADA, -300), intent=far_west, last=yesterday)) == [(1, "released")]
    assert told(judged(held(ADA, -300), intent=far_west, last=today)) == []


def test_what_begins_later_is_left_alone() -> None:
    verdict = judged(held(ADA, 5))

    assert told(verdict) == [(1, "pending")]
    assert ends(verdict) == [(ADA, OPEN_END)]


def test_a_hand_over_that_is_pending_stays() -> None:
    verdict = judged(held(ADA, -300, 5), held(BOB, 5))

    assert ends(verdict) == [(ADA, LEFT_AT), (BOB, OPEN_END)]


@pytest.mark.system
def test_a_row_that_names_a_device_decides_about_it() -> None:
    rows = (
        assign(ADA),
        assign(BOB, serial_number="SN-2"),
        unassign(CARLA, asset_tag="TAG-3"),
        assign(ADA, serial_number="SN-4"),
    )
    spans = (held(ADA, -300), *(held(ADA, -300, device_id=device) for device in (2, 3)))
    verdict = judged(*spans, rows=rows)

    assert told(verdict) == [(1, "named"), (3, "named"), (4, "named")]
    assert ends(verdict) == ends(verdict, 3) == [(ADA, OPEN_END)]
    assert ends(verdict, 2) == [(ADA, NOW), (BOB, OPEN_END)]


def test_an_inventory_row_says_nothing_of_who_has_a_device() -> None:
    assert told(judged(held(ADA, -300), rows=(item(location="Rome"),))) == [(1, "released")]


@pytest.mark.system
def test_what_a_full_sheet_does_not_name_ends_with_the_last_day_of_a_leaver_too() -> None:
    full = Intent(mode=Mode.FULL, scope="all")
    rows = (assign(BOB, serial_number="SN-4"), assign(BOB, serial_number="SN-77"))
    spans = (held(ADA, -300), held(CARLA, -300, device_id=2), held(BOB, -300, device_id=4))

    both = judged(*spans, rows=rows, intent=replace(full, leavers=Leavers.RELEASE))
    assert (both.absent, told(both)) == ([(2, CARLA, True)], [(1, "released")])
    assert ends(both) == [(ADA, LEFT_AT)]
    listed = judged(*spans, rows=rows[:1], intent=full)
    assert (listed.absent, told(listed)) == ([(1, ADA, False), (2, CARLA, False)], [])
    assert ends(listed) == [(ADA, NOW)]


@pytest.mark.system
def test_only_the_organizations_of_the_rows_are_touched() -> None:
    spans = (held(ADA, -300), held(ADA, -300, device_id=6))

    assert told(judged(*spans)) == [(1, "released")]
    assert told(judged(*spans, intent=replace(RELEASE, org="other", is_org_given=True))) == [
        (1, "released"),
        (6, "released"),
    ]


def test_nothing_is_released_where_a_rejected_row_stops_all() -> None:
    verdict = judged(
        held(ADA, -300),
        rows=(assign(None, serial_number="SN-2", fault="missing_value"),),
        intent=replace(RELEASE, atomic=True),
    )

    assert told(verdict) == [(1, "listed")]
    assert ends(verdict) == [(ADA, OPEN_END)]


@pytest.mark.system
def test_a_second_run_finds_nothing_to_release_and_lists_who_is_given_a_device_again() -> None:
    first = judged(held(ADA, -300))
    again = judged(*first.ledger.spans)

    assert told(again) == []
    given = judged(*again.ledger.spans, rows=(assign(ADA),))
    assert told(given) == [(1, "named")]
    assert ends(given) == [(ADA, LEFT_AT), (ADA, OPEN_END)]
