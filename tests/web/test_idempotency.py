"""A request that is sent again under its Idempotency-Key is answered again, and not carried out again."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.store.connections import reading
from pipeline.store.copy_path import published_copy
from tests.support.servers.api import ASSIGN, DEVICES, UNASSIGN, Program, Server

ASKED: dict[str, Any] = {
    "email": "anna@acme.example",
    "deviceIds": ["SN-1", "SN-2"],
    "autoCreateDevices": True,
    "deviceType": "sensor",
}


def test_a_request_that_is_sent_again_is_answered_as_before(editor: Program) -> None:
    first = editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    again = editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert again.json()["newlyAssigned"] == ["SN-1", "SN-2"]


@pytest.mark.system
def test_what_came_in_between_stays(editor: Program) -> None:
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    editor.post(UNASSIGN, {"email": ASKED["email"], "deviceIds": ["SN-1"]}, Idempotency_Key="b")
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    left = editor.post(UNASSIGN, {"email": ASKED["email"], "deviceIds": ["SN-9"]}, Idempotency_Key="c")
    assert left.json()["devicesRemaining"] == ["SN-2"]


@pytest.mark.system
@pytest.mark.publishes
def test_after_an_answer_comes_again_what_was_written_since_is_still_shown(server: Server, editor: Program) -> None:
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    until = time.monotonic() + 10
    while not published_copy(server.settings.state).exists() and time.monotonic() < until:
        time.sleep(0.02)
    editor.post(ASSIGN, {**ASKED, "deviceIds": ["SN-3"]})
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    shown = editor.get(DEVICES).json()["results"]
    assert [device["serial_number"] for device in shown] == ["SN-1", "SN-2", "SN-3"]


@pytest.mark.system
def test_another_request_under_the_same_key_is_refused(editor: Program) -> None:
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    other = editor.post(ASSIGN, {**ASKED, "deviceIds": ["SN-3"]}, Idempotency_Key="a")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert (
        editor.post(UNASSIGN, {"email": ASKED["email"], "deviceIds": ["SN-1"]}, Idempotency_Key="a").status_code == 409
    )


@pytest.mark.system
def test_the_same_key_of_another_caller_is_another_one(server: Server, editor: Program) -> None:
    editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    theirs = server.program("lab").post(ASSIGN, ASKED, Idempotency_Key="a")
    assert theirs.status_code == 200
    assert "Idempotent-Replayed" not in theirs.headers


@pytest.mark.system
def test_a_refused_request_may_be_mended_and_sent_again(editor: Program) -> None:
    unknown = {"email": ASKED["email"], "deviceIds": ["SN-1"]}
    assert editor.post(ASSIGN, unknown, Idempotency_Key="a").status_code == 400
    assert editor.post(ASSIGN, ASKED, Idempotency_Key="a").status_code == 200


@pytest.mark.system
def test_the_same_request_at_the_same_time_is_carried_out_once(server: Server, editor: Program) -> None:
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: editor.post(ASSIGN, ASKED, Idempotency_Key="a"), range(4)))
    assert [answer.json() for answer in answers] == [answers[0].json()] * 4
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 3


@pytest.fixture
def asked_of(server: Server) -> Callable[[str], list[tuple[Any, ...]]]:
    """What the ledger says."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with reading(server.settings.ledger) as connection:
            return connection.execute(sql).fetchall()

    return ask


@pytest.mark.system
def test_calls_are_on_record_under_the_names_of_their_keys(
    server: Server, editor: Program, asked_of: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    answer = editor.post(ASSIGN, ASKED, Idempotency_Key="a")
    calls = asked_of("SELECT call_id, org_id, key_name, operation, status FROM calls")
    assert calls == [(answer.headers["X-Request-Id"], "acme", "editor of acme", "assign-devices", 200)]
    assert asked_of("SELECT DISTINCT command, user_name FROM runs") == [("call", "editor of acme")]
    places = asked_of("SELECT DISTINCT file, sheet FROM events")
    assert places == [(ASSIGN, answer.headers["X-Request-Id"])]
    assert asked_of("SELECT DISTINCT added_by FROM ownerships") == [("editor of acme",)]


@pytest.mark.system
def test_a_refused_call_leaves_nothing_on_record(
    server: Server, editor: Program, asked_of: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    editor.post(ASSIGN, ASKED)
    editor.post(ASSIGN, {"email": ASKED["email"], "deviceIds": ["SN-9"]})
    assert asked_of("SELECT count(*) FROM runs") == [(1,)]
