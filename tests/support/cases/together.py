"""Many cases in one world: each has organizations of its own, so that all of them are decided at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from pipeline.core.expressions import Frame
from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Mode
from tests.support.cases.world import Case
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner, PersonRow, Span
from tests.support.worlds.decisions import Verdict, decide, on_polars

_Row = TypeVar("_Row", AssignmentRow, InventoryRow)

_APART = 100
"""So far apart are the ids of two cases, those of devices that nobody has included."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one case among others, whose organizations all begin with the same letters."""

    beginning: str
    inventory: tuple[InventoryRow, ...]
    assignments: tuple[AssignmentRow, ...]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One case among others: its organizations and its ids are moved there and back."""

    case: Case
    number: int

    @property
    def _ids(self) -> int:
        return self.number * _APART

    def there(self, org_id: str) -> str:
        """The organization of this case that stands for one of the little world."""
        return f"{self.number:03} {org_id}"

    def devices(self) -> list[Device]:
        return [
            replace(one, device_id=one.device_id + self._ids, org_id=self.there(one.org_id))
            for one in self.case.devices
        ]

    def owners(self) -> list[Owner]:
        return [
            replace(one, owner_id=one.owner_id + self._ids, org_id=self.there(one.org_id)) for one in self.case.owners
        ]

    def spans(self) -> list[Span]:
        return [
            replace(
                one, ownership_id=at + self._ids, device_id=one.device_id + self._ids, org_id=self.there(one.org_id)
            )
            for at, one in enumerate(self.case.spans, start=1)
        ]

    def moved(self, row: _Row) -> _Row:
        device_id = None if row.device_id is None else row.device_id + self._ids
        row_id, place = row.row_id + self._ids, row.row + self._ids
        return replace(row, org_id=self.there(row.org_id), device_id=device_id, row_id=row_id, row=place)

    def moved_person(self, row: PersonRow) -> PersonRow:
        row_id, place = row.row_id + self._ids, row.row + self._ids
        return replace(row, org_id=self.there(row.org_id), row_id=row_id, row=place)

    def rows(self) -> Rows:
        return Rows(
            f"{self.number:03} ",
            tuple(self.moved(row) for row in self.case.inventory),
            tuple(self.moved(row) for row in self.case.assignments),
            tuple(self.moved_person(row) for row in self.case.people),
        )

    def verdict(self, of_all: Verdict) -> Verdict:
        """The part of the verdict that is about this case, as if it had been alone."""
        here = range(self._ids, self._ids + _APART)
        return Verdict(
            rows={row_id - self._ids: found for row_id, found in of_all.rows.items() if row_id in here},
            absent=[(device - self._ids, owner, held) for device, owner, held in of_all.absent if device in here],
            missing=[device - self._ids for device in of_all.missing if device in here],
            ledger=self._ledger(of_all.ledger),
            decided=of_all.decided,
        )

    def _ledger(self, of_all: Ledger) -> Ledger:
        orgs = {self.there(org_id): org_id for org_id in (DEFAULT_ORG, "other")}
        devices = [device for device in of_all.devices if device.org_id in orgs]
        numbers = {device.device_id: at for at, device in enumerate(devices, start=1)}
        spans = (span for span in of_all.spans if span.org_id in orgs)
        return Ledger(
            tuple(replace(one, device_id=numbers[one.device_id], org_id=orgs[one.org_id]) for one in devices),
            tuple(replace(one, org_id=orgs[one.org_id]) for one in of_all.owners if one.org_id in orgs),
            tuple(replace(one, device_id=numbers[one.device_id], org_id=orgs[one.org_id]) for one in spans),
        )


def by_intent(cases: Sequence[Case]) -> list[list[Case]]:
    """The cases that can be decided at once; cases stand alone where rows of other organizations matter to them."""
    groups: list[list[Case]] = []
    for case in cases:
        alike = (group for group in groups if group[0].intent == case.intent and _is_for_each_row(case.intent))
        group = next(alike, None)
        if group is None:
            groups.append(group := [])
        group.append(case)
    return groups


def _is_for_each_row(intent: Intent) -> bool:
    """True where no row decides what becomes of the rows of other organizations, or of what no row names."""
    return intent.mode is Mode.INSTRUCTIONS and not intent.atomic and not intent.inventory_complete


def decided_together(cases: Sequence[Case], lazily: Callable[[pl.DataFrame], Frame] = on_polars) -> dict[str, Verdict]:
    """The verdict on each of these cases of one intent."""
    intent = cases[0].intent
    if len(cases) == 1:
        (case,) = cases
        world = (case.ledger, case.inventory, case.assignments, intent)
        return {case.name: decide(*world, people=case.people, lazily=lazily)}
    ledger, rows = joined(cases)
    everything = together(rows)
    world = (ledger, everything.inventory, everything.assignments, intent)
    of_all = decide(*world, people=everything.people, lazily=lazily)
    return {part.case.name: part.verdict(of_all) for part in _parts(cases)}


def joined(cases: Sequence[Case]) -> tuple[Ledger, list[Rows]]:
    """One ledger with what all these cases have on record, and the rows of each of them."""
    parts = _parts(cases)
    ledger = Ledger(
        tuple(device for part in parts for device in part.devices()),
        tuple(owner for part in parts for owner in part.owners()),
        tuple(span for part in parts for span in part.spans()),
    )
    return ledger, [part.rows() for part in parts]


def together(rows: Sequence[Rows]) -> Rows:
    """All these rows as if they were of one case."""
    return Rows(
        "",
        tuple(row for one in rows for row in one.inventory),
        tuple(row for one in rows for row in one.assignments),
        tuple(row for one in rows for row in one.people),
    )


def _parts(cases: Sequence[Case]) -> list[_Part]:
    return [_Part(case, number) for number, case in enumerate(cases)]
