"""How much a key may ask for, who may call directly, and what is told while somebody else holds the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline import store
from pipeline.runs.steps.clock import clock
from pipeline.settings import load_settings
from pipeline.web.app import make_app
from tests.support.servers.api import ASSIGN, Server

ASKED: dict[str, Any] = {"email": "anna@acme.example", "deviceIds": ["SN-1"]}


@contextmanager
def _serving(folder: Path, caller: str = "testclient", wait: float = 0, **web: object) -> Iterator[Server]:
    settings = load_settings(None, {"state": folder / "rollcall.duckdb", "web": web, "wait": wait})
    with TestClient(make_app(settings), raise_server_exceptions=False, client=(caller, 50_000)) as client:
        yield Server(client, settings)


def test_a_key_that_asks_too_often_is_told_when_to_ask_again(tmp_path: Path) -> None:
    with _serving(tmp_path, requests_per_second=0.5) as server:
        eager, other = server.program(name="eager"), server.program(name="other")
        answers = [eager.post(ASSIGN, {}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 429, 429]
        assert answers[-1].headers["Retry-After"] == "2"
        assert answers[-1].json()["code"] == "too_many_requests"
        assert other.post(ASSIGN, {}).status_code == 400


def test_while_somebody_else_holds_the_ledger_a_call_is_to_be_sent_again(tmp_path: Path) -> None:
    with _serving(tmp_path) as server:
        editor = server.program()
        with store.hold_state(server.settings.ledger, command="run", started_at=clock()):
            answer = editor.post(ASSIGN, ASKED)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json()["detail"] == "Another program holds the ledger. Send the request again in a moment."
        assert editor.post(ASSIGN, ASKED).status_code == 400


@pytest.mark.parametrize(
    ("caller", "status"), [("10.0.0.7", 400), ("::ffff:10.0.0.7", 400), ("127.0.0.1", 400), ("10.0.1.7", 403)]
)
def test_only_a_trusted_proxy_reaches_a_server_that_is_not_encrypted(tmp_path: Path, caller: str, status: int) -> None:
    with _serving(tmp_path, caller, trusted_proxies=["10.0.0.0/24"]) as server:
        assert server.program().post(ASSIGN, {}).status_code == status
