"""The files that this process has found to be ledgers whose tables are up to date, each in the state that it was in.

A run opens the ledger three times, and a night some thirty times; to look at its catalogue takes as long as to open it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

# What tells one state of a file from another: its device and number on it, its size, and when it was last written to.
FileState: TypeAlias = tuple[int, int, int, int]

_UP_TO_DATE: dict[FileState, None] = {}
_MOST = 100


def state_of(path: Path, log: Path) -> FileState | None:
    """The state of the file; None where it cannot be told: its log is left, and is worked into it when it is opened."""
    try:
        found = path.stat()
    except OSError:
        return None
    return None if log.exists() else (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def is_up_to_date(state: FileState | None) -> bool:
    """True for a file that was found to be up to date, and has not been written to since."""
    return state in _UP_TO_DATE


def remember_up_to_date(state: FileState | None) -> None:
    """Keep in mind that a file in this state is an up-to-date ledger."""
    if state is None:
        return
    while len(_UP_TO_DATE) >= _MOST:
        del _UP_TO_DATE[next(iter(_UP_TO_DATE))]
    _UP_TO_DATE[state] = None
