"""Cursors: where a list goes on, as of which version of the ledger, and for which question.

A cursor belongs to the ledger as it was when the first page was read: what is written meanwhile neither moves rows to
another page nor shows some of them twice. It says nothing that its holder may not know, and is not kept here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from schemas.records import dataclass

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after a row with the id `after`, in the ledger of that version, as known then and asked at `now`."""

    state_version: int
    known_at: datetime
    now: datetime
    after: int = 0


@dataclass(frozen=True, slots=True)
class PageAsked:
    """How many rows of a list are wanted, from which cursor on, and how new the ledger must be that shows them."""

    limit: int
    cursor: str | None = None
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursor of the next ones; None at the end. `state_version` is that of the list."""

    rows: Sequence[Mapping[str, Any]]
    next: str | None
    state_version: int


Read: TypeAlias = Callable[[store.Snapshot, Cursor, int], Sequence[Mapping[str, Any]]]


def read_page(settings: Settings, asked: Mapping[str, object], wanted: PageAsked, read: Read, *, key: str) -> Page:
    """A page of the list that `read` gives from a place on, so many rows at most; `key` is the column of its ids.

    Raises UsageProblem for a cursor that is none, StateBusy and StoreFailed.
    """
    at = None if wanted.cursor is None else read_cursor(wanted.cursor, asked)
    with store.snapshot(settings.ledger, at_least=at.state_version if at else wanted.at_least) as snapshot:
        at = at or _first_place(snapshot)
        rows = read(snapshot, at, wanted.limit + 1)
    return page_of(rows, at, asked, limit=wanted.limit, key=key)


def _first_place(snapshot: store.Snapshot) -> Cursor:
    """The beginning of a list of the ledger as it is."""
    return Cursor(snapshot.state_version, snapshot.known_at, max(clock(), snapshot.known_at))


def page_of(
    rows: Sequence[Mapping[str, Any]], at: Cursor, asked: Mapping[str, object], *, limit: int, key: str
) -> Page:
    """The page of these rows, of which there may be one more than it has room for."""
    shown = rows[:limit]
    if len(rows) <= limit:
        return Page(shown, None, at.state_version)
    after = Cursor(at.state_version, at.known_at, at.now, int(shown[-1][key]))
    return Page(shown, _text(after, asked), at.state_version)


def read_cursor(text: str, asked: Mapping[str, object]) -> Cursor:
    """The cursor that this text is. Raises UsageProblem where it is none, or that of another question."""
    try:
        told = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
        of_other = told["asked"] != _digest(asked)
        known_at, now = (datetime.fromisoformat(told[name]).replace(tzinfo=None) for name in ("known_at", "now"))
        cursor = Cursor(int(told["state_version"]), known_at, now, int(told["after"]))
    except (ValueError, KeyError, TypeError, OverflowError, binascii.Error) as problem:
        raise _refused("it is none that was given out") from problem
    if of_other:
        raise _refused("it belongs to a list with other filters")
    return cursor


def _text(cursor: Cursor, asked: Mapping[str, object]) -> str:
    told = {
        "state_version": cursor.state_version,
        "known_at": cursor.known_at.isoformat(),
        "now": cursor.now.isoformat(),
        "after": cursor.after,
        "asked": _digest(asked),
    }
    return base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()


def _digest(asked: Mapping[str, object]) -> str:
    said = json.dumps(dict(asked), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]


def _refused(why: str) -> UsageProblem:
    return UsageProblem(
        f"This cursor cannot be read: {why}.",
        "Take `next` of the page before, with the same filters; or begin the list anew without a cursor.",
        code="invalid_cursor",
    )
