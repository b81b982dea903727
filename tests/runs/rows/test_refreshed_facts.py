"""When a device was last seen: the latest value is kept, and is no change of the device."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.strength import examples

HEADER = ("Serial", "Name", "Type", "Category", "Location", "mdm_status", "mdm_last_seen_date", "mdm_last_sync_date")
ONE = ("LT-0500", "Laptop 500", "laptop", "computers")


@pytest.fixture
def known(prepared: Prepared) -> Desk:
    """A desk whose ledger has one device: in Lyon, and seen on the first day of the year."""
    return prepared(first_night)


@pytest.fixture
def planned(prepared: Prepared) -> Desk:
    """The same desk, and a plan by which the device was seen two days later."""
    return prepared(planned_night)


def first_night(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-01", None)


def planned_night(desk: Desk) -> None:
    first_night(desk)
    plan(desk, "Lyon")


def seen(desk: Desk) -> Any:
    (device,) = desk.show("devices")
    return device["mdm_last_seen_date"], device["mdm_last_sync_date"], device["version"]


def night(desk: Desk, *cells: object) -> Any:
    desk.book("mdm.xlsx", HEADER, (*ONE, *cells))
    return desk.json("run", "mdm.xlsx")


def plan(desk: Desk, place: str) -> None:
    desk.book("next.xlsx", HEADER, (*ONE, place, "ENROLLED", "2025-01-03", None))
    desk.json("plan", "next.xlsx", "-o", "plan.xlsx")


@pytest.mark.system
def test_a_later_value_is_kept_without_a_change(known: Desk) -> None:
    report = night(known, "Lyon", "ENROLLED", "2025-01-02", None)

    assert (report["rows"]["unchanged"], report["actions"]["update"], report["refreshed"]) == (1, 0, 1)
    assert seen(known) == ("2025-01-02T00:00:00Z", None, 1)
    assert len(known.show("events")) == 1
    assert known.say("verify").code == 0


@pytest.mark.system
def test_an_older_value_is_left_alone(known: Desk) -> None:
    report = night(known, "Lyon", "ENROLLED", "2024-12-31", None)

    assert (report["rows"]["unchanged"], report["refreshed"]) == (1, 0)
    assert seen(known) == ("2025-01-01T00:00:00Z", None, 1)


@pytest.mark.system
def test_beside_another_change_it_is_no_part_of_the_event(known: Desk) -> None:
    report = night(known, "Paris", "ENROLLED", "2025-01-02", None)

    assert (report["actions"]["update"], report["refreshed"]) == (1, 1)
    assert [change["field"] for change in _changes(known)] == ["location"]
    assert seen(known) == ("2025-01-02T00:00:00Z", None, 2)
    assert known.say("verify").code == 0


@pytest.mark.system
def test_the_first_value_is_a_change_like_any_other(known: Desk) -> None:
    report = night(known, "Lyon", "ENROLLED", "2025-01-02", "2025-01-02")

    assert (report["actions"]["update"], report["refreshed"]) == (1, 1)
    assert seen(known) == ("2025-01-02T00:00:00Z", "2025-01-02T00:00:00Z", 2)
    assert known.say("verify").code == 0


@pytest.mark.system
def test_a_check_only_counts_it(known: Desk) -> None:
    known.book("next.xlsx", HEADER, (*ONE, "Lyon", "ENROLLED", "2025-01-03", None))

    assert known.json("check", "next.xlsx")["refreshed"] == 1
    assert seen(known)[0] == "2025-01-01T00:00:00Z"


@pytest.mark.system
def test_a_plan_that_is_applied_keeps_it_as_a_run_does(planned: Desk) -> None:
    assert seen(planned)[0] == "2025-01-01T00:00:00Z"
    assert planned.json("apply", "plan.xlsx")["refreshed"] == 1
    assert seen(planned) == ("2025-01-03T00:00:00Z", None, 1)
    assert planned.say("verify").code == 0


@pytest.mark.system
def test_a_plan_does_not_put_back_what_was_seen_since(planned: Desk) -> None:
    night(planned, "Lyon", "ENROLLED", "2025-01-05", None)

    assert planned.json("apply", "plan.xlsx")["refreshed"] == 0
    assert seen(planned)[0] == "2025-01-05T00:00:00Z"


@pytest.mark.system
def test_a_row_whose_line_is_declined_tells_nothing_of_its_device(known: Desk) -> None:
    plan(known, "Paris")
    book = openpyxl.load_workbook(known.at("plan.xlsx"))
    book["Update"]["A2"].value = "N"
    book.save(known.at("plan.xlsx"))

    assert known.json("apply", "plan.xlsx", code=None)["refreshed"] == 0
    assert seen(known)[0] == "2025-01-01T00:00:00Z"


_DAYS = st.none() | st.sampled_from([f"2025-01-0{day}" for day in range(1, 6)])
_NIGHTS = st.lists(st.tuples(st.sampled_from(["Lyon", "Paris"]), _DAYS, _DAYS), min_size=12, max_size=24)
"""The devices of one night, which have nothing to do with each other: many, since a command takes what it takes."""


@pytest.mark.system
@given(_NIGHTS, st.lists(_NIGHTS, min_size=2, max_size=3))
@examples(1, of=1, phases=(Phase.generate,))
def test_plans_that_are_applied_leave_what_runs_leave(first: Any, nights: Any) -> None:
    left = []
    for is_planned in (False, True):
        with TemporaryDirectory() as folder:
            desk = Desk(Path(folder))
            for at, rows in enumerate([first, *nights]):
                told = [
                    (f"LT-{one}", f"L{one}", "laptop", "it", place, "ENROLLED", *days)
                    for one, (place, *days) in enumerate(rows)
                ]
                name = desk.book(f"night{at}.xlsx", HEADER, *told)
                if is_planned:
                    desk.json("plan", name, "-o", f"plan{at}.xlsx", code=None)
                    desk.json("apply", f"plan{at}.xlsx", code=None)
                else:
                    desk.json("run", name, code=None)
            assert desk.say("verify").code == 0
            left.append(desk.show("devices"))

    assert left[0] == left[1]


def _changes(desk: Desk) -> list[dict[str, Any]]:
    event = desk.show("events")[-1]
    payload = event["payload"]
    told = json.loads(payload) if isinstance(payload, str) else payload
    return [{"field": field} for field in told["new"]]
