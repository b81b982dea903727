"""Each limit: what is just within it, and what is over it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest

from pipeline.core.guards.limits import NAMES
from pipeline.model import Limits
from tests.support.strength import sampled
from tests.support.worlds.effects import (
    EVERYTHING,
    NOW,
    STRICT,
    TOMORROW,
    Change,
    created,
    device,
    held,
    measured,
    new_owner,
    released,
    renumbered,
    shortened,
    slipped,
    span,
    taken,
)
from tests.support.worlds.engines import on_duckdb


def with_limit(limits: Limits, name: str, allowed: float | None) -> Limits:
    """The limits, one of them set to something else."""
    return Limits(**{**asdict(limits), name: allowed})


def unassigned(count: int, population: int) -> Change:
    return Change([released(number) for number in range(1, count + 1)], held(population))


def reassigned(count: int, population: int) -> Change:
    return Change([released(number, "reassign") for number in range(1, count + 1)], held(population))


def stocked(count: int, population: int) -> Change:
    numbers = range(1, count + 1)
    return Change([created(n) for n in numbers], devices=[device(n) for n in numbers], device_count=population)


SHARES = {
    "unassign_percent": unassigned,
    "reassign_percent": reassigned,
    "create_percent": stocked,
    "fewer_rows_percent": shortened,
}
HALF = 50.0
"""What the table below sets each of them to."""


@pytest.mark.parametrize("limit", sampled(SHARES, every=4))
@pytest.mark.parametrize(
    ("count", "population", "figure", "is_over"),
    [
        pytest.param(0, 20, 0, False, id="nothing"),
        pytest.param(10, 20, 50, False, id="at the limit"),
        pytest.param(11, 20, 55, True, id="just over it"),
        pytest.param(501, 1000, 50.1, True, id="over it by a hair"),
        pytest.param(20, 20, 100, True, id="everything"),
        pytest.param(9, 9, 100, False, id="a population of nine"),
        pytest.param(10, 10, 100, True, id="a population of ten"),
        pytest.param(5, 10, 50, False, id="five rows at the limit"),
        pytest.param(6, 10, 60, True, id="six rows"),
        pytest.param(0, 0, 0, False, id="nothing on record"),
    ],
)
def test_a_share_counts_from_ten_up_and_for_more_than_five(
    limit: str, count: int, population: int, figure: float, *, is_over: bool
) -> None:
    told = measured(SHARES[limit](count, population), with_limit(Limits(), limit, HALF))[limit]

    assert told["figure"] == figure
    assert told["is_over"] is is_over
    assert told["allowed"] == HALF


@pytest.mark.parametrize("limit", SHARES)
def test_five_rows_never_trigger_a_share_and_six_do(limit: str) -> None:
    strict = with_limit(Limits(), limit, 10.0)

    assert not measured(SHARES[limit](5, 10), strict)[limit]["is_over"]
    assert measured(SHARES[limit](6, 10), strict)[limit]["is_over"]


COUNTS = [
    pytest.param("new_owners", Change([new_owner(n) for n in range(50)], owner_count=1), 50, False, id="50 new owners"),
    pytest.param("new_owners", Change([new_owner(n) for n in range(51)], owner_count=1), 51, True, id="51 new owners"),
    pytest.param("new_owners", Change([new_owner(n) for n in range(51)]), 51, False, id="51 first owners"),
    pytest.param(
        "emptied_owners",
        Change([released(n) for n in range(1, 26)], [span(n, owner=n) for n in range(1, 200)]),
        25,
        False,
        id="25 owners without anything",
    ),
    pytest.param(
        "emptied_owners",
        Change([released(n) for n in range(1, 27)], [span(n, owner=n) for n in range(1, 200)]),
        26,
        True,
        id="26 owners without anything",
    ),
    pytest.param("exchanged_identifiers", slipped(6), 6, False, id="three pairs of addresses"),
    pytest.param("exchanged_identifiers", slipped(7), 7, True, id="a column that has slipped"),
    pytest.param("exchanged_identifiers", slipped(7, "imei"), 7, True, id="one of IMEIs"),
    pytest.param("exchanged_identifiers", slipped(7, "order_number"), 0, False, id="one that identifies nothing"),
    pytest.param("exchanged_identifiers", renumbered(7), 7, True, id="one of the numbers of people"),
    pytest.param(
        "backdate_days", Change([taken(2, NOW - timedelta(days=366))], [span(1)]), 366, False, id="366 days back"
    ),
    pytest.param(
        "backdate_days", Change([taken(2, NOW - timedelta(days=367))], [span(1)]), 367, True, id="367 days back"
    ),
    pytest.param("backdate_days", Change([taken(2, datetime(2001, 1, 1))]), 9190, False, id="the first ownership"),
    pytest.param("backdate_days", Change([taken(2, TOMORROW)], [span(1)]), 0, False, id="to come"),
]


@pytest.mark.parametrize(("limit", "change", "figure", "is_over"), COUNTS)
def test_a_count_is_held_to_its_usual_limit(limit: str, change: Change, figure: float, *, is_over: bool) -> None:
    told = measured(change)[limit]

    assert (told["figure"], told["is_over"]) == (figure, is_over)


@pytest.mark.parametrize(
    ("allowed", "is_over"),
    [pytest.param(None, False, id="off"), (1499.99, True), (1500, False), (0, True)],
)
def test_money_is_what_all_touched_devices_cost_each_once(allowed: float | None, *, is_over: bool) -> None:
    prices = [device(1, price="1000.10"), device(2, price="499.90"), device(3, price="7000"), device(4)]
    change = Change([released(1), taken(1), released(2), taken(4)], held(3), devices=prices)

    told = measured(change, Limits(money=allowed))["money"]

    assert (told["figure"], told["is_over"]) == (1500, is_over)


def test_money_of_several_currencies_is_not_added_up_and_the_greatest_sum_counts() -> None:
    prices = [device(1, price="900", currency="EUR"), device(2, price="700", currency="CHF")]
    prices += [device(3, price="500", currency="CHF"), device(4, price="9000", currency="USD")]
    change = Change([released(1), released(2), released(3)], held(3), devices=prices)

    told = measured(change, Limits(money=1000))["money"]

    assert (told["figure"], told["is_over"]) == (1200, True)


def test_money_is_off_by_default() -> None:
    change = Change([released(1)], held(1), devices=[device(1, price="1000000000")])

    assert measured(change)["money"]["is_over"] is False


def test_a_plan_can_be_over_every_limit() -> None:
    assert [name for name, told in measured(EVERYTHING, STRICT).items() if told["is_over"]] == list(NAMES)


@pytest.mark.parametrize("limit", NAMES)
def test_a_limit_that_is_off_says_nothing_and_the_others_still_do(limit: str) -> None:
    told = measured(EVERYTHING, with_limit(STRICT, limit, None))

    assert (told[limit]["allowed"], told[limit]["is_over"]) == (None, False)
    assert [name for name, other in told.items() if other["is_over"]] == [name for name in NAMES if name != limit]


def test_no_limit_says_anything_when_all_are_off() -> None:
    told = measured(EVERYTHING, replace(STRICT, enabled=False))

    assert not any(limit["is_over"] for limit in told.values())
    assert {limit["allowed"] for limit in told.values()} == {None}


@pytest.mark.parametrize("limit", NAMES)
def test_a_limit_that_is_set_to_the_figure_lets_it_through_and_says_so(limit: str) -> None:
    figure = measured(EVERYTHING, STRICT)[limit]["figure"]

    told = measured(EVERYTHING, with_limit(STRICT, limit, figure), overridden=[limit])

    assert (told[limit]["is_over"], told[limit]["is_overridden"]) == (False, True)
    assert [name for name, other in told.items() if other["is_over"]] == [name for name in NAMES if name != limit]
    assert [name for name, other in told.items() if other["is_overridden"]] == [limit]


@pytest.mark.system
def test_the_same_is_measured_on_duckdb() -> None:
    on_polars, on_other = measured(EVERYTHING, STRICT), measured(EVERYTHING, STRICT, lazily=on_duckdb)

    assert on_other == on_polars
