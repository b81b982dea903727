"""What holds for every route: who may call, and how it is told that something is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.vocabulary import Role
from tests.support.servers.api import ASSIGN, Program, Server

ASKED: dict[str, Any] = {"email": "anna@acme.example", "deviceIds": ["SN-1"]}
CREATING = {**ASKED, "autoCreateDevices": True, "deviceType": "sensor"}


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "wrong"}, {"X-API-Key": "rollcall_00000000_x"}])
def test_a_caller_without_a_valid_key_is_turned_away(server: Server, headers: dict[str, str]) -> None:
    answer = server.client.post(ASSIGN, json=ASKED, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"


def test_a_key_may_be_sent_as_a_bearer_token(server: Server, editor: Program) -> None:
    answer = server.client.post(ASSIGN, json=CREATING, headers={"Authorization": f"Bearer {editor.key}"})
    assert answer.status_code == 200


def test_a_viewer_may_not_write(server: Server) -> None:
    answer = server.program(role=Role.VIEWER).post(ASSIGN, CREATING)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This key has the role viewer; this takes editor."


@pytest.mark.system
def test_an_unknown_field_is_named_and_nothing_is_done(editor: Program) -> None:
    answer = editor.post(ASSIGN, {**CREATING, "serial": "x"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["serial"]
    assert editor.post(ASSIGN, ASKED).status_code == 400


def test_a_body_that_is_no_json_is_told_so(server: Server, editor: Program) -> None:
    headers = {"X-API-Key": editor.key, "Content-Type": "application/json"}
    answer = server.client.post(ASSIGN, content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (400, "body: The body is not JSON.")


def test_a_body_that_is_too_large_is_refused(editor: Program) -> None:
    answer = editor.post(ASSIGN, {**ASKED, "deviceIds": ["x" * 1000] * 6000})
    assert answer.status_code == 413


def test_a_body_that_turns_out_to_be_too_large_is_refused(server: Server, editor: Program) -> None:
    headers = {"X-API-Key": editor.key, "Content-Type": "application/json"}
    answer = server.client.post(ASSIGN, content=(b" " * 1_000_000 for _ in range(6)), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["instance"].startswith("urn:request:")


def test_problems_carry_the_id_of_the_request(editor: Program) -> None:
    answer = editor.post(ASSIGN, {}, X_Request_Id="order-17")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"].startswith("order-17-")
    assert answer.json()["instance"] == f"urn:request:{answer.headers['X-Request-Id']}"


def test_what_is_not_there_is_told_as_a_problem(server: Server) -> None:
    assert server.client.get("/api/v1/nowhere").json()["title"] == "Not Found"
    assert server.client.get(ASSIGN).json()["status"] == 405
