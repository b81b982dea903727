"""How far a plan goes, limit by limit: a table of what is at a limit and what is over it, then what counts as what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.guards.limits import NAMES, Effect, measure_limits
from pipeline.model import Limits
from pipeline.outputs import told_limits
from schemas.instants import OPEN_END
from tests.support.worlds.decisions import on_polars
from tests.support.worlds.engines import on_duckdb

NOW = datetime(2026, 3, 1, 12)
LAST_YEAR = datetime(2025, 6, 1)
TOMORROW = NOW + timedelta(days=1)

Record = dict[str, Any]
INSTANT = pl.Datetime("us")
EVENTS = {
    **dict.fromkeys(("aggregate", "type", "action", "owner_email", "file", "sheet"), pl.String()),
    **dict.fromkeys(("aggregate_id", "ownership_id", "owner_id", "row"), pl.Int64()),
    **dict.fromkeys(("start_time", "end_time", "previous_end_time"), INSTANT),
}
SPANS = {
    **dict.fromkeys(("ownership_id", "device_id", "owner_id"), pl.Int64()),
    **dict.fromkeys(("start_time", "end_time"), INSTANT),
    "org_id": pl.String(),
}
DEVICES = {
    "device_id": pl.Int64(),
    **dict.fromkeys(("serial_number", "asset_tag", "mac_address", "name", "type"), pl.String()),
    "purchase_price": pl.Decimal(18, 2),
}
FILES = {"file": pl.String(), "rows": pl.Int64(), "last_rows": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan would do: events, spans before and spans that it records; the rest follows."""

    events: Sequence[Record] = ()
    spans: Sequence[Record] = ()
    recorded: Sequence[Record] = ()
    devices: Sequence[Record] = ()
    device_count: int = 0
    owner_count: int = 0
    files: Sequence[Record] = ()


def measured(
    change: Change,
    limits: Limits | None = None,
    *,
    overridden: Sequence[str] = (),
    lazily: Callable[[pl.DataFrame], Frame] = on_polars,
) -> dict[str, Record]:
    """One record per limit, by its name, with its examples in words."""
    superseded = [{"ownership_id": event["ownership_id"]} for event in change.events if event.get("ownership_id")]
    ended = [one for one in superseded if one["ownership_id"] in {span["ownership_id"] for span in change.spans}]
    emails = pl.format("owner{}@acme.example", "owner_id")
    effect = Effect(
        events=lazily(pl.DataFrame(change.events, EVENTS)),
        spans_superseded=lazily(pl.DataFrame(ended, {"ownership_id": pl.Int64()})),
        spans_recorded=lazily(pl.DataFrame(change.recorded, SPANS)),
        spans=lazily(pl.DataFrame(change.spans, SPANS).with_columns(owner_email=emails)),
        devices=lazily(pl.DataFrame(change.devices, DEVICES)),
        device_count=change.device_count,
        owner_count=change.owner_count,
        files=lazily(pl.DataFrame(change.files, FILES)),
    )
    found = measure_limits(effect, limits or Limits(), overridden, now=NOW)
    figures, examples = (part.collect("polars").to_native() for part in (found.limits, found.examples))
    return {row["limit"]: row for row in told_limits(figures, examples).to_dicts()}


def with_limit(limits: Limits, name: str, allowed: float | None) -> Limits:
    """The limits, one of them set to something else."""
    return Limits(**{**asdict(limits), name: allowed})


def span(
    number: int, owner: int = 1, start: datetime = LAST_YEAR, end: datetime = OPEN_END, org: str = "default"
) -> Record:
    """Device, ownership and number are the same."""
    ids = {"ownership_id": number, "device_id": number, "owner_id": owner, "org_id": org}
    return {**ids, "start_time": start, "end_time": end}


def released(number: int, action: str = "unassign", at: datetime = NOW, **more: Any) -> Record:
    """The ownership of that number ends."""
    return _event(number, "ownership_released", action, end_time=at, previous_end_time=OPEN_END, **more)


def cancelled(number: int, action: str = "unassign", start: datetime = LAST_YEAR) -> Record:
    """The ownership of that number never was."""
    return _event(number, "ownership_cancelled", action, start_time=start, previous_end_time=OPEN_END)


def moved(number: int, end: datetime, was: datetime = OPEN_END, action: str = "update") -> Record:
    """The ownership of that number ends at another instant."""
    return _event(number, "ownership_updated", action, start_time=LAST_YEAR, end_time=end, previous_end_time=was)


def taken(number: int, at: datetime = NOW, **more: Any) -> Record:
    """Somebody takes a device that nobody has; the ownership is new."""
    facts = {"aggregate": "device", "aggregate_id": number, "type": "ownership_taken", "action": "assign"}
    return {**facts, "ownership_id": 1000 + number, "start_time": at, "end_time": OPEN_END, **more}


