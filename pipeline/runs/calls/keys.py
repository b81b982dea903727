"""keys: who may use the pages and the HTTP API, and what each of them may do."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Caller, Key
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG, FieldType
from schemas.instants import instant_text
from schemas.keys import typed_key
from schemas.records import dataclass
from schemas.vocabulary import Role

_PREFIX = "rollcall"
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made: `secret` is told once, and is not kept."""

    key: Key
    secret: str


def add_key(
    settings: Settings,
    *,
    name: str | None = None,
    org: str,
    role: Role,
    lasts: timedelta | None = None,
    owner: str | None = None,
    sees_all: bool = False,
) -> NewKey:
    """Make a key.

    `name` is what its writes are recorded under, its role and id where none is given; `owner` the address of the person
    whose key it is, which cannot be for all organizations. Raises UsageProblem where another key has that name, or
    that is no e-mail address.
    """
    key_id = secrets.token_hex(4)
    named = f"{role.value} {key_id}" if name is None else _tidied(name)
    now = clock()
    secret = f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
    key = Key(
        key_id=key_id,
        name=named,
        org_id=org,
        role=role,
        sha256=_digest(secret),
        created_at=now,
        created_by=getpass.getuser(),
        expires_at=None if lasts is None else now + lasts,
        owner_email=_address(owner, sees_all=sees_all),
        sees_all=sees_all,
    )

    def with_it(keys: tuple[Key, ...]) -> Sequence[Key]:
        if any(one.name == named and one.is_valid(now) for one in keys):
            raise _taken(named)
        return [*keys, key]

    store.change_keys(settings.ledger, with_it, now=now)
    return NewKey(key, secret)


def _taken(name: str) -> UsageProblem:
    return UsageProblem(
        f'There is a key called "{name}" already.',
        "Choose another name; or revoke that key first: rollcall keys revoke",
    )


def _tidied(name: str) -> str:
    """The name of a key. Raises UsageProblem where it is blank."""
    named = " ".join(name.split())
    if not named:
        raise UsageProblem("A key needs a name.", "Say with --name who or what uses it: its writes are recorded so.")
    return named


def _address(owner: str | None, *, sees_all: bool) -> str | None:
    """The address of an owner as a key. Raises UsageProblem where it is none, or the key is to be for all."""
    if owner is not None and sees_all:
        raise UsageProblem("The key of a person is for one organization.", "Leave out --owner or --all-organizations.")
    email = None if owner is None else typed_key(owner, FieldType.EMAIL)
    if email is not None and "@" not in email:
        raise UsageProblem(f"{owner} is no e-mail address.", "Give the address of the person whose key it is.")
    return email


def list_keys(settings: Settings) -> tuple[Key, ...]:
    """All keys, also those that were revoked, in the order in which they were made."""
    return store.read_keys(settings.state)


def standing_of(key: Key) -> str:
    """Whether the key lets its holder in, in words."""
    if key.revoked_at is not None:
        return f"revoked {instant_text(key.revoked_at.replace(microsecond=0))}"
    if not key.is_valid(clock()):
        return "expired"
    return f"valid until {instant_text(key.expires_at.replace(microsecond=0))}" if key.expires_at else "valid"


def revoke_key(settings: Settings, typed: str) -> Key:
    """Revoke the key with that id or name. Raises UsageProblem where there is none that still lets anybody in."""
    now = clock()
    revoked: list[Key] = []

    def without_it(keys: tuple[Key, ...]) -> Sequence[Key]:
        meant = next((one for one in keys if typed in (one.key_id, one.name) and one.revoked_at is None), None)
        if meant is None:
            raise UsageProblem(f"There is no key {typed} that could be revoked.", "See: rollcall keys list")
        revoked.append(replace(meant, revoked_at=now))
        return [revoked[0] if one is meant else one for one in keys]

    store.change_keys(settings.ledger, without_it, now=now)
    return revoked[0]


def whoever_is_here(settings: Settings, *, sees_all: bool) -> Caller:
    """The user of this process, who may do everything with the ledger in any case; with one organization, or all."""
    return Caller("here", getpass.getuser(), settings.org or DEFAULT_ORG, Role.APPROVER, sees_all=sees_all)


class Keyring:
    """The keys of a ledger, read again whenever their file has changed; and when each was last used."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._file = store.keys_file(settings.state)
        self._stamp: tuple[int, int, int] | None = None
        self._keys: dict[str, Key] = {}
        self._used: dict[str, datetime] = {}

    @property
    def is_empty(self) -> bool:
        """True where nobody has a key."""
        return not self._current()

    def caller_of(self, secret: str) -> Caller | None:
        """Whoever holds this key; None where it is none, or no longer."""
        now = clock()
        prefix, _, rest = secret.partition("_")
        key_id, _, _ = rest.partition("_")
        key = self._current().get(key_id)
        # A digest is compared in any case, so that it takes as long to say no to a stranger as to a wrong secret.
        is_right = hmac.compare_digest(_digest(secret), key.sha256 if key else _digest(""))
        if key is None or not is_right or prefix != _PREFIX or not key.is_valid(now):
            return None
        return self._let_in(key, now)

    def holder_of(self, key_id: str) -> Caller | None:
        """Whoever showed the key with that id before; None where it lets nobody in any more."""
        key, now = self._current().get(key_id), clock()
        return None if key is None or not key.is_valid(now) else self._let_in(key, now)

    def _let_in(self, key: Key, now: datetime) -> Caller:
        self._used[key.key_id] = now
        return Caller(key.key_id, key.name, key.org_id, key.role, key.owner_email, key.sees_all)

    def note_uses(self) -> None:
        """Write down when keys were last used, where that was a minute after what is on record."""
        keys = self._current()
        used = {key_id: at for key_id, at in self._used.items() if _is_later(at, keys.get(key_id))}
        self._used.clear()
        if used:
            store.note_uses(self._settings.ledger, used, now=clock())

    def _current(self) -> dict[str, Key]:
        try:
            found = self._file.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        except FileNotFoundError:
            stamp = None
        if stamp != self._stamp:
            self._keys = {key.key_id: key for key in store.read_keys(self._settings.state)}
            self._stamp = stamp
        return self._keys


def _is_later(used_at: datetime, key: Key | None) -> bool:
    return key is not None and (key.last_used_at is None or used_at - key.last_used_at >= _NOTED_EVERY)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
