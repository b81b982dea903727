"""Several worlds in one, each with organizations and ids of its own: many rows cost a decision little more than few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.vocabulary import Mode
from tests.support.reference.records import AssignmentRow, InventoryRow, Ledger, PersonRow
from tests.support.worlds.crowds import Crowd, a_question, crowds
from tests.support.worlds.intents import intents
from tests.support.worlds.strategies import World, worlds

_Row = TypeVar("_Row", AssignmentRow, InventoryRow, PersonRow)
_Of = TypeVar("_Of", World, Crowd)

MANY = 7
"""Of up to so many worlds four stand beside each other on average; what fails is shrunk to one."""
_APART = 1000
"""So far apart are the ids of two worlds, those of devices that nobody has included."""


@st.composite
def joined_worlds(
    draw: st.DrawFn,
    worlds: Callable[[st.SearchStrategy[Intent]], st.SearchStrategy[World]],
    intents: st.SearchStrategy[Intent],
    most: int = 4,
) -> World:
    """One to four such worlds beside each other, or to so many; see `_beside`."""
    return joined(draw(_beside(worlds, intents, most)))


def many_worlds() -> st.SearchStrategy[World]:
    """Worlds with any intent; on average, two and more of them beside each other."""
    return joined_worlds(worlds, intents(), MANY)


@st.composite
def many_crowds(draw: st.DrawFn, is_meant: Callable[[Crowd], bool] = lambda _: True) -> Crowd:
    """Crowds beside each other, each of them meant."""
    return joined_crowds(draw(_beside(lambda intent: crowds(intent).filter(is_meant), a_question(), MANY)))


@st.composite
def _beside(
    draw: st.DrawFn,
    one: Callable[[st.SearchStrategy[Intent]], st.SearchStrategy[_Of]],
    intents: st.SearchStrategy[Intent],
    most: int,
) -> list[_Of]:
    """Up to so many of one intent; one alone where a row may decide what becomes of everything else."""
    intent = draw(intents)
    is_alone = intent.atomic or intent.mode is Mode.FULL
    return draw(st.lists(one(st.just(intent)), min_size=1, max_size=1 if is_alone else most))


def joined(worlds: Sequence[World]) -> World:
    """These worlds, of one intent, as one."""
    moves = [_Move(number) for number in range(len(worlds))]
    return World(
        _joined_ledgers([world.ledger for world in worlds]),
        tuple(move.row(row) for move, world in zip(moves, worlds, strict=True) for row in world.inventory),
        tuple(move.half(row) for move, world in zip(moves, worlds, strict=True) for row in world.assignments),
        worlds[0].intent,
    )


def joined_crowds(crowds: Sequence[Crowd]) -> Crowd:
    """These crowds, of one intent, as one."""
    moves = [_Move(number) for number in range(len(crowds))]
    return Crowd(
        _joined_ledgers([crowd.ledger for crowd in crowds]),
        tuple(move.row(row) for move, crowd in zip(moves, crowds, strict=True) for row in crowd.people),
        tuple(move.half(row) for move, crowd in zip(moves, crowds, strict=True) for row in crowd.assignments),
        crowds[0].intent,
    )


def _joined_ledgers(ledgers: Sequence[Ledger]) -> Ledger:
    moved = [_Move(number).ledger(ledger) for number, ledger in enumerate(ledgers)]
    return Ledger(
        tuple(device for ledger in moved for device in ledger.devices),
        tuple(owner for ledger in moved for owner in ledger.owners),
        tuple(span for ledger in moved for span in ledger.spans),
        max(ledger.last_ownership_id for ledger in moved),
        tuple(former for ledger in moved for former in ledger.former),
        tuple(former for ledger in moved for former in ledger.former_identifiers),
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """What is of the world of that number goes to organizations and ids of its own; that of the first stays."""

    number: int

    @property
    def _ids(self) -> int:
        return self.number * _APART

    def _there(self, org_id: str) -> str:
        return f"{org_id} {self.number}" if self.number else org_id

    def row(self, row: _Row) -> _Row:
        ids = self._ids
        moved = replace(row, row_id=row.row_id + ids, row=row.row + ids, org_id=self._there(row.org_id))
        if isinstance(moved, PersonRow) or moved.device_id is None:
            return moved
        return replace(moved, device_id=moved.device_id + ids)

    def half(self, row: AssignmentRow) -> AssignmentRow:
        listed = None if row.listed_row_id is None else row.listed_row_id + self._ids
        return replace(self.row(row), listed_row_id=listed)

    def ledger(self, ledger: Ledger) -> Ledger:
        ids, there = self._ids, self._there
        return Ledger(
            tuple(replace(one, device_id=one.device_id + ids, org_id=there(one.org_id)) for one in ledger.devices),
            tuple(replace(one, owner_id=one.owner_id + ids, org_id=there(one.org_id)) for one in ledger.owners),
            tuple(
                replace(
                    one, ownership_id=one.ownership_id + ids, device_id=one.device_id + ids, org_id=there(one.org_id)
                )
                for one in ledger.spans
            ),
            ledger.last_ownership_id + ids,
            tuple((there(org_id), address, owner_id + ids) for org_id, address, owner_id in ledger.former),
            tuple((there(one[0]), *one[1:3], one[3] + ids) for one in ledger.former_identifiers),
        )