def created(number: int) -> Record:
    """A new device."""
    return {"aggregate": "device", "aggregate_id": number, "type": "device_created", "action": "create"}


def new_owner(number: int) -> Record:
    """A new owner."""
    facts = {"aggregate": "owner", "aggregate_id": number, "type": "owner_created"}
    return {**facts, "owner_email": f"new{number:03}@acme.example"}


def device(number: int, type_: str = "laptop", price: str | None = None) -> Record:
    """A device as it will be."""
    amount = None if price is None else Decimal(price)
    return {"device_id": number, "serial_number": f"LT-{number:04}", "type": type_, "purchase_price": amount}


def _event(number: int, type_: str, action: str, **facts: Any) -> Record:
    return {
        "aggregate": "device",
        "aggregate_id": number,
        "ownership_id": number,
        "type": type_,
        "action": action,
        **facts,
    }


def held(count: int, owner: int = 1) -> list[Record]:
    """So many open ownerships of one owner."""
    return [span(number, owner) for number in range(1, count + 1)]


def unassigned(count: int, population: int) -> Change:
    return Change([released(number) for number in range(1, count + 1)], held(population))


def reassigned(count: int, population: int) -> Change:
    return Change([released(number, "reassign") for number in range(1, count + 1)], held(population))


def stocked(count: int, population: int) -> Change:
    numbers = range(1, count + 1)
    return Change([created(n) for n in numbers], devices=[device(n) for n in numbers], device_count=population)


def shortened(count: int, population: int) -> Change:
    return Change(files=[{"file": "nightly.xlsx", "rows": population - count, "last_rows": population}])


SHARES = {
    "unassign_percent": unassigned,
    "reassign_percent": reassigned,
    "create_percent": stocked,
    "fewer_rows_percent": shortened,
}
HALF = 50.0
"""What the table below sets each of them to."""


@pytest.mark.parametrize("limit", SHARES)
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


def test_money_is_off_by_default() -> None:
    change = Change([released(1)], held(1), devices=[device(1, price="1000000000")])

    assert measured(change)["money"]["is_over"] is False


EVERYTHING = Change(
    events=[
        *(released(number) for number in range(1, 41)),
        *(released(number, "reassign", file="a.xlsx", sheet="S", row=number) for number in range(41, 81)),
        *(created(number) for number in range(201, 301)),
        *(new_owner(number) for number in range(60)),
        taken(201, datetime(2020, 1, 1), file="old.xlsx", sheet="Desired", row=7),
    ],
    spans=[span(number, owner=number) for number in range(1, 101)],
    devices=[device(number, price="10") for number in range(1, 301)],
    device_count=200,
    owner_count=100,
    files=[{"file": "nightly.xlsx", "rows": 40, "last_rows": 100}],
)
STRICT = Limits(create_percent=40, money=1)


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


def test_the_same_is_measured_on_duckdb() -> None:
    on_polars, on_other = measured(EVERYTHING, STRICT), measured(EVERYTHING, STRICT, lazily=on_duckdb)

    assert on_other == on_polars


@pytest.mark.parametrize(
    ("limit", "population"),
    [
        ("unassign_percent", 100),
        ("reassign_percent", 100),
        ("create_percent", 200),
        ("new_owners", 100),
        ("emptied_owners", None),
        ("fewer_rows_percent", 100),
        ("money", None),
        ("backdate_days", None),
    ],
)
def test_a_figure_names_the_population_that_it_is_of(limit: str, population: int | None) -> None:
    assert measured(EVERYTHING, STRICT)[limit]["population"] == population


THREE = [*(span(number) for number in range(1, 8)), *(span(n, 2) for n in (8, 9)), span(10, 3), span(11, 4)]
"""Owner 1 holds seven devices, owner 2 two, owners 3 and 4 one each."""


def test_the_owners_who_lose_most_are_the_examples() -> None:
    lost = [released(number) for number in (1, 2, 3, 4, 8, 9, 10, 11)]

    told = measured(Change(lost, THREE))

    assert told["unassign_percent"]["examples"] == (
        "owner1@acme.example loses 4 of 7 devices; owner2@acme.example loses 2 of 2 devices; "
        "owner3@acme.example loses 1 of 1 device"
    )
    assert told["emptied_owners"]["examples"] == (
        "owner2@acme.example had 2 devices; owner3@acme.example had 1 device; owner4@acme.example had 1 device"
    )


def test_the_owners_who_pass_most_on_are_the_examples() -> None:
    told = measured(Change([released(number, "reassign") for number in (1, 8, 9)], THREE))

    assert told["reassign_percent"]["examples"] == (
        "owner2@acme.example passes on 2 of 2 devices; owner1@acme.example passes on 1 of 7 devices"
    )
    assert told["unassign_percent"]["examples"] is None


