"""Who is signed in: sessions, which are kept in memory, so that they end with the server at the latest."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model import Caller
from pipeline.runs.calls.keys import Keyring

_HOUR = 60 * 60
LASTS = 12 * _HOUR
_RESTS_AT_MOST = 2 * _HOUR
_INVITED_FOR = 5 * 60
_MOST = 10_000


@dataclass(slots=True)
class Session:
    """One session: whose it is, the token of its forms, and when it ends, by the clock of the store.

    `key_id` is that of the key that was given for it; blank for whoever sits at the machine of the server.
    """

    caller: Caller
    key_id: str
    form_token: str
    ends_at: float
    rests_until: float


class Sessions:
    """The sessions of one server. A key that is revoked, or expires, ends its sessions."""

    def __init__(self, keyring: Keyring, clock: Callable[[], float] = time.monotonic) -> None:
        self._keyring, self._clock = keyring, clock
        self._sessions: dict[str, Session] = {}
        self._invited: dict[str, tuple[Caller, float]] = {}
        self._changing = threading.Lock()

    def begin(self, caller: Caller, *, key_id: str = "") -> str:
        """The secret of a new session of the caller."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        session = Session(caller, key_id, secrets.token_urlsafe(24), now + LASTS, now + _rest_of(key_id))
        with self._changing:
            self._forget_ended(now)
            self._sessions[_digest(secret)] = session
        return secret

    def find(self, secret: str) -> Session | None:
        """The session with that secret; None where there is none, or it has ended."""
        session = self._sessions.get(_digest(secret))
        now = self._clock()
        if session is None or now >= min(session.ends_at, session.rests_until):
            self.end(secret)
            return None
        if session.key_id:
            caller = self._keyring.holder_of(session.key_id)
            if caller is None:
                self.end(secret)
                return None
            session.caller = caller
        session.rests_until = now + _rest_of(session.key_id)
        return session

    def end(self, secret: str) -> None:
        """End the session with that secret, where there is one."""
        with self._changing:
            self._sessions.pop(_digest(secret), None)

    def invite(self, caller: Caller) -> str:
        """A secret that can be exchanged for a session once, within minutes."""
        secret = secrets.token_urlsafe(32)
        with self._changing:
            self._invited[_digest(secret)] = (caller, self._clock() + _INVITED_FOR)
        return secret

    def accept(self, secret: str) -> str | None:
        """The secret of a new session for that invitation; None where there is none, or it was used."""
        with self._changing:
            caller, until = self._invited.pop(_digest(secret), (None, 0.0))
        return None if caller is None or self._clock() >= until else self.begin(caller)

    def _forget_ended(self, now: float) -> None:
        ended = [key for key, one in self._sessions.items() if now >= min(one.ends_at, one.rests_until)]
        oldest = list(self._sessions)[: max(0, len(self._sessions) - len(ended) - _MOST + 1)]
        for key in {*ended, *oldest}:
            del self._sessions[key]


def _rest_of(key_id: str) -> int:
    """How long a session may rest: that of somebody at the machine of the server as long as it lasts."""
    return _RESTS_AT_MOST if key_id else LASTS


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
