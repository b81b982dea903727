"""An inbox at a desk: files are dropped into it, and it is swept."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs.sweep import finish
from tests.support.desk import Cells, Desk
from tests.support.office import INVENTORY, MONDAY, asked
from tests.support.workbooks import write

MONDAY_AT = 1_735_718_400
"""The first files are of this time; each one that is dropped later is younger by a minute."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The folder `inbox` of a desk, and what lies beside it after a sweep."""

    desk: Desk

    @property
    def folder(self) -> Path:
        """Where files are dropped."""
        return self.desk.folder / "inbox"

    def drop(self, name: str, *rows: Cells, source: str = "", minute: int = 0) -> Path:
        """A workbook of one sheet, in the inbox or in a folder of it, saved in that minute."""
        folder = self.folder / source
        folder.mkdir(parents=True, exist_ok=True)
        path = write(folder / name, {"Desired": rows})
        return self.dated(path, minute)

    def dated(self, path: Path, minute: int) -> Path:
        """The file, as if it had been saved in that minute."""
        os.utime(path, (MONDAY_AT + 60 * minute,) * 2)
        return path

    def settings(self, text: str, source: str = "") -> None:
        """What the `rollcall.toml` of a drop folder says."""
        (self.folder / source).mkdir(parents=True, exist_ok=True)
        (self.folder / source / "rollcall.toml").write_text(text)

    def sweep(self, *words: object, code: int = 0) -> Any:
        """What a sweep prints with `--json`; it must end with that code."""
        return self.desk.json("sweep", "inbox", *words, code=code)

    def fates(self, *words: object, code: int = 0) -> dict[str, str]:
        """The fate of each file by its name, below the inbox."""
        return {named(file): file["fate"] for file in self.sweep(*words, code=code)["files"]}

    def beside(self, folder: str) -> list[Path]:
        """The files below `archive`, `refused` or `processing`, hidden ones too, in the order of their paths."""
        found = (self.desk.folder / folder).rglob("*")
        return sorted(path for path in found if path.is_file() and path.name != ".sweep.lock")

    def archived(self) -> list[str]:
        """The fingerprints of what lies in the archive, each of which must be that of its bytes."""
        fingerprints = []
        for path in self.beside("archive"):
            fingerprints.append(hashlib.sha256(path.read_bytes()).hexdigest())
            assert path.parent.name == fingerprints[-1][:2]
            assert path.stem == fingerprints[-1]
        return fingerprints

    def copied_to(self, folder: Path) -> Inbox:
        """The same on another desk."""
        shutil.copytree(self.desk.folder, folder, dirs_exist_ok=True)
        return Inbox(Desk(folder))


def open_inbox(desk: Desk) -> Inbox:
    """An inbox with Monday's workbooks in it, to be swept for the first time."""
    inbox = Inbox(desk)
    inbox.drop("monday.xlsx", *MONDAY, minute=0)
    inbox.drop("inventory.xlsx", *INVENTORY, minute=1)
    return inbox


def takes(serial: str, owner: str, day: str | None = "2025-03-01") -> tuple[Cells, ...]:
    """The rows of a sheet that gives one device to somebody."""
    return asked((serial, f"{owner}@acme.example", day))


def named(file: dict[str, Any]) -> str:
    """`hr/leavers.xlsx`."""
    return "/".join(part for part in (file["source"], file["file"]) if part)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Night:
    """A sweep that is over: what it printed, and the fingerprints that the files had when they were dropped."""

    inbox: Inbox
    swept: Any
    fingerprints: dict[str, str]

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files, in the order in which they were dealt with."""
        files: list[dict[str, Any]] = self.swept["files"]
        return files


def spend_night(inbox: Inbox) -> Night:
    """Two good files, one of them twice, one with a bad row in a folder, and one that is no workbook."""
    first = inbox.drop("a.xlsx", *takes("LT-0004", "ben"), minute=1)
    inbox.drop("b.xlsx", *takes("LT-0006", "anna"), minute=0)
    inbox.dated(Path(shutil.copy(first, inbox.folder / "c.xlsx")), 2)
    inbox.drop("bad.xlsx", *asked(("LT-0005", "no address"), ("LT-0001", "ben@acme.example")), source="hr", minute=3)
    (inbox.folder / "broken.xlsx").write_text("This is no workbook.")
    dropped = {str(path.relative_to(inbox.folder)): path for path in inbox.folder.rglob("*") if path.is_file()}
    fingerprints = {name: fingerprint(path) for name, path in dropped.items()}
    return Night(inbox, inbox.sweep(code=4), fingerprints)


def as_begun(begun: tuple[Path, Path]) -> Inbox:
    """The desk in a folder as its copy is, at the place that its ledger names: there the files are looked for."""
    folder, copy = begun
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    return Inbox(Desk(folder))


def without_digest(patch: pytest.MonkeyPatch) -> None:
    """Let sweeps write no digest at their end."""
    patch.setattr(finish, "_write_and_send_digest", lambda *_: None)
