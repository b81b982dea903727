"""What is going on when the fault comes: a folder made ready, and one command that writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.office import DESIRED
from tests.support.workbooks import write
from tests.system.faults.servant import Servant

DEVICES = 120
ENVIRONMENT = {"ROLLCALL_WAIT": "10"}
HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Location", "Purchase Price")
_PLAN = "plan.xlsx"


@dataclass(frozen=True, slots=True)
class Scene:
    """`steps` are the commands before, `words` the one that is disturbed; `again` the codes of the next try.

    The next try of a command that was done already may be refused, as a plan that was applied is.
    """

    name: str
    fill: Callable[[Path], None]
    words: tuple[str, ...]
    code: int = 0
    steps: tuple[tuple[str, ...], ...] = ()
    again: tuple[int, ...] = (0,)

    def words_in(self, folder: Path) -> tuple[str, ...]:
        """The command, with the backup that lies there."""
        return tuple(
            str(next((folder / "backups").glob("*.duckdb"))) if word == "BACKUP" else word for word in self.words
        )

    def prepare(self, folder: Path, servant: Servant) -> Path:
        """The folder as it is just before the command."""
        folder.mkdir(parents=True)
        self.fill(folder)
        for step in self.steps:
            ended = servant.give(folder, step, env=ENVIRONMENT)
            assert ended.code in (0, 4), (self.name, step, ended)
        return folder


def workbooks(folder: Path) -> None:
    """An inventory, who has what, and what changes the day after."""
    serials = [f"LT-{number:04}" for number in range(DEVICES)]
    write(folder / "inventory.xlsx", {"Devices": [HEADER, *_devices(serials)]})
    owners = ("anna", "ben", "eva")
    held = [(serial, f"{owners[at % 3]}@acme.example") for at, serial in enumerate(serials[: DEVICES // 2])]
    write(folder / "monday.xlsx", {"Desired": [DESIRED[:2], *held]})
    moved = [(serial, "zoe@acme.example") for serial, _ in held[:3]]
    bad = [("LT-9999", "ben@acme.example"), ("LT-0007", "no address")]
    write(folder / "tuesday.xlsx", {"Desired": [DESIRED[:2], *moved, *bad, (serials[-1], "eva@acme.example")]})
    write(folder / "full.xlsx", {"Desired": [DESIRED[:2], *held[2:]]})


def empty_inbox(folder: Path) -> None:
    """The same workbooks, and an inbox with nothing in it."""
    workbooks(folder)
    (folder / "inbox").mkdir()


def full_inbox(folder: Path) -> None:
    """A good file of each kind, one with bad rows, one that cannot be read, one twice, and a pair in a full folder."""
    workbooks(folder)
    inbox = folder / "inbox"
    for name in ("full", "hr"):
        (inbox / name).mkdir(parents=True)
    (inbox / "hr" / "rollcall.toml").write_text('added_by = "hr"\n')
    shutil.copy(folder / "inventory.xlsx", inbox / "devices.xlsx")
    shutil.copy(folder / "monday.xlsx", inbox / "monday.xlsx")
    shutil.copy(folder / "tuesday.xlsx", inbox / "hr" / "tuesday.xlsx")
    shutil.copy(folder / "monday.xlsx", inbox / "monday again.xlsx")
    (inbox / "broken.xlsx").write_bytes((folder / "monday.xlsx").read_bytes()[:-200] + b"\0" * 200)
    (inbox / "strange.csv").write_text("Colour;Shape\nred;round\n")
    for part, rows in enumerate(_pair()):
        write(inbox / "full" / f"part {part}.xlsx", {"Desired": [DESIRED[:2], *rows]})
    set_times(inbox)


def set_times(inbox: Path) -> None:
    """The files are of the same order in every copy."""
    for number, path in enumerate(sorted(path for path in inbox.rglob("*") if path.is_file())):
        os.utime(path, (1_700_000_000 + number * 60,) * 2)


def _pair() -> Iterator[list[tuple[str, str]]]:
    for part in range(2):
        numbers = range(part * 30, part * 30 + 29)
        yield [(f"LT-{number:04}", "max@acme.example") for number in numbers]


def _devices(serials: Sequence[str]) -> Iterator[tuple[object, ...]]:
    for number, serial in enumerate(serials):
        yield (serial, f"AT-{number}", f"Laptop {number}", "laptop", "computers", "Berlin", 1000 + number)


_FREE = ("--allow", "unassign_percent=100", "--allow", "reassign_percent=100", "--reason", "a test")
_OPENED = (("run", "inventory.xlsx", "monday.xlsx"),)
FIRST_RUN = Scene("first run", workbooks, ("run", "inventory.xlsx", "monday.xlsx"))
CHANGING_RUN = Scene("changing run", workbooks, ("run", "tuesday.xlsx", *_FREE), 4, _OPENED, (4,))
FULL_RUN = Scene("run --mode full", workbooks, ("run", "full.xlsx", "--mode", "full", *_FREE), 0, _OPENED)
APPLY = Scene(
    "apply",
    workbooks,
    ("apply", _PLAN),
    4,
    (*_OPENED, ("plan", "tuesday.xlsx", "-o", _PLAN, *_FREE)),
    (4, 6),
)
PUBLISH = Scene("publish", workbooks, ("publish",), 0, (*_OPENED, ("run", "tuesday.xlsx", *_FREE)))
BACKUP = Scene("backup", workbooks, ("backup",), 0, _OPENED)
RESTORE = Scene(
    "restore",
    workbooks,
    ("restore", "BACKUP", "--set-aside"),
    0,
    (*_OPENED, ("backup",), ("run", "tuesday.xlsx", *_FREE)),
)
REBUILD = Scene("rebuild", workbooks, ("rebuild",), 0, _OPENED)
KEEPING = (BACKUP, RESTORE, REBUILD)
SCENES = (FIRST_RUN, CHANGING_RUN, FULL_RUN, APPLY, PUBLISH, *KEEPING)