def test_the_types_with_most_new_devices_are_the_examples() -> None:
    new = [device(1, "phone"), *(device(number) for number in range(2, 5))]

    told = measured(Change([created(number) for number in range(1, 5)], devices=new, device_count=4))

    assert told["create_percent"]["examples"] == "laptop: 3 devices; phone: 1 device"


def test_the_first_addresses_are_the_examples_of_new_owners() -> None:
    told = measured(Change([new_owner(number) for number in (4, 3, 2, 1)]))

    assert told["new_owners"]["examples"] == "new001@acme.example; new002@acme.example; new003@acme.example"


def test_the_dearest_devices_are_the_examples() -> None:
    prices = [device(number, price=f"{number}00") for number in range(1, 5)]

    told = measured(Change([released(number) for number in range(1, 5)], held(4), devices=prices))

    assert told["money"]["examples"] == "LT-0004 at 400.00; LT-0003 at 300.00; LT-0002 at 200.00"


def test_the_earliest_rows_are_the_examples_each_once_and_with_their_place() -> None:
    place = {"file": "old.xlsx", "sheet": "Desired"}
    events = [
        released(1, "reassign", datetime(2024, 1, 1), **place, row=2),
        taken(1, datetime(2024, 1, 1), **place, row=2),
        taken(2, datetime(2024, 2, 1), **place, row=3),
        released(3, at=datetime(2024, 3, 1)),
        taken(4, datetime(2024, 4, 1), **place, row=4),
    ]

    told = measured(Change(events, [span(1), span(3)], devices=[device(number) for number in range(1, 5)]))

    assert told["backdate_days"]["examples"] == (
        "LT-0001 from 2024-01-01 (old.xlsx, sheet Desired, row 2); "
        "LT-0002 from 2024-02-01 (old.xlsx, sheet Desired, row 3); LT-0003 from 2024-03-01"
    )


def test_the_file_that_lost_most_is_the_figure_and_short_files_do_not_hide_it() -> None:
    files = [
        {"file": "short.xlsx", "rows": 1, "last_rows": 9},
        {"file": "same.xlsx", "rows": 50, "last_rows": 50},
        {"file": "nightly.xlsx", "rows": 60, "last_rows": 100},
        {"file": "longer.xlsx", "rows": 90, "last_rows": 10},
    ]

    told = measured(Change(files=files))["fewer_rows_percent"]

    assert (told["figure"], told["population"], told["is_over"]) == (40, 100, True)
    assert told["examples"] == "nightly.xlsx has 60 rows, and had 100; short.xlsx has 1 row, and had 9"


def test_what_is_taken_away_in_the_future_counts_today() -> None:
    lost = [released(number, at=TOMORROW) for number in range(1, 11)]
    shortened = [span(number, end=TOMORROW) for number in range(1, 11)]

    told = measured(Change(lost, held(10), shortened))

    assert (told["unassign_percent"]["figure"], told["unassign_percent"]["is_over"]) == (100, True)
    assert told["emptied_owners"]["figure"] == 1


def test_an_end_that_is_moved_into_the_past_takes_away() -> None:
    told = measured(Change([moved(1, datetime(2026, 1, 1))], held(1), [span(1, end=datetime(2026, 1, 1))]))

    assert (told["unassign_percent"]["figure"], told["emptied_owners"]["figure"]) == (100, 1)
    assert told["backdate_days"]["figure"] == 59


def test_an_end_that_is_set_in_the_future_takes_away_as_an_unassign_of_that_date_does() -> None:
    events = [moved(number, TOMORROW) for number in range(1, 11)]

    told = measured(Change(events, held(10), [span(number, end=TOMORROW) for number in range(1, 11)]))

    assert (told["unassign_percent"]["figure"], told["unassign_percent"]["is_over"]) == (100, True)
    assert (told["emptied_owners"]["figure"], told["backdate_days"]["figure"]) == (1, 0)


@pytest.mark.parametrize("end", [pytest.param(TOMORROW, id="as before"), pytest.param(OPEN_END, id="later")])
def test_an_end_that_comes_no_earlier_takes_nothing_away(end: datetime) -> None:
    told = measured(Change([moved(1, end, was=TOMORROW)], [span(1, end=TOMORROW)], [span(1, end=end)]))

    assert [told[limit]["figure"] for limit in ("unassign_percent", "emptied_owners")] == [0, 0]


def two_organizations(south: int, north: int = 100) -> list[Record]:
    """So many open ownerships of one owner in the south, numbered from 1, and of another in the north, from 1001."""
    here = [span(number, owner=1, org="south") for number in range(1, south + 1)]
    return [*here, *(span(number, owner=2, org="north") for number in range(1001, 1001 + north))]


