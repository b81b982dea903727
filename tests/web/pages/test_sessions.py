"""Sessions: they end with their time, with their key, and when somebody signs out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.model import Caller
from pipeline.runs.calls.keys import Keyring, add_key, revoke_key
from pipeline.settings import load_settings
from pipeline.web.pages.sessions import Sessions
from schemas.vocabulary import Role

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
    return Sessions(Keyring(settings), clock)


def test_a_session_ends_when_its_key_is_revoked(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    key = add_key(settings, name="anna", org="acme", role=Role.EDITOR).key
    sessions = Sessions(Keyring(settings))
    secret = sessions.begin(Caller(key.key_id, "anna", "acme", Role.EDITOR), key_id=key.key_id)
    found = sessions.find(secret)
    assert found is not None
    assert found.caller.org_id == "acme"
    revoke_key(settings, "anna")
    assert sessions.find(secret) is None


def test_a_session_of_a_key_ends_after_two_hours_of_rest(tmp_path: Path, clock: Clock) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    key = add_key(settings, name="anna", org="acme", role=Role.EDITOR).key
    sessions = Sessions(Keyring(settings), clock)
    secret = sessions.begin(Caller(key.key_id, "anna", "acme", Role.EDITOR), key_id=key.key_id)
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
