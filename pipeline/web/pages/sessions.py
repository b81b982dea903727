"""Who is signed in: sessions, which are kept beside the ledger, so that they outlive the server."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable

from pipeline.model import Caller
from pipeline.runs.calls.kept_sessions import KeptSession, KeptSessions
from pipeline.runs.calls.keys import Keyring
from schemas.records import dataclass

_MINUTE = 60
_HOUR = 60 * _MINUTE
LASTS = 12 * _HOUR
_RESTS_AT_MOST = 2 * _HOUR
_INVITED_FOR = 5 * _MINUTE
# The secret of a session is made anew so often; the former one holds a little longer, for what was asked for with it.
_RENEWED_EVERY, _FADES_IN = _HOUR, _MINUTE
# A session that only goes on is written down so often: then it rests less long after a restart than it might.
_NOTED_EVERY = 5 * _MINUTE
_MOST = 10_000


@dataclass(slots=True)
class Session:
    """One session: whose it is, the token of its forms, and when it ends, by the clock of the store.

    `whose` is the id of the key that was given for it, or that of somebody at a proxy; blank for whoever sits at the
    machine of the server, whose session ends with it. `caller` is None until it is known from that. `fades_at` is when
    the secret that was made anew since holds no more.
    """

    caller: Caller | None
    whose: str
    form_token: str
    ends_at: float
    rests_until: float
    renewed_at: float
    noted_at: float = 0.0
    fades_at: float | None = None

    def is_over(self, now: float) -> bool:
        """True for a session that has ended."""
        return now >= min(self.ends_at, self.rests_until, self.fades_at or self.ends_at)


class Sessions:
    """The sessions of one server. A key that is revoked, or expires, ends its sessions."""

    def __init__(
        self, keyring: Keyring, kept: KeptSessions | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._keyring, self._kept, self._clock = keyring, kept, clock
        self._sessions: dict[str, Session] = {}
        self._invited: dict[str, tuple[Caller, float]] = {}
        self._changing = threading.Lock()
        self._take_kept()

    def begin(self, caller: Caller, *, whose: str = "") -> str:
        """The secret of a new session of the caller."""
        now = self._clock()
        session = Session(caller, whose, secrets.token_urlsafe(24), now + LASTS, now + _rest_of(whose), now)
        with self._changing:
            self._forget_ended(now)
        return self._put(session, now)

    def find(self, secret: str) -> Session | None:
        """The session with that secret; None where there is none, or it has ended."""
        digest, now = _digest(secret), self._clock()
        session = self._sessions.get(digest)
        if session is None or session.is_over(now):
            self._remove([digest], now)
            return None
        if session.whose and not is_of_proxy(session.whose):
            session.caller = self._keyring.holder_of(session.whose)
            if session.caller is None:
                self.end(secret)
                return None
        session.rests_until = now + _rest_of(session.whose)
        if session.fades_at is None and now - session.noted_at >= _NOTED_EVERY:
            self._note(digest, session, now)
        return session

    def renewed(self, secret: str) -> str | None:
        """The new secret of a session whose secret is old; None for any other. The former one holds for a minute."""
        now = self._clock()
        with self._changing:
            session = self._sessions.get(_digest(secret))
            if session is None or session.fades_at is not None or now - session.renewed_at < _RENEWED_EVERY:
                return None
            session.fades_at = now + _FADES_IN
        new = Session(session.caller, session.whose, session.form_token, session.ends_at, session.rests_until, now)
        self._keep({}, [_digest(secret)], now)
        return self._put(new, now)

    def end(self, secret: str) -> None:
        """End the session with that secret, where there is one, whichever of its secrets that is."""
        session = self._sessions.get(_digest(secret))
        if session is not None:
            of_it = [digest for digest, one in list(self._sessions.items()) if one.form_token == session.form_token]
            self._remove(of_it, self._clock())

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

    def _put(self, session: Session, now: float) -> str:
        secret = secrets.token_urlsafe(32)
        with self._changing:
            self._sessions[_digest(secret)] = session
        self._note(_digest(secret), session, now)
        return secret

    def _note(self, digest: str, session: Session, now: float) -> None:
        session.noted_at = now
        if session.whose:
            times = (session.ends_at, session.rests_until, session.renewed_at)
            self._keep({digest: KeptSession(session.whose, session.form_token, *times)}, [], now)

    def _remove(self, digests: list[str], now: float) -> None:
        with self._changing:
            removed = [digest for digest in digests if self._sessions.pop(digest, None) is not None]
        if removed:
            self._keep({}, removed, now)

    def _keep(self, put: dict[str, KeptSession], remove: list[str], now: float) -> None:
        if self._kept is not None:
            self._kept.change(put, remove, now=now)

    def _take_kept(self) -> None:
        now = self._clock()
        for digest, one in (self._kept.read() if self._kept else {}).items():
            times = (one.ends_at, one.rests_until, one.renewed_at)
            session = Session(None, one.whose, one.form_token, *times, noted_at=now)
            if one.whose and not session.is_over(now) and one.ends_at <= now + LASTS:
                self._sessions[digest] = session

    def _forget_ended(self, now: float) -> None:
        ended = [key for key, one in self._sessions.items() if one.is_over(now)]
        oldest = list(self._sessions)[: max(0, len(self._sessions) - len(ended) - _MOST + 1)]
        for key in {*ended, *oldest}:
            del self._sessions[key]


_OF_PROXY = "proxy:"


def of_proxy(user: str) -> str:
    """Whose a session is of somebody whom a proxy names; the name itself is not kept."""
    return f"{_OF_PROXY}{_digest(user)[:32]}"


def is_of_proxy(whose: str) -> bool:
    """True for a session of somebody whom a proxy names, which holds only while it does."""
    return whose.startswith(_OF_PROXY)


def _rest_of(whose: str) -> int:
    """How long a session may rest: that of somebody at the machine of the server as long as it lasts."""
    return _RESTS_AT_MOST if whose else LASTS


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
