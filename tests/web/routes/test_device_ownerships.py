"""Device ownerships, as their document says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.fixtures.servers import Stocked
from tests.support.servers.api import ASSIGN, OWNERSHIPS, Program, Server

EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
ANNA, BOB = "anna@acme.example", "bob@acme.example"


def stock(server: Server) -> None:
    editor = server.program()
    for email, serials in ((ANNA, ["S1", "S2", "S3", "S4", "S5"]), (BOB, ["T1"])):
        body = {"email": email, "deviceIds": serials, "autoCreateDevices": True, "deviceType": "sensor"}
        assert editor.post(ASSIGN, body).status_code == 200


@pytest.fixture
def stocked(stocked_server: Stocked) -> Program:
    """Anna has five devices, Bob one."""
    return stocked_server(stock).program()


def _list(program: Program, **query: Any) -> list[dict[str, Any]]:
    answer = program.get(OWNERSHIPS, **query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_a_row_is_exactly_as_the_document_shows_it(stocked: Program) -> None:
    (row,) = _list(stocked, serial_number="s1")
    assert EXACT.fullmatch(row.pop("start_time"))
    assert row == {
        "id": 1,
        "end_time": "2999-12-31T23:59:59Z",
        "device": 1,
        "manager": 1,
        "device_details": {"id": 1, "device_name": "S1", "serial_number": "S1"},
    }


@pytest.mark.system
def test_what_was_acknowledged_is_there_for_the_very_next_read(editor: Program) -> None:
    for number in range(5):
        body = {"email": ANNA, "deviceIds": [f"N{number}"], "autoCreateDevices": True, "deviceType": "sensor"}
        assert editor.post(ASSIGN, body).status_code == 200
        assert len(_list(editor)) == number + 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"manager": 2}, ["T1"]),
        ({"device": 3}, ["S3"]),
        ({"current": "true", "manager": 2}, ["T1"]),
        ({"current": "false"}, []),
        ({"end_time": "2020-01-01T00:00:00Z"}, []),
        ({"start_time": "2900-01-01T00:00:00+02:00", "manager": 2}, ["T1"]),
        ({"serial_number": "nobody's"}, []),
    ],
)
def test_filters(stocked: Program, query: dict[str, Any], found: list[str]) -> None:
    assert [row["device_details"]["serial_number"] for row in _list(stocked, **query)] == found


@pytest.mark.system
def test_pages_neither_skip_nor_repeat_while_others_write(stocked: Program, server: Server) -> None:
    other = server.program(name="other")
    seen, cursor = [], None
    while True:
        page = stocked.get(OWNERSHIPS, limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["id"] for row in page["results"]]
        other.post(f"{OWNERSHIPS}/{seen[-1]}/release")
        body = {"email": BOB, "deviceIds": [f"X{len(seen)}"], "autoCreateDevices": True, "deviceType": "sensor"}
        other.post(ASSIGN, body)
        if (cursor := page["next"]) is None:
            break
    assert seen == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 1001}, "limit"),
        ({"limit": 0}, "limit"),
        ({"owner": "anna"}, "owner"),
        ({"start_time": "2024-01-01"}, "start_time"),
        ({"start_time": "2024-01-02T00:00:00Z", "end_time": "2024-01-01T00:00:00Z"}, "end_time"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(stocked: Program, query: dict[str, Any], field: str) -> None:
    answer = stocked.get(OWNERSHIPS, **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_cursor_is_that_of_its_own_question(stocked: Program) -> None:
    cursor = stocked.get(OWNERSHIPS, limit=2).json()["next"]
    for query in ({"cursor": cursor, "manager": 1}, {"cursor": "abc"}, {"cursor": "é"}):
        answer = stocked.get(OWNERSHIPS, limit=2, **query)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.system
def test_a_device_is_taken_by_its_serial_number_and_name(stocked: Program, server: Server) -> None:
    stocked.post(f"{OWNERSHIPS}/6/release")
    cem = server.program(name="cem", owner="cem@acme.example")
    taken = cem.post(OWNERSHIPS, {"serial_number": "T1", "device_name": "t1"})
    assert (taken.status_code, taken.json()["manager"]) == (201, 3)
    again = cem.post(OWNERSHIPS, {"serial_number": "T1", "device_name": "T1"})
    assert (again.status_code, again.json()) == (200, taken.json())


@pytest.mark.system
def test_a_device_of_another_or_with_another_name_is_not_taken(stocked: Program, server: Server) -> None:
    cem = server.program(name="cem", owner="cem@acme.example")
    answers = [
        cem.post(OWNERSHIPS, {"serial_number": "S1", "device_name": "S1"}),
        cem.post(OWNERSHIPS, {"serial_number": "S1", "device_name": "S2"}),
        cem.post(OWNERSHIPS, {"serial_number": "S9", "device_name": "S9"}),
    ]
    assert [answer.status_code for answer in answers] == [409, 404, 404]
    assert ANNA not in answers[0].text
    assert [row["manager"] for row in _list(stocked, serial_number="S1")] == [1]


@pytest.mark.system
def test_a_device_that_is_free_is_not_taken_under_another_name(stocked: Program) -> None:
    stocked.post(f"{OWNERSHIPS}/6/release")
    answer = stocked.post(OWNERSHIPS, {"serial_number": "T1", "device_name": "T2", "manager": 1})
    assert answer.status_code == 404
    assert _list(stocked, serial_number="T1", current="true") == []


@pytest.mark.system
def test_the_key_of_an_organization_says_who_takes_it(stocked: Program) -> None:
    stocked.post(f"{OWNERSHIPS}/6/release")
    body = {"serial_number": "T1", "device_name": "T1"}
    assert stocked.post(OWNERSHIPS, body).json()["code"] == "manager_missing"
    assert stocked.post(OWNERSHIPS, {**body, "manager": 99}).json()["code"] == "unknown_manager"
    assert stocked.post(OWNERSHIPS, {**body, "manager": 1}).json()["manager"] == 1


@pytest.mark.system
def test_an_ownership_is_released_once(stocked: Program) -> None:
    released = stocked.post(f"{OWNERSHIPS}/1/release")
    assert released.status_code == 200
    assert EXACT.fullmatch(released.json()["end_time"])
    assert stocked.post(f"{OWNERSHIPS}/1/release").json() == released.json()
    assert _list(stocked, device=1) == [released.json()]
    assert stocked.post(f"{OWNERSHIPS}/99/release").status_code == 404


@pytest.mark.system
def test_a_release_can_ask_for_a_version_of_the_device(stocked: Program) -> None:
    assert stocked.post(f"{OWNERSHIPS}/1/release", If_Match='"9"').status_code == 412
    assert len(_list(stocked, device=1, current="true")) == 1
    assert stocked.post(f"{OWNERSHIPS}/1/release", If_Match="soon").status_code == 400
    assert stocked.post(f"{OWNERSHIPS}/1/release", If_Match='"2"').status_code == 200


@pytest.mark.parametrize(
    ("window", "is_covered"),
    [
        (("2900-01-01T00:00:00Z", "2999-12-31T23:59:59Z"), True),
        (("2020-01-01T00:00:00Z", "2900-01-01T00:00:00Z"), False),
    ],
)
def test_access_is_given_where_one_ownership_covers_the_window(
    stocked: Program,
    window: tuple[str, str],
    is_covered: bool,  # noqa: FBT001
) -> None:
    asked = {"device": 1, "manager": 1, "from": window[0], "to": window[1]}
    answer = stocked.get("/api/v1/access", **asked)
    assert answer.json() == {"device": 1, "manager": 1, "access": is_covered, "ownership": 1 if is_covered else None}


def test_the_key_of_a_person_shows_only_what_is_theirs(stocked: Program, server: Server) -> None:
    bob = server.program(name="bob", owner=BOB)
    stranger = server.program(name="nobody", owner="nobody@acme.example")
    assert [row["id"] for row in _list(bob)] == [6]
    assert _list(bob, manager=1) == _list(bob, device=1) == _list(stranger) == []
    assert bob.post(f"{OWNERSHIPS}/1/release").status_code == 404
    asked = {"device": 1, "from": "2900-01-01T00:00:00Z", "to": "2901-01-01T00:00:00Z"}
    assert bob.get("/api/v1/access", **asked).json()["access"] is False
    assert bob.get("/api/v1/access", **{**asked, "device": 6}).json()["access"] is True
    assert bob.get("/api/v1/access", **{**asked, "manager": 1}).json()["access"] is False
