"""When a device was last seen: the latest value is kept, and is no change of the device."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.desk import Desk

HEADER = ("Serial", "Name", "Type", "Category", "Location", "mdm_status", "mdm_last_seen_date", "mdm_last_sync_date")
ONE = ("LT-0500", "Laptop 500", "laptop", "computers")


def seen(desk: Desk) -> Any:
    (device,) = desk.show("devices")
    return device["mdm_last_seen_date"], device["mdm_last_sync_date"], device["version"]


def night(desk: Desk, *cells: object) -> Any:
    desk.book("mdm.xlsx", HEADER, (*ONE, *cells))
    return desk.json("run", "mdm.xlsx")


def test_a_later_value_is_kept_without_a_change(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-01", None)

    report = night(desk, "Lyon", "ENROLLED", "2025-01-02", None)

    assert (report["rows"]["unchanged"], report["actions"]["update"], report["refreshed"]) == (1, 0, 1)
    assert seen(desk) == ("2025-01-02T00:00:00Z", None, 1)
    assert len(desk.show("events")) == 1
    assert desk.say("verify").code == 0


@pytest.mark.system
def test_an_older_value_is_left_alone(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-02", None)

    report = night(desk, "Lyon", "ENROLLED", "2025-01-01", None)

    assert (report["rows"]["unchanged"], report["refreshed"]) == (1, 0)
    assert seen(desk) == ("2025-01-02T00:00:00Z", None, 1)


@pytest.mark.system
def test_beside_another_change_it_is_no_part_of_the_event(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-01", None)

    report = night(desk, "Paris", "ENROLLED", "2025-01-02", None)

    assert (report["actions"]["update"], report["refreshed"]) == (1, 1)
    assert [change["field"] for change in _changes(desk)] == ["location"]
    assert seen(desk) == ("2025-01-02T00:00:00Z", None, 2)
    assert desk.say("verify").code == 0


@pytest.mark.system
def test_the_first_value_is_a_change_like_any_other(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-01", None)

    report = night(desk, "Lyon", "ENROLLED", "2025-01-02", "2025-01-02")

    assert (report["actions"]["update"], report["refreshed"]) == (1, 1)
    assert seen(desk) == ("2025-01-02T00:00:00Z", "2025-01-02T00:00:00Z", 2)
    assert desk.say("verify").code == 0


@pytest.mark.system
def test_a_check_only_counts_it(desk: Desk) -> None:
    night(desk, "Lyon", "ENROLLED", "2025-01-01", None)
    desk.book("next.xlsx", HEADER, (*ONE, "Lyon", "ENROLLED", "2025-01-03", None))

    assert desk.json("check", "next.xlsx")["refreshed"] == 1
    assert seen(desk)[0] == "2025-01-01T00:00:00Z"


def _changes(desk: Desk) -> list[dict[str, Any]]:
    event = desk.show("events")[-1]
    payload = event["payload"]
    told = json.loads(payload) if isinstance(payload, str) else payload
    return [{"field": field} for field in told["new"]]
