"""The figures of a limit in words: of what population, with which examples, and what counts as what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from schemas.instants import OPEN_END
from tests.support.worlds.effects import (
    EVERYTHING,
    LAST_YEAR,
    NOW,
    STRICT,
    TOMORROW,
    Change,
    Record,
    created,
    device,
    event,
    held,
    measured,
    new_owner,
    released,
    span,
    taken,
)
from tests.support.worlds.engines import on_duckdb


def cancelled(number: int, action: str = "unassign", start: datetime = LAST_YEAR) -> Record:
    """The ownership of that number never was."""
    return event(number, "ownership_cancelled", action, start_time=start, previous_end_time=OPEN_END)


def moved(number: int, end: datetime, was: datetime = OPEN_END, action: str = "update") -> Record:
    """The ownership of that number ends at another instant."""
    return event(number, "ownership_updated", action, start_time=LAST_YEAR, end_time=end, previous_end_time=was)


@pytest.mark.parametrize(
    ("limit", "population"),
    [
        ("unassign_percent", 100),
        ("reassign_percent", 100),
        ("create_percent", 200),
        ("new_owners", 100),
        ("emptied_owners", None),
        ("fewer_rows_percent", 100),
        ("exchanged_identifiers", None),
        ("corrected_identifiers", None),
        ("emptied_values", None),
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


@pytest.mark.system
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
        "exchanged_identifiers": "devices and people who get the identifier of another one",
        "corrected_identifiers": "devices whose serial number, or what else they are known by, is another one",
        "emptied_values": "devices or people of which one fact is emptied",
        "money": "purchase price of all devices touched",
        "backdate_days": "days of back-dating",
    }


def test_devices_without_a_type_are_told_as_such() -> None:
    new = [{**device(number), "type": None} for number in (1, 2)]

    told = measured(Change([created(1), created(2)], devices=new, device_count=4))

    assert told["create_percent"]["examples"] == "without a type: 2 devices"
