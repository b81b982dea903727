"""What a ledger must believe of the lists that it was given: a plain model, written apart from the product.

A list is accepted as a whole. What a row says is so from then on; what it leaves blank stays as it was.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.system.quarter.senders import SAYS_NOTHING, Facts, Row

ACTIONS = ("create", "update", "assign", "reassign", "unassign")


@dataclass(slots=True)
class Held:
    """One person had one device, from the night on which a list first said so until the night on which it ended."""

    device: int
    person: int
    since: date
    until: date | None = None


@dataclass(slots=True)
class Taken:
    """The last list of a sender that was accepted: the rows of it, and of those how many changed something."""

    rows: int
    changed: int
    actions: Counter[str]
    rejected: int = 0


@dataclass(slots=True)
class Belief:
    """People and devices as the lists say, and who has had what."""

    people: dict[int, Facts] = field(default_factory=dict)
    devices: dict[int, Facts] = field(default_factory=dict)
    history: list[Held] = field(default_factory=list)
    holding: dict[int, Held] = field(default_factory=dict)
    due: dict[int, date] = field(default_factory=dict)
    """When what somebody has is expected back."""

    def copied(self) -> Belief:
        """The same, to go back to."""
        return copy.deepcopy(self)

    def accept_people(self, rows: Sequence[Row]) -> Taken:
        """A list of people: whoever is not known is from now on."""
        changed = sum(_learn(self.people.setdefault(row.number, {}), row.facts) for row in rows)
        return Taken(len(rows), changed, Counter())

    def accept(self, rows: Sequence[Row], night: date, *, is_all: bool = False) -> Taken:
        """A list of devices; with `is_all`, whoever it names has nothing but what it says."""
        actions: Counter[str] = Counter()
        changed = sum(self._accept_row(row, night, actions) for row in rows)
        if is_all:
            named, people = {row.number for row in rows}, {row.holder for row in rows}
            gone = [held for held in self.holding.values() if held.person in people and held.device not in named]
            for held in gone:
                actions["unassign"] += 1
                self._give(held.device, None, night)
        return Taken(len(rows), changed, actions)

    def holder_of(self, device: int) -> int | None:
        """Who has the device now."""
        held = self.holding.get(device)
        return held.person if held else None

    def differs_of(self, row: Row) -> bool:
        """True where the row of a person says something that is not believed."""
        known = self.people.get(row.number, {})
        return any(value is not None and known.get(name) != value for name, value in row.facts.items())

    def _accept_row(self, row: Row, night: date, actions: Counter[str]) -> bool:
        is_new = row.number not in self.devices
        is_changed = _learn(self.devices.setdefault(row.number, {}), row.facts)
        actions["create" if is_new else "update"] += is_changed
        before = self.holder_of(row.number)
        if row.holder in {SAYS_NOTHING, before}:
            return self._due_back(row, actions) or is_changed
        actions["assign" if before is None else "unassign" if row.holder is None else "reassign"] += 1
        if row.holder is not None:
            self.people.setdefault(row.holder, dict(row.holder_facts))
        self._give(row.number, row.holder, night)
        if row.due_on is not None:
            self.due[row.number] = row.due_on
        return True

    def _due_back(self, row: Row, actions: Counter[str]) -> bool:
        """True where the row says another day than is believed on which its device is expected back."""
        if row.due_on is None or self.due.get(row.number) == row.due_on:
            return False
        self.due[row.number] = row.due_on
        actions["update"] += 1
        return True

    def _give(self, device: int, person: int | None, night: date) -> None:
        held = self.holding.pop(device, None)
        self.due.pop(device, None)
        if held is not None:
            held.until = night
        if person is not None:
            self.holding[device] = Held(device, person, night)
            self.history.append(self.holding[device])


def _learn(known: Facts, said: dict[str, Any]) -> bool:
    """Keep what is said and new; True where anything was."""
    new = {name: value for name, value in said.items() if value is not None and known.get(name) != value}
    known.update(new)
    return bool(new)
