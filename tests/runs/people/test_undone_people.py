"""What a list of people changed, put back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Cells, Desk

HEADER = ("Employee number", "Email", "Full name", "Department", "Job title", "Last day")


def _ran(desk: Desk, *rows: Cells) -> str:
    return str(desk.json("run", desk.book("people.xlsx", HEADER, *rows))["run_id"])


def _undone(desk: Desk, run: str, code: int = 0) -> Any:
    said = desk.say("undo", run, "-o", "undo.xlsx")
    assert said.code == code
    return said.out + said.err, desk.json("apply", "undo.xlsx")


def _owners(desk: Desk) -> dict[str, dict[str, Any]]:
    return {one["external_user_id"]: one for one in desk.json("show", "owners", "--format", "json")}


@pytest.mark.system
def test_facts_are_put_back_and_the_devices_follow_the_former_address(office: Desk) -> None:
    before = _owners(office)["4711"]
    run = _ran(office, ("4711", "anna.fox@acme.example", "Anna Fox", "Finance", None, "2026-12-31"))
    _, told = _undone(office, run)

    assert told["owners_updated"] == 1
    assert _owners(office)["4711"] == before
    held = office.json("show", "ownerships", "--serial", "LT-1", "--format", "json")
    assert [one["owner_email"] for one in held] == ["anna@acme.example"]
    assert "sound" in office.say("verify").out


@pytest.mark.system
def test_what_has_changed_since_stays_and_is_told(office: Desk) -> None:
    run = _ran(office, ("4711", None, None, "Finance", "Buyer", None))
    later = _ran(office, ("4711", None, None, "Sales", None, None))
    said, told = _undone(office, run, code=4)

    assert "Later runs have changed some of what is known of 1 owner:" in said
    assert f"The department of anna@acme.example stays as it is: run {later} has changed it since." in said
    assert told["owners_updated"] == 1
    anna = _owners(office)["4711"]
    assert (anna["department"], anna["title"]) == ("Sales", None)


@pytest.mark.system
def test_a_number_that_somebody_else_has_by_now_is_not_put_back(office: Desk) -> None:
    nothing = (None, None, None, None)
    run = _ran(office, ("4799", "anna@acme.example", *nothing))
    _ran(office, ("4711", "cy@acme.example", *nothing))
    said, told = _undone(office, run, code=4)

    assert "its former number 4711 now belongs to cy@acme.example. Take it from there first." in said
    assert told["owners_updated"] == 0
    assert _owners(office)["4799"]["email"] == "anna@acme.example"


@pytest.mark.system
def test_an_exchange_is_put_back_as_a_whole_and_a_second_undo_finds_it_done(office: Desk) -> None:
    nothing = (None, None, None, None)
    run = _ran(office, ("4712", "anna@acme.example", *nothing), ("4711", "ben@acme.example", *nothing))
    _, told = _undone(office, run)
    assert told["owners_updated"] == 2
    assert _owners(office)["4711"]["email"] == "anna@acme.example"

    said, told = _undone(office, run, code=4)
    assert told["owners_updated"] == 0
    assert "has undone this already, on 2 owners." in said
