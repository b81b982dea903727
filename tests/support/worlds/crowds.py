"""Random people on record, and people sheets about them in which everything collides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG
from schemas.instants import OPEN_END
from schemas.vocabulary import Guard
from tests.support.reference.records import AssignmentRow, Device, Ledger, Owner, PersonRow, Span
from tests.support.worlds.values import INSTANTS

_EMAILS = tuple(f"{name}@acme.example" for name in ("ada", "bob", "kim", "zoe"))
_NUMBERS, _LOGINS = ("A-1", "A-2", "A-3", "A-4"), ("ada", "bob", "kim", "zoe")
_NAMES = ("Ada Novák", "Bob Fox", "Kim Lee", "Kim Lee")
_POOLS: dict[str, tuple[Any, ...]] = {
    "email": (*_EMAILS, "new@acme.example"),
    "external_user_id": (*_NUMBERS, "a-1", "A-9"),
    "username": (*_LOGINS, "BOB", "new"),
    "owner_name": (*_NAMES, "novak, ada", "KIM LEE", "A-2"),
    "department": ("Sales", "Finance"),
    "ends_on": (date(2026, 3, 31), date(2026, 4, 30)),
}
_FACTS: tuple[dict[str, object], ...] = ({}, {"department": "Sales"}, {"ends_on": date(2026, 3, 31)})
_KINDS: tuple[tuple[str, ...], ...] = (
    *(("email",), ("external_user_id",), ("email", "external_user_id"), ("email", "external_user_id")),
    *(("external_user_id", "username"), ("username",), ("email", "username"), ("owner_name",)),
    ("email", "external_user_id", "username"),
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """People on record, who hold devices, and sheets about them."""

    ledger: Ledger
    people: tuple[PersonRow, ...]
    assignments: tuple[AssignmentRow, ...]
    intent: Intent


@st.composite
def crowds(draw: st.DrawFn, intent: st.SearchStrategy[Intent] | None = None) -> Crowd:
    """Up to four people, six rows about them, and two assignments that name them as they may be called then."""
    owners = [owner for at in range(4) if (owner := draw(_owner(at))) is not None]
    devices = tuple(Device(at, serial_number=f"SN-{at}", name="Laptop") for at in (1, 2))
    spans = [
        Span(at, DEFAULT_ORG, at, draw(st.sampled_from(owners)).handle, INSTANTS[2], OPEN_END)
        for at in (1, 2)
        if bool(owners) and draw(st.booleans())
    ]
    people = [draw(_row(owners)) for _ in range(draw(st.integers(0, 6)))]
    given = [draw(st.sampled_from(_POOLS["email"])) for _ in range(draw(st.integers(0, 2)))]
    assignments = [
        AssignmentRow(serial_number=f"SN-{at}", owner_email=email) for at, email in enumerate(given, start=1)
    ]
    return Crowd(
        Ledger(devices, tuple(owners), tuple(spans), last_ownership_id=len(spans)),
        *numbered(people, assignments),
        draw(a_question() if intent is None else intent),
    )


def a_question() -> st.SearchStrategy[Intent]:
    """What may be asked for beside a people sheet."""
    return _INTENTS


def numbered(
    people: Sequence[PersonRow], assignments: Sequence[AssignmentRow]
) -> tuple[tuple[PersonRow, ...], tuple[AssignmentRow, ...]]:
    """The rows of both kinds, numbered in this order as intake numbers them."""
    first = len(people) + 1
    return (
        tuple(replace(row, row_id=at, row=at + 1) for at, row in enumerate(people, start=1)),
        tuple(replace(row, row_id=at, row=at + 1) for at, row in enumerate(assignments, start=first)),
    )


@st.composite
def _owner(draw: st.DrawFn, at: int) -> Owner | None:
    kinds = draw(st.sampled_from((*_KINDS, *_KINDS, ())))
    given: dict[str, Any] = {"email": None, **{kind: _POOLS[kind][at] for kind in kinds}}
    if not kinds:
        return None
    if draw(st.booleans()):
        given["owner_name"] = _NAMES[at]
    return Owner(at + 1, DEFAULT_ORG, facts=dict(draw(st.sampled_from(_FACTS))), **given)


@st.composite
def _row(draw: st.DrawFn, owners: Sequence[Owner]) -> PersonRow:
    """Half of the rows begin as one person on record has it, and each may give something else, or clear something."""
    cells: dict[str, Any] = {}
    if bool(owners) and draw(st.booleans()):
        owner = draw(st.sampled_from(owners))
        cells = {kind: getattr(owner, kind) for kind in draw(st.sampled_from(_KINDS))}
    kinds = draw(st.sampled_from((*_KINDS, (), ())))
    cells |= {kind: draw(st.sampled_from(_POOLS[kind])) for kind in kinds}
    for fact in ("department", "ends_on", "owner_name"):
        if draw(st.integers(0, 3)) == 0:
            cells[fact] = draw(st.sampled_from(_POOLS[fact]))
    blank = [field for fact, field in _CLEARED if cells.get(fact) is None]
    cleared = draw(st.sampled_from((None, None, None, None, *blank))) if blank else None
    fault = draw(st.sampled_from((*[None] * 20, "invalid_email")))
    if fault:
        cells["email"] = None
    return PersonRow(**cells, cleared=f"|{cleared}|" if cleared else None, fault=fault)


_CLEARED = (("email", "owner_email"), ("external_user_id", "external_user_id"), ("department", "department"))
_INTENTS = st.sampled_from(
    (
        Intent(guard=Guard.WARN),
        Intent(guard=Guard.WARN),
        Intent(guard=Guard.WARN, owners_by_name=True),
        Intent(guard=Guard.WARN, create_owners=False),
        Intent(guard=Guard.WARN, atomic=True),
    )
)