@pytest.mark.parametrize(
    ("limit", "action", "verb"),
    [("unassign_percent", "unassign", "loses"), ("reassign_percent", "reassign", "passes on")],
)
def test_a_small_organization_is_not_lost_among_the_others(limit: str, action: str, verb: str) -> None:
    events = [released(number, action) for number in (*range(1, 15), *range(1001, 1011))]

    told = measured(Change(events, two_organizations(15)))[limit]

    assert (told["figure"], told["population"], told["is_over"]) == (pytest.approx(100 * 14 / 15), 15, True)
    assert told["examples"] == f"organization south: owner1@acme.example {verb} 14 of 15 devices"


@pytest.mark.parametrize(("south", "lost"), [pytest.param(9, 9, id="nine"), pytest.param(10, 5, id="five of ten")])
def test_an_organization_that_is_too_small_to_tell_does_not_hide_a_large_one(south: int, lost: int) -> None:
    events = [released(number) for number in (*range(1, lost + 1), *range(1001, 1032))]

    told = measured(Change(events, two_organizations(south)))["unassign_percent"]

    assert told["is_over"] is True
    assert told["figure"] >= 31


def test_organizations_that_are_too_small_to_tell_add_up() -> None:
    spans = [span(number, owner=number % 10, org=f"site {number % 10}") for number in range(1, 61)]

    told = measured(Change([released(number) for number in range(1, 31)], spans))["unassign_percent"]

    assert (told["figure"], told["population"], told["is_over"]) == (50, 60, True)
    assert told["examples"].startswith("owner0@acme.example loses 3 of 6 devices; ")


def test_shares_of_organizations_are_the_same_on_duckdb() -> None:
    change = Change([released(number) for number in range(1, 15)], two_organizations(15))

    assert measured(change, lazily=on_duckdb) == measured(change)


def test_ended_and_pending_ownerships_are_not_open() -> None:
    others = [span(2, end=NOW), span(3, start=TOMORROW)]

    told = measured(Change([released(1), cancelled(3, start=TOMORROW)], [*held(1), *others]))

    assert (told["unassign_percent"]["figure"], told["unassign_percent"]["population"]) == (100, 1)
    assert told["backdate_days"]["figure"] == 0


def test_an_owner_who_takes_another_device_at_once_has_something_left() -> None:
    told = measured(Change([released(1), taken(2)], held(1), [span(1, end=NOW), span(1002, start=NOW)]))

    assert told["emptied_owners"]["figure"] == 0


def test_an_owner_who_keeps_a_device_has_something_left() -> None:
    assert measured(Change([released(1)], held(2)))["emptied_owners"]["figure"] == 0


def test_an_undo_that_takes_back_what_a_run_gave_counts_as_taking_back() -> None:
    told = measured(Change([cancelled(number) for number in range(1, 7)], held(10)))

    assert (told["unassign_percent"]["figure"], told["unassign_percent"]["is_over"]) == (60, True)
    assert told["backdate_days"]["figure"] == (NOW - LAST_YEAR).days


def test_an_undo_that_gives_back_to_the_former_owner_counts_as_passing_on() -> None:
    handed = datetime(2026, 2, 1)
    before = [span(1, owner=1, end=handed), span(2, owner=2, start=handed)]
    events = [cancelled(2, "reassign", handed), moved(1, OPEN_END, was=handed, action="reassign")]

    told = measured(Change(events, before, [span(1)]))

    assert (told["reassign_percent"]["figure"], told["unassign_percent"]["figure"]) == (100, 0)
    assert (told["emptied_owners"]["figure"], told["backdate_days"]["figure"]) == (1, 28)


def test_a_plan_of_nothing_on_nothing_is_far_from_every_limit() -> None:
    told = measured(Change(), replace(STRICT, min_population=0, min_rows=0))

    assert {limit["figure"] for limit in told.values()} == {0}
    assert not any(limit["is_over"] for limit in told.values())
    assert {limit["examples"] for limit in told.values()} == {None}


def test_the_limits_are_named_for_people() -> None:
    assert {name: told["name"] for name, told in measured(Change()).items()} == {
        "unassign_percent": "open ownerships unassigned",
        "reassign_percent": "open ownerships passed to another owner",
        "create_percent": "devices created",
        "new_owners": "owners created",
        "emptied_owners": "owners who lose all their devices",
        "fewer_rows_percent": "rows fewer than last time",
        "money": "purchase price of all devices touched",
        "backdate_days": "days of back-dating",
    }


def test_devices_without_a_type_are_told_as_such() -> None:
    new = [{**device(number), "type": None} for number in (1, 2)]

    told = measured(Change([created(1), created(2)], devices=new, device_count=4))

    assert told["create_percent"]["examples"] == "without a type: 2 devices"
