"""What goes wrong in the inbox and by night, and when; the number is that of the day and of the night after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from msoffcrypto.format.ooxml import OOXMLFile

from pipeline.runs.ledger_safety import backup, restore
from tests.system.quarter.by_day import BY_DAY, book
from tests.system.quarter.quarter import Dropped, Quarter
from tests.system.quarter.senders import FINANCE

TRUNCATED, RESULTS, SHORTENED, LOCKED, CARS, MISLED = 9, 14, 18, 22, 28, 70
KILLED, BACKED_UP, RESTORED = 43, 48, 51

Inbox = list[Dropped]


# What is wrong with the files in the inbox.


def _truncated(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """The transfer broke off after a sixth of the file, amid a cell; the next day it comes whole."""

    def cut(one: Dropped) -> Dropped:
        content = one.path.read_bytes()
        path = one.path.with_name(f"cut {one.path.name}")
        path.write_bytes(content[: content.rfind(b'","', 0, len(content) // 6) + 3])
        return replace(one, path=path, rows=None, code="file_unreadable")

    return [cut(one) if one.folder == "jamf" else one for one in files]


def _shortened(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """HR sends a sixth of its list: somebody had filtered it."""

    def filtered(one: Dropped) -> Dropped:
        rows = one.rows or []
        short = quarter.rewritten(one, rows[: len(rows) // 6], number)
        return replace(short, rows=None, refused=short.rows or [], code="fewer_rows_percent")

    return [filtered(one) if one.folder == "hr" else one for one in files]


def _results_instead(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """Finance sends the results of last week back, under the name of its register."""
    newest = max(path for path in (quarter.office.root / "results").glob("*/results.xlsx"))

    def swapped(one: Dropped) -> Dropped:
        return replace(one, path=newest, rows=None, code="own_results")

    return [swapped(one) if one.folder == "finance" else one for one in files]


def _locked(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """HR protects its list with a password."""

    def protected(one: Dropped) -> Dropped:
        path = one.path.with_name(f"locked {one.path.name}")
        with one.path.open("rb") as plain, path.open("wb") as locked:
            OOXMLFile(plain).encrypt("open sesame", locked)
        return replace(one, path=path, rows=None, code="file_encrypted")

    return [protected(one) if one.folder == "hr" else one for one in files]


def _cars(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """The list of another department lands in the folder of the asset manager."""
    cars = [["B-AB 123", "Estate", "Mia Kern", 30000], ["B-AB 124", "Van", "Tom Rey", 41000]]
    path = book(quarter.office.root / "desks" / "cars.xlsx", ["Plate", "Vehicle", "Driver", "Cost"], *cars)
    return [*files, Dropped("snipe", "cars.xlsx", path, None, code="no_usable_sheet")]


def _misled(quarter: Quarter, number: int, files: Inbox) -> Inbox:
    """The list of the pool has some people with the laptops of others."""
    quarter.is_misled = True

    def shifted(one: Dropped) -> Dropped:
        rows = one.rows or []
        wrong = [
            replace(row, cells=row.cells | {"Assigned to": other.cells["Assigned to"]}, holder=other.holder)
            for row, other in zip(rows[:40], rows[2:42], strict=True)
        ]
        return quarter.rewritten(one, [*wrong, *rows[40:]], number)

    return [shifted(one) if one.folder == "it" else one for one in files]


IN_THE_INBOX: Mapping[int, Callable[[Quarter, int, Inbox], Inbox]] = {
    TRUNCATED: _truncated,
    RESULTS: _results_instead,
    RESULTS + 1: lambda quarter, number, files: [*files, quarter.sent(FINANCE, number)],
    SHORTENED: _shortened,
    LOCKED: _locked,
    CARS: _cars,
    MISLED: _misled,
}


# What goes otherwise than usual by night.


def _killed(quarter: Quarter, number: int, files: Inbox) -> None:
    """The machine goes down when the first file is committed and nothing is published; it sweeps when it is back."""
    quarter.drop(number, files)
    night = quarter.bedtime(number)
    assert quarter.office.sweep_until(night, "committed") == -9
    quarter.office.sweep(night + timedelta(hours=1))
    quarter.expect(number, files)
    quarter.compare(number, str(number))


def _backed_up(quarter: Quarter, number: int, files: Inbox) -> None:
    """The usual night, and a backup after it."""
    quarter.night(number, files)
    quarter.office.clock.at = quarter.bedtime(number) + timedelta(hours=1)
    quarter.backup = backup(quarter.office.settings, keep=3).path
    quarter.at_backup = quarter.model.copied()


def _restored(quarter: Quarter, number: int, files: Inbox) -> None:
    """The ledger of the backup takes the place of the present one; the nights since are done again, then this one."""
    office, night = quarter.office, quarter.bedtime(number)
    office.clock.at = quarter.at(number)
    done, remarks = restore(quarter.backup, office.settings, set_aside=True)
    heard = quarter.model.heard
    quarter.model = quarter.at_backup
    quarter.model.heard = heard
    lost = range(BACKED_UP + 1, number)
    assert remarks == ()
    quarter.told_lost = [len(run.paths) for run in done.lost]
    quarter.runs_lost = [1 for again in lost for one in quarter.dropped[again] if one.path not in quarter.model.known]
    for again in lost:
        quarter.drop(number, quarter.dropped[again])
        office.sweep(quarter.at(number, 13 + again - lost[0]))
        quarter.expect(again, quarter.dropped[again], night=quarter.day(number))
        quarter.compare(number, f"{again} again")
    quarter.night(number, files, at=night)


BY_NIGHT: Mapping[int, Callable[[Quarter, int, Inbox], None]] = {
    KILLED: _killed,
    BACKED_UP: _backed_up,
    RESTORED: _restored,
}


def live_through(quarter: Quarter, nights: int) -> None:
    """All of it, night after night."""
    for number in range(nights):
        if number:
            quarter.life.live(quarter.day(number))
        if number in BY_DAY:
            BY_DAY[number](quarter, number)
        files = quarter.send(number)
        files = IN_THE_INBOX[number](quarter, number, files) if number in IN_THE_INBOX else files
        BY_NIGHT.get(number, Quarter.night)(quarter, number, files)
