"""What happens to the company day by day: people come, move and leave, devices are bought, passed on, given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.system.quarter.company import DEPARTMENTS, FIELD, FIRST_DAY, Company, Device, Person

_SATURDAY = 5
_MONDAY = 0
_NOTICE, _LATER = timedelta(days=2), timedelta(days=4)
"""People hand in their notice so long before their last day, and their devices so long after it."""


@dataclass(slots=True)
class Life:
    """The days of a company; `left` are those who have left and still have devices."""

    company: Company
    chance: Random
    left: list[Person] = field(default_factory=list)

    def live(self, day: date) -> None:
        """One day; nothing happens at the weekend."""
        if day.weekday() >= _SATURDAY:
            return
        if day.weekday() == _MONDAY:
            self._week(day)
        for _ in range(self.chance.randint(1, 4)):
            self._pass_on(self._any(("intune", "jamf", "snipe")))
        for _ in range(self.chance.randint(2, 9)):
            device = self._any(("intune", "jamf"))
            device.version = f"{device.version.split('.')[0]}.{day.toordinal() % 97}"
        self.give_back(self._any(("intune", "jamf", "snipe")))
        for person in [one for one in self.left if one.last_day is not None and day >= one.last_day + _LATER]:
            self.left.remove(person)
            for device in self.company.held_by(person.number):
                self.give_back(device)

    def give_back(self, device: Device) -> None:
        """The device comes back; a phone is passed on at once, since the register of finance always has somebody."""
        if device.sender in {"finance", "pool"}:
            self._pass_on(device)
        else:
            device.holder = device.due_on = None

    def leave(self, person: Person, day: date) -> None:
        """They have handed in their notice."""
        person.last_day = day + _NOTICE
        self.left.append(person)

    def staff(self, *, in_field: bool = False) -> list[Person]:
        """Those who stay, of the department that has nothing but pool laptops or of the others."""
        return [
            one
            for one in self.company.people.values()
            if one.last_day is None and (one.department == FIELD) == in_field
        ]

    def _week(self, day: date) -> None:
        for _ in range(2):
            self.company.hire(self.chance, self.chance.choice(DEPARTMENTS), day)
        for sender in ("intune", "jamf", "snipe", "finance"):
            self.company.buy(self.chance, sender, day)
        if (day - FIRST_DAY).days % 14 == 0:  # when finance lists it at once, so that the list of the pool may name it
            self.company.buy(self.chance, "pool", day)
        for sender in ("finance", "finance", "pool"):
            self._pass_on(self._any((sender,)))
        mover = self.chance.choice(self.staff())
        mover.department = self.chance.choice(DEPARTMENTS)
        self.leave(self.chance.choice(self.staff()), day)

    def _pass_on(self, device: Device) -> None:
        """To somebody else; of the pool only what leaves a laptop to whoever had it."""
        others = [one for one in self.staff(in_field=device.sender == "pool") if one.number != device.holder]
        if device.sender == "pool" and device.holder and len(self.company.held_by(device.holder)) == 1:
            return
        device.holder = self.chance.choice(others).number

    def _any(self, senders: tuple[str, ...]) -> Device:
        return self.chance.choice([one for one in self.company.devices.values() if one.sender in senders])
