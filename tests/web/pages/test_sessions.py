"""Sessions: they end with their time, with their key, and when somebody signs out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.model import Caller
from pipeline.runs.calls.kept_sessions import KeptSessions
from pipeline.runs.calls.keys import Keyring, add_key, revoke_key
from pipeline.settings import load_settings
from pipeline.web.app import make_app
from pipeline.web.pages.sessions import Sessions
from schemas.vocabulary import Role
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, visitor

HOUR = 3600.0
HERE = Caller("here", "anna", "default", Role.APPROVER)


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Sessions:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    return Sessions(Keyring(settings), clock=clock)


def test_a_session_ends_when_its_key_is_revoked(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    key = add_key(settings, name="anna", org="acme", role=Role.EDITOR).key
    sessions = Sessions(Keyring(settings))
    secret = sessions.begin(Caller(key.key_id, "anna", "acme", Role.EDITOR), whose=key.key_id)
    found = sessions.find(secret)
    assert found is not None
    assert found.caller is not None
    assert found.caller.org_id == "acme"
    revoke_key(settings, "anna")
    assert sessions.find(secret) is None


def test_a_session_of_a_key_ends_after_two_hours_of_rest(tmp_path: Path, clock: Clock) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    key = add_key(settings, name="anna", org="acme", role=Role.EDITOR).key
    sessions = Sessions(Keyring(settings), clock=clock)
    secret = sessions.begin(Caller(key.key_id, "anna", "acme", Role.EDITOR), whose=key.key_id)
    clock.now = 1.9 * HOUR
    assert sessions.find(secret) is not None
    clock.now = 3.8 * HOUR
    assert sessions.find(secret) is not None
    clock.now = 5.9 * HOUR
    assert sessions.find(secret) is None


def test_a_session_ends_after_twelve_hours_in_any_case(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin(HERE)
    clock.now = 11.9 * HOUR
    assert sessions.find(secret) is not None
    clock.now = 12 * HOUR
    assert sessions.find(secret) is None


def test_an_invitation_works_once_and_for_five_minutes(sessions: Sessions, clock: Clock) -> None:
    invitation, late = sessions.invite(HERE), sessions.invite(HERE)
    secret = sessions.accept(invitation)
    assert secret is not None
    assert sessions.find(secret) is not None
    assert sessions.accept(invitation) is None
    clock.now = 301
    assert sessions.accept(late) is None


def test_another_secret_finds_nothing(sessions: Sessions) -> None:
    secret = sessions.begin(HERE)
    assert sessions.find(f"{secret}x") is None
    sessions.end(secret)
    assert sessions.find(secret) is None


def test_sessions_of_keys_outlive_the_server_and_those_of_its_machine_do_not(tmp_path: Path, clock: Clock) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    key = add_key(settings, name="anna", org="acme", role=Role.EDITOR).key
    keyring, kept = Keyring(settings), KeptSessions(settings.state)
    first = Sessions(keyring, kept, clock)
    secret = first.begin(Caller(key.key_id, "anna", "acme", Role.EDITOR), whose=key.key_id)
    here, ended = first.begin(HERE), first.begin(HERE, whose=key.key_id)
    first.end(ended)
    file = tmp_path / "rollcall.duckdb.sessions"
    text = file.read_text("utf-8")
    assert (file.stat().st_mode & 0o777, secret in text, "anna" in text) == (0o600, False, False)
    clock.now = HOUR
    again = Sessions(keyring, kept, clock)
    one, other = first.find(secret), again.find(secret)
    assert one is not None
    assert other is not None
    assert other.form_token == one.form_token
    assert (again.find(here), again.find(ended)) == (None, None)
    clock.now = 3.2 * HOUR
    assert Sessions(keyring, kept, clock).find(secret) is None
    file.write_text("{", encoding="utf-8")
    assert Sessions(keyring, kept, clock).find(secret) is None
    revoke_key(settings, "anna")
    assert again.find(secret) is None


def test_the_secret_of_a_session_is_made_anew_every_hour_and_the_former_fades(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin(HERE)
    assert sessions.renewed(secret) is None
    clock.now = 1.1 * HOUR
    new = sessions.renewed(secret)
    assert new is not None
    assert sessions.renewed(secret) is None
    both = sessions.find(secret), sessions.find(new)
    assert both[0] is not None
    assert both[1] is not None
    assert both[0].form_token == both[1].form_token
    clock.now += 61
    assert sessions.find(secret) is None
    assert sessions.find(new) is not None
    clock.now = 12 * HOUR
    assert sessions.find(new) is None


def test_whoever_signs_out_is_signed_out_with_either_secret_of_the_session(sessions: Sessions, clock: Clock) -> None:
    other = sessions.begin(HERE)
    for use_former in (True, False):
        former = sessions.begin(HERE)
        clock.now += 1.1 * HOUR
        new = sessions.renewed(former)
        assert new is not None
        sessions.end(former if use_former else new)
        assert (sessions.find(former), sessions.find(new)) == (None, None)
    assert sessions.find(other) is not None


def test_whoever_was_signed_in_before_the_server_began_anew_still_is_with_the_forms_that_were_open(
    server: Server,
) -> None:
    one = visitor(server, name="anna")
    page = one.get("/")
    with TestClient(make_app(server.settings), raise_server_exceptions=False) as client:
        again = Visitor(client)
        again.client.cookies.set("rollcall_session", one.client.cookies["rollcall_session"])
        assert "<b>anna</b>" in again.get("/").text
        assert again.send(page, "/sign-out").url.path == "/sign-in"
        assert again.get("/").url.path == "/sign-in"


def test_an_old_session_gets_a_new_secret_with_any_page(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    one = visitor(server)
    former = one.client.cookies["rollcall_session"]
    one.get("/")
    assert one.client.cookies["rollcall_session"] == former
    monkeypatch.setattr("pipeline.web.pages.sessions._RENEWED_EVERY", 0)
    answer = one.get("/runs")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert one.client.cookies["rollcall_session"] != former
    assert one.get("/runs").url.path == "/runs"
