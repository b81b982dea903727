"""What the digest of a night must say, from what was planted and believed; and what it says, in the same words."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.model import Digest
from tests.system.quarter.belief import ACTIONS, Belief, Taken
from tests.system.quarter.senders import Facts, Row

Told = dict[str, Any]

_SHOWN = 30
"""Nights of which the digest has the figures."""


@dataclass(slots=True)
class Model:
    """All that is known of the ledger from outside: beliefs, and of each sender what was taken, refused and heard."""

    belief: Belief = field(default_factory=Belief)
    taken: dict[str, tuple[str, Taken]] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    heard: dict[str, date] = field(default_factory=dict)
    nights: dict[date, Counter[str]] = field(default_factory=dict)
    differing: dict[tuple[str, int], str] = field(default_factory=dict)
    """The rows, by sender and device, that differ from what is believed, each with its cause."""
    turned_away: dict[str, list[Row]] = field(default_factory=dict)
    """The rows of the list of people that was refused, as long as it waits."""
    names: dict[int, str] = field(default_factory=dict)
    """What devices are called whose rows are rejected."""
    known: set[Path] = field(default_factory=set)
    """The files that were taken: they are not taken again."""

    def copied(self) -> Model:
        """The same, to go back to."""
        return copy.deepcopy(self)

    def take(self, folder: str, file: str, rows: list[Row], night: date, *, is_all: bool = False) -> None:
        """A list that was new and is accepted."""
        is_people = folder == "hr"
        bad = {device for (one, device), why in self.differing.items() if (one, why) == (folder, "refused")}
        whole, rows = len(rows), [row for row in rows if row.number not in bad]
        taken = self.belief.accept_people(rows) if is_people else self.belief.accept(rows, night, is_all=is_all)
        self.taken[folder] = (file, replace(taken, rows=whole, rejected=len(bad)))
        self.nights.setdefault(night, Counter()).update(taken.actions)
        self.hear(folder, file, night)

    def hear(self, folder: str, file: str, night: date) -> None:
        """A list that can be used, new or not."""
        self.heard[folder] = night
        self.turned_away.pop(folder, None)
        self.refused.pop((folder, file), None)

    def by_hand(self, row: Row, night: date) -> None:
        """A row that somebody runs."""
        taken = self.belief.accept([row], night)
        self.nights.setdefault(night, Counter()).update(taken.actions)

    def take_back(self, folder: str, before: Model, night: date) -> None:
        """The last list of that sender is undone: who had what is as it was, and who passed it on passes it back."""
        _, undone = self.taken[folder]
        self.belief, self.taken[folder] = before.belief, before.taken[folder]
        self.nights.setdefault(night, Counter())["reassign"] += undone.actions["reassign"]

    def reject(self, folder: str, device: int, *, called: str) -> None:
        """The row of that device, as it calls it, is rejected while it differs, and nothing of it is believed."""
        self.differing[folder, device] = "refused"
        self.names[device] = called

    def refuse(self, folder: str, file: str, code: str, night: date) -> None:
        """A file that is refused as a whole."""
        self.refused[folder, file] = code
        self.nights.setdefault(night, Counter())["refused"] += 1

    def told(self, night: date, quiet_after: dict[str, timedelta]) -> Told:
        """What the digest of that night must say."""
        people, holding = self.belief.people, self.belief.holding.values()
        since = night - timedelta(days=_SHOWN - 1)
        return {
            "sources": self._sources(),
            "differences": sorted(self._differences()),
            "refusals": sorted((folder, file, code) for (folder, file), code in self.refused.items()),
            "quiet": sorted(folder for folder, days in quiet_after.items() if night - self.heard[folder] > days),
            "leavers": sorted(
                (self.known_by(held.device), handle(people[held.person]))
                for held in holding
                if (people[held.person].get("ends_on") or night) < night
            ),
            "overdue": sorted(self.known_by(device) for device, due in self.belief.due.items() if due < night),
            "nights": {day: _counted(actions) for day, actions in self.nights.items() if day >= since},
            "owners": dict(Counter(handle(people[held.person]) for held in holding)),
        }

    def known_by(self, device: int) -> str:
        """The strongest identifier of a device."""
        facts = self.belief.devices[device]
        return str(facts.get("serial_number") or facts.get("asset_tag"))

    def _differences(self) -> list[tuple[str, str, str]]:
        """The rows that differ from what is believed: sender, device or person, and cause."""
        told = [
            (folder, self.names.get(device) or self.known_by(device), why)
            for (folder, device), why in self.differing.items()
        ]
        people = [
            (folder, handle(self.belief.people.get(row.number) or row.facts), "refused")
            for folder, rows in self.turned_away.items()
            for row in rows
            if self.belief.differs_of(row)
        ]
        return [*told, *people]

    def _sources(self) -> dict[str, tuple[object, ...]]:
        waiting = Counter(folder for folder, _ in self.refused)
        differs = Counter(folder for folder, _, _ in self._differences())
        told: dict[str, tuple[object, ...]] = {}
        for folder, (file, taken) in self.taken.items():
            outcomes = (taken.changed, taken.rows - taken.changed - taken.rejected, 0, taken.rejected)
            told[folder] = (file, taken.rows, *outcomes, waiting[folder], differs[folder], None)
        return told


def handle(person: Facts) -> str:
    """What somebody is called in lists."""
    return str(person.get("email") or person["external_user_id"])


def said(digest: Digest) -> Told:
    """What a digest says, in the same words."""
    outcomes = ("rows_in", "rows_applied", "rows_unchanged", "rows_skipped", "rows_rejected")
    sources = digest.sources.select("source", "files", *outcomes, "refused", "differs", "remark")
    return {
        "sources": {source: tuple(rest) for source, *rest in sources.iter_rows()},
        "differences": sorted(digest.differences.select("source", "device", "cause").iter_rows()),
        "refusals": sorted(digest.refusals.select("source", "file", "code").iter_rows()),
        "quiet": sorted(digest.quiet["source"]),
        "leavers": sorted(digest.leavers.select("device", "owner_email").iter_rows()),
        "overdue": sorted(digest.overdue["device"]),
        "nights": {day: tuple(rest) for day, *rest in digest.nights.select("day", *ACTIONS, "refused").iter_rows()},
        "owners": dict(digest.owners.select("owner_email", "devices").iter_rows()),
    }


def amiss(found: Told, wanted: Told) -> dict[str, tuple[object, object]]:
    """What is told and should not be, and what should be and is not, by the list of the digest."""
    return {name: _apart(found[name], wanted[name]) for name in wanted if found[name] != wanted[name]}


def _apart(found: Any, wanted: Any) -> tuple[object, object]:
    mine, theirs = (list(each.items()) if isinstance(each, dict) else each for each in (found, wanted))
    return [one for one in mine if one not in theirs][:5], [one for one in theirs if one not in mine][:5]


def _counted(actions: Counter[str]) -> tuple[int, ...]:
    return tuple(actions[name] for name in (*ACTIONS, "refused"))
