"""The ways in which a worker may end before it has answered, and the error for each."""

from __future__ import annotations

import os
import tempfile
from enum import StrEnum

from pipeline.errors import FileUnusable, StoreFailed, disk_trouble
from pipeline.intake.errors import SETTINGS, hostile, unreadable
from pipeline.model import ReaderLimits
from schemas.vocabulary import IssueCode

# The words for a lack of memory of Rust, C++, Python and the loader of libraries.
_SIGNS_OF_MEMORY = (
    b"memory allocation of",
    b"allocate memory",
    b"out of memory",
    b"memoryerror",
    b"bad_alloc",
    b"capacity overflow",
    b"failed to map segment",
    b"can't start new thread",
)

_INTERRUPTED, _KILLED = -2, -9


class Ending(StrEnum):
    """The reason why there is no answer."""

    TIME = "time"
    MEMORY = "memory"
    KILLED = "killed"
    INTERRUPTED = "interrupted"
    CRASH = "crash"
    NOT_STARTED = "not started"


class ReaderStopped(Exception):
    """The worker has ended, or was ended, while it read a file."""

    def __init__(self, how: Ending) -> None:
        super().__init__(how.value)
        self.how = how


class NotStarted(ReaderStopped):
    """The worker has ended before it was given the file."""

    def __init__(self) -> None:
        super().__init__(Ending.NOT_STARTED)


def ending(returncode: int | None, last_words: bytes, *, is_late: bool) -> Ending:
    """The reason for the end of a worker, by its exit code and the last words on its stderr."""
    if is_late:
        return Ending.TIME
    if is_for_want_of_memory(last_words):
        return Ending.MEMORY
    return {_KILLED: Ending.KILLED, _INTERRUPTED: Ending.INTERRUPTED}.get(returncode or 0, Ending.CRASH)


def is_for_want_of_memory(words: bytes) -> bool:
    """True where a failed program says that it could not get memory."""
    return any(sign in words.lower() for sign in _SIGNS_OF_MEMORY)


def not_read(how: Ending, limits: ReaderLimits) -> FileUnusable:
    """The error for a file on which the worker was stopped; the message continues after the file's name."""
    if how is Ending.TIME:
        message = f"reading it takes more than {_amount(limits.seconds, 'second')}, which is the most that it may take"
        hint = f"Keep only the sheets and columns that are needed, or raise `seconds` {SETTINGS}."
        return FileUnusable(message, hint, code=IssueCode.FILE_TOO_LARGE)
    if how is Ending.MEMORY:
        message = f"reading it takes more than {limits.memory_gb:g} GB of memory, which is the most that it may take"
        hint = (
            "Delete stray cells far below and far to the right of the table, or split the file; "
            f"or raise `memory_gb` {SETTINGS}."
        )
        return FileUnusable(message, hint, code=IssueCode.FILE_TOO_LARGE)
    return _ended(how)


def no_room(said: str) -> StoreFailed:
    """The error for a lack of room on this computer; the file did not cause it and is not refused."""
    folder = _temporary_folder()
    trouble = disk_trouble(said, folder)
    why = trouble.message if trouble else f"Nothing can be written to {folder} ({said})."
    hint = trouble.hint if trouble else "See that it is there and that you may write to it."
    return StoreFailed(
        f"Files cannot be read now. {why} Nothing was written.",
        f"{hint} Or let TMPDIR name another folder.",
        code="no_room_to_read",
    )


def _temporary_folder() -> str:
    """The folder for temporary files, for the message; Python finds none where none can be written to."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR", "the temporary folder")


def _ended(how: Ending) -> FileUnusable:
    if how is Ending.KILLED:
        hint = f"Free memory, split the file, or lower `memory_gb` {SETTINGS}, so that it is told sooner."
        message = "the system ended the reading of it, most likely for want of memory"
        return FileUnusable(message, hint, code=IssueCode.FILE_TOO_LARGE)
    if how is Ending.INTERRUPTED:
        return unreadable("the reading of it was interrupted", "Try again.")
    if how is Ending.NOT_STARTED:
        hint = "Install Rollcall anew; if that does not help, restart the computer."
        return unreadable("the program that reads it did not start", hint)
    return hostile("it makes the reader of such files crash, so it is damaged or made to do harm")


def _amount(figure: float, unit: str) -> str:
    return f"{figure:g} {unit}{'' if figure == 1 else 's'}"
