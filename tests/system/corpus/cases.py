"""What is expected of each file: `expected.toml`, one table per command.

A case is named by what follows `rollcall check`. `exit` is its exit code; `rows` and `rejected` count, where the file
could be used; `issues` has every issue in its order, as `B3 invalid_email` or, where it is about no cell,
`rows_left_out` (only the first ones, where `issue_count` says how many there are); and `says` are words that the
messages and hints must hold. `owed` is what Rollcall still gets wrong: the answer that stands there is the one that the
file deserves. Cases with the same `command` are given to one, which takes a tenth of the time: none of them says of a
device what another one contradicts. A new case needs none; then it has a command of its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"

PASSWORD_FILE = "secret.txt"
"""Stands beside each file, with the password of those that have one."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file, the options it is checked with, and what must come of it."""

    file: str
    options: tuple[str, ...]
    exit: int
    rows: int | None
    rejected: int | None
    issues: tuple[str, ...]
    issue_count: int
    says: tuple[str, ...]
    owed: str | None
    command: int | None


def cases() -> dict[str, Case]:
    """All of them, by name."""
    written = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
    return {name: _case(name, expected) for name, expected in written.items()}


def commands() -> dict[str, list[Case]]:
    """The cases by the command they are given to: that of a number, or by name one of its own."""
    given: dict[str, list[Case]] = {}
    for name, case in cases().items():
        given.setdefault(name if case.command is None else f"command {case.command}", []).append(case)
    return given


def _case(name: str, expected: dict[str, Any]) -> Case:
    file, *options = name.split(" --")
    words = tuple(word for option in options for word in f"--{option}".split())
    return Case(
        file=file,
        options=words,
        exit=expected["exit"],
        rows=expected.get("rows"),
        rejected=expected.get("rejected"),
        issues=tuple(expected["issues"]),
        issue_count=expected.get("issue_count", len(expected["issues"])),
        says=tuple(expected.get("says", ())),
        owed=expected.get("owed"),
        command=expected.get("command"),
    )
