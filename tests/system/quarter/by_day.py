"""What people do in the quarter by day, before the senders make their lists; the number is that of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from pipeline.runs.apply import apply
from pipeline.runs.run import run
from pipeline.runs.steps.clock import Stages
from pipeline.runs.undo import LAST, undo
from tests.system.quarter.company import Device
from tests.system.quarter.quarter import Quarter
from tests.system.quarter.senders import Row

CARS_DELETED = 30
HR_AWAY, INTUNE_AWAY = (29, 41), (33, 39)
NEW_ADDRESS, ADDRESS_HEARD, RENAMED = 57, 65, 60
SERIAL_LEARNED, SERIAL_CORRECTED, SERIAL_AS_BEFORE = 59, 66, 73
UNDONE = 71
LENT, GIVEN_BACK = 52, 87
BY_HAND, HEARD_OF_IT = 79, 80


def _away(*folders: str) -> Callable[[Quarter, int], None]:
    """From that day on these send nothing; nobody where none is named."""

    def away(quarter: Quarter, number: int) -> None:
        quarter.silent = set(folders)

    return away


def _joiner_without_hr(quarter: Quarter, number: int) -> None:
    """Somebody whom HR has not told of yet gets a laptop, of which Intune tells first."""
    quarter.silent = {"hr"}
    joiner = list(quarter.life.company.people.values())[-1]
    _first(quarter, "intune", is_held=False).holder = joiner.number


def _cars_deleted(quarter: Quarter, number: int) -> None:
    """Somebody sees that the list of cars does not belong here, and deletes it."""
    (path,) = (quarter.office.root / "refused").rglob("cars.xlsx")
    path.unlink()
    del quarter.model.refused["snipe", "cars.xlsx"]


def _new_address(quarter: Quarter, number: int) -> None:
    """Somebody with a Mac gets another address, of which Jamf does not hear for a while."""
    person = quarter.life.company.people[_holder(_first(quarter, "jamf"))]
    person.former_email, person.email = person.email, f"{person.first}.novotna@quarter.example".lower()


def _address_heard(quarter: Quarter, number: int) -> None:
    for person in quarter.life.company.people.values():
        person.former_email = None


def _renamed(quarter: Quarter, number: int) -> None:
    """A person marries, and a laptop gets a better name."""
    device = _first(quarter, "intune")
    device.name = "RECEPTION"
    quarter.life.company.people[_holder(device)].last = "Vondracek"


def _serial_learned(quarter: Quarter, number: int) -> None:
    """The monitor without a serial number gets it."""
    device = next(one for one in quarter.life.company.devices.values() if one.serial is None)
    device.serial = "VWXZ90001"


def _serial_corrected(quarter: Quarter, number: int) -> None:
    """Somebody corrects a serial number in the list alone: that row means two devices, and is rejected and told."""
    device = _last_monitor(quarter)
    quarter.former_serial, device.serial = device.serial, "VWXZ90002"
    quarter.model.reject("snipe", device.number, called=device.serial)


def _serial_as_before(quarter: Quarter, number: int) -> None:
    """It has seen the digest, and writes what is on record until that is settled."""
    _last_monitor(quarter).serial = quarter.former_serial
    quarter.model.differing.clear()


def _lent(quarter: Quarter, number: int) -> None:
    """A monitor is lent for two days, and stays away for a week."""
    device = _first(quarter, "snipe", is_held=False)
    device.holder, device.due_on = quarter.life.staff()[0].number, quarter.day(number + 2)


def _given_back(quarter: Quarter, number: int) -> None:
    for device in quarter.life.company.devices.values():
        if device.due_on is not None:
            quarter.life.give_back(device)


def _undone(quarter: Quarter, number: int) -> None:
    """Somebody notices that the list of the pool was wrong, and takes it back."""
    office, plan = quarter.office, quarter.office.root / "undo.xlsx"
    office.clock.at = quarter.at(number)
    undo(LAST, office.settings, Stages(), output=plan, source="it")
    apply(plan, office.settings, Stages())
    quarter.model.take_back("it", quarter.before_it, quarter.day(number))


def _moved_by_hand(quarter: Quarter, number: int) -> None:
    """Somebody gives a dock away by a file of their own, before the list of its sender says so."""
    device, person = _first(quarter, "snipe"), quarter.life.staff()[1]
    path = book(quarter.office.root / "by hand.xlsx", ["Serial number", "Owner email"], [device.serial, person.email])
    office = quarter.office
    office.clock.at = quarter.at(number)
    run([path], office.settings, Stages())
    quarter.model.by_hand(Row(device.number, {}, {}, person.number), quarter.day(number))
    quarter.model.differing["snipe", device.number] = "changed_outside"
    quarter.to_be_heard = (device, person.number)


def _heard_of_it(quarter: Quarter, number: int) -> None:
    assert quarter.to_be_heard is not None
    device, person = quarter.to_be_heard
    device.holder = person
    quarter.model.differing.clear()


BY_DAY: Mapping[int, Callable[[Quarter, int], None]] = {
    HR_AWAY[0]: _away("hr"),
    CARS_DELETED: _cars_deleted,
    INTUNE_AWAY[0]: _away("hr", "intune"),
    INTUNE_AWAY[1]: _joiner_without_hr,
    HR_AWAY[1] + 1: _away(),
    NEW_ADDRESS: _new_address,
    ADDRESS_HEARD: _address_heard,
    RENAMED: _renamed,
    SERIAL_LEARNED: _serial_learned,
    SERIAL_CORRECTED: _serial_corrected,
    SERIAL_AS_BEFORE: _serial_as_before,
    UNDONE: _undone,
    LENT: _lent,
    BY_HAND: _moved_by_hand,
    HEARD_OF_IT: _heard_of_it,
    GIVEN_BACK: _given_back,
}


def _first(quarter: Quarter, sender: str, *, is_held: bool = True) -> Device:
    """The first device of that sender that somebody has, or nobody."""
    devices = quarter.life.company.devices.values()
    return next(one for one in devices if one.sender == sender and (one.holder is not None) == is_held and one.serial)


def _last_monitor(quarter: Quarter) -> Device:
    return [one for one in quarter.life.company.devices.values() if one.sender == "snipe"][1399]


def _holder(device: Device) -> int:
    assert device.holder is not None
    return device.holder


def book(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path
