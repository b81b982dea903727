"""`rollcall serve` says in one sentence why it cannot serve."""

from __future__ import annotations

import socket
import sys

import pytest

import pipeline.web
from tests.support.desk import Desk


def test_where_the_extra_is_not_installed_it_says_how_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pipeline.web.server", raising=False)
    monkeypatch.delattr(pipeline.web, "server", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    said = desk.say("serve")
    assert said.code == 2
    assert said.err == (
        "The server is not installed: uvicorn is missing. Install it with: pip install 'rollcall[web]'\n"
    )


def test_a_port_that_is_taken_is_told(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = desk.say("serve", "--port", port)
    assert said.code == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in said.err


def test_others_do_not_reach_it_without_keys_and_encryption(desk: Desk) -> None:
    said = desk.say("serve", "--host", "0.0.0.0")
    assert said.code == 2
    assert "a key (rollcall keys add) and TLS" in said.err
