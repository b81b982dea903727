"""The rules as they are set now, for whoever is bound by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import load_settings
from tests.support.servers.api import Server
from tests.support.servers.visitors import visitor

POLICY = '[[policies]]\nname = "no desks"\nsql = "SELECT 1 WHERE false"\nlevel = "refuse"\nmessage = "No desks."\n'


def test_limits_policies_and_messages_are_shown_as_they_are_set_now(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    anna, other = visitor(server), visitor(server, org="other")
    before = anna.get("/rules").text
    assert "None are set." in before
    assert "no address is set" in before
    notify = '[notify]\nurls = ["mailtos://user:secret@example.com"]\nwhen = "problems"\n'
    (tmp_path / "rollcall.toml").write_text(f"[limits]\nnew_owners = 7\nmoney = 5000\n{notify}{POLICY}")
    load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    now, of_other = anna.get("/rules").text, other.get("/rules").text
    assert "<b>7</b>" in now
    assert "<b>5,000</b>" in now
    for text in (now, of_other):
        assert "no desks" in text
        assert "secret" not in text
    assert ("SELECT 1 WHERE false" in now, "SELECT 1 WHERE false" in of_other) == (True, False)
    assert ("1 address (mailtos)" in now, "mailtos" in of_other) == (True, False)
