"""Several worlds in one, each with organizations and ids of its own: many rows cost a decision little more than few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from pipeline.model import Intent
from tests.support.reference.records import AssignmentRow, InventoryRow, Ledger
from tests.support.worlds.strategies import World

_Row = TypeVar("_Row", AssignmentRow, InventoryRow)

_APART = 1000
"""So far apart are the ids of two worlds, those of devices that nobody has included."""


@st.composite
def joined_worlds(
    draw: st.DrawFn,
    worlds: Callable[[st.SearchStrategy[Intent]], st.SearchStrategy[World]],
    intents: st.SearchStrategy[Intent],
) -> World:
    """One to four such worlds beside each other. The intent must be one that decides each row for itself."""
    intent = draw(intents)
    return joined(draw(st.lists(worlds(st.just(intent)), min_size=1, max_size=4)))


def joined(worlds: Sequence[World]) -> World:
    """These worlds, of one intent, as one."""
    moved = [_moved(world, number) for number, world in enumerate(worlds)]
    ledgers = [world.ledger for world in moved]
    return World(
        Ledger(
            tuple(device for ledger in ledgers for device in ledger.devices),
            tuple(owner for ledger in ledgers for owner in ledger.owners),
            tuple(span for ledger in ledgers for span in ledger.spans),
            max(ledger.last_ownership_id for ledger in ledgers),
            tuple(former for ledger in ledgers for former in ledger.former),
        ),
        tuple(row for world in moved for row in world.inventory),
        tuple(row for world in moved for row in world.assignments),
        worlds[0].intent,
    )


def _moved(world: World, number: int) -> World:
    ledger, ids = world.ledger, number * _APART

    def there(org_id: str) -> str:
        return f"{org_id} {number}" if number else org_id

    def row_there(row: _Row) -> _Row:
        device_id = None if row.device_id is None else row.device_id + ids
        return replace(row, row_id=row.row_id + ids, row=row.row + ids, org_id=there(row.org_id), device_id=device_id)

    def half_there(row: AssignmentRow) -> AssignmentRow:
        listed = None if row.listed_row_id is None else row.listed_row_id + ids
        return replace(row_there(row), listed_row_id=listed)

    known = Ledger(
        tuple(replace(one, device_id=one.device_id + ids, org_id=there(one.org_id)) for one in ledger.devices),
        tuple(replace(one, owner_id=one.owner_id + ids, org_id=there(one.org_id)) for one in ledger.owners),
        tuple(
            replace(one, ownership_id=one.ownership_id + ids, device_id=one.device_id + ids, org_id=there(one.org_id))
            for one in ledger.spans
        ),
        ledger.last_ownership_id + ids,
        tuple((there(org_id), address, owner_id + ids) for org_id, address, owner_id in ledger.former),
    )
    inventory = tuple(row_there(row) for row in world.inventory)
    return World(known, inventory, tuple(half_there(row) for row in world.assignments), world.intent)
