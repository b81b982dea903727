"""Ninety nights: what the senders drop, what the nightly job makes of it, and what it should have made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from tests.system.quarter import styles
from tests.system.quarter.company import FIRST_DAY, Device, found
from tests.system.quarter.expected import Model, amiss, said
from tests.system.quarter.life import Life
from tests.system.quarter.office import Office
from tests.system.quarter.senders import FINANCE, HR, INTUNE, IT, JAMF, SENDERS, SNIPE, Row, Sender, checked_in

NIGHTS = 90
_FORTNIGHT = 14
_MADE = {
    HR: (1, 4, 8, 11),
    INTUNE: (0, 2, 4, 7, 9, 11),
    JAMF: (2, 9),
    SNIPE: (3, 10),
    FINANCE: (0,),
    IT: (0, 7),
}
"""The days of a fortnight on which each sender makes its list anew; the first is a Monday, as is the eighth."""
_WEEKDAYS = (*range(5), *range(7, 12))
_DROPPED = {**_MADE, JAMF: _WEEKDAYS, SNIPE: _WEEKDAYS}
"""Those on which it drops what it has made last."""
_QUIET = {"hr": 156, "intune": 80, "jamf": 348, "finance": 372}
"""The hours after which a sender counts as quiet, as the settings say."""
_BEDTIME = time(22)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file in the inbox, and the rows that it has; None where the ledger must not take them."""

    folder: str
    file: str
    path: Path
    rows: list[Row] | None
    code: str = ""
    """Of the refusal that it must meet."""
    refused: list[Row] = field(default_factory=list)
    """The rows that can be read of it all the same."""


@dataclass(slots=True)
class Quarter:
    """The time so far. `wrong` has what a digest told amiss, by night."""

    office: Office
    life: Life
    model: Model = field(default_factory=Model)
    made: dict[str, Dropped] = field(default_factory=dict)
    dropped: dict[int, list[Dropped]] = field(default_factory=dict)
    wrong: dict[str, object] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    """The senders that send nothing now."""
    backup: Path = Path()
    at_backup: Model = field(default_factory=Model)
    before_it: Model = field(default_factory=Model)
    """What was believed at the last backup, and before the list of the pool that was wrong."""
    is_misled: bool = False
    """True from when that list is dropped until it is taken."""
    told_lost: list[int] = field(default_factory=list)
    runs_lost: list[int] = field(default_factory=list)
    """The files of the runs that a restored ledger lacks: as it says, and as they were dropped."""
    former_serial: str | None = None
    to_be_heard: tuple[Device, int] | None = None

    def day(self, number: int) -> date:
        """The day before the night of that number; the first is 0."""
        return FIRST_DAY + timedelta(days=number)

    def bedtime(self, number: int) -> datetime:
        """When the nightly job starts."""
        return datetime.combine(self.day(number), _BEDTIME)

    def at(self, number: int, hour: int = 12) -> datetime:
        """An hour of that day."""
        return datetime.combine(self.day(number), time(hour))

    def send(self, number: int) -> list[Dropped]:
        """What the senders drop by day, each in its turn."""
        today = number % _FORTNIGHT
        sending = [one for one in SENDERS if one.folder not in self.silent and (today in _DROPPED[one] or not number)]
        return [self.sent(one, number, is_made=today in _MADE[one] or not number) for one in sending]

    def sent(self, sender: Sender, number: int, *, is_made: bool = True) -> Dropped:
        """The list of that sender: made anew, or what it has made last."""
        day, last = self.day(number), self.made.get(sender.folder)
        if last is not None and not is_made:
            return last
        rows = sender.rows(self.life.company, day)
        rows = checked_in(rows, day, every=6) if sender is INTUNE else rows
        return self.rewritten(Dropped(sender.folder, sender.file_of(day), Path(), rows), rows, number)

    def rewritten(self, one: Dropped, rows: list[Row], number: int) -> Dropped:
        """The file with these rows."""
        path = self.office.root / "desks" / f"{number:03} {one.folder}{Path(one.file).suffix}"
        path.parent.mkdir(exist_ok=True)
        styles.write(one.folder, path, rows, self.day(number))
        self.made[one.folder] = replace(one, path=path, rows=rows)
        return self.made[one.folder]

    def night(self, number: int, files: list[Dropped], *, at: datetime | None = None) -> None:
        """The files are dropped and swept, and the digest is compared with what it must say."""
        self.dropped[number] = files
        self.drop(number, files)
        self.office.sweep(at or self.bedtime(number), is_limited=number > 0)
        self.expect(number, files)
        self.compare(number, str(number))

    def drop(self, number: int, files: list[Dropped]) -> None:
        """Into the inbox, one a minute."""
        for place, one in enumerate(files):
            self.office.drop(one.folder, one.file, one.path, self.at(number, 18) + timedelta(minutes=place))

    def expect(self, number: int, files: list[Dropped], *, night: date | None = None) -> None:
        """What the ledger must make of the files: the list that is the whole state comes last."""
        night = night or self.day(number)
        for one in sorted(files, key=lambda one: one.folder == "it"):
            if one.rows is None:
                self.model.refuse(one.folder, one.file, one.code, night)
                if one.refused:
                    self.model.turned_away[one.folder] = one.refused
            elif one.path not in self.model.known or one.folder == "it":
                if one.folder == "it" and self.is_misled:
                    self.before_it, self.is_misled = self.model.copied(), False
                self.model.take(one.folder, one.file, one.rows, night, is_all=one.folder == "it")
                self.model.known.add(one.path)
            else:
                self.model.hear(one.folder, one.file, night)

    def compare(self, number: int, name: str) -> None:
        """The digest of that night with what it must say."""
        wanted = self.model.told(self.day(number), {one: timedelta(hours=hours) for one, hours in _QUIET.items()})
        wrong = amiss(said(self.office.digests[-1]), wanted)
        if wrong:
            self.wrong[name] = wrong


def begun(office: Office, seed: int) -> Quarter:
    """A company on its first day, and its office without a ledger."""
    chance = Random(seed)
    company = found(chance)
    next(one for one in company.devices.values() if one.sender == "snipe").serial = None
    return Quarter(office, Life(company, chance))
