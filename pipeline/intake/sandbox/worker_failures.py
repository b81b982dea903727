"""The ways in which a worker may end before it has answered, and the error for each."""

from __future__ import annotations

import os
import tempfile
from enum import StrEnum
from traceback import extract_tb
from typing import TYPE_CHECKING

from pipeline.errors import FileUnusable, StoreFailed, disk_trouble
from pipeline.intake.errors import refused
from schemas.reasons.file_issues import FILE_HOSTILE, FILE_TOO_LARGE, FILE_UNREADABLE

if TYPE_CHECKING:
    from pipeline.model import ReaderLimits

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

# The errors of a program that is wrong, whatever the file holds.
_OF_THE_PROGRAM = (TypeError, AttributeError, NameError, ImportError, AssertionError)
# The packages whose errors tell of the file.
_PARSERS = frozenset(
    (
        *("zipfile", "zlib", "lzma", "bz2", "struct", "xml", "pyexpat", "csv", "_csv", "defusedxml", "olefile"),
        *("msoffcrypto", "fastexcel", "_fastexcel", "pyo3_runtime", "python_calamine", "pyarrow"),
    )
)
_LIBRARIES = ("site-packages", "dist-packages")

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


class ReaderBug(Exception):
    """A mistake of Rollcall in a worker, with its traceback; the file did not cause that."""


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


def is_our_own(error: BaseException) -> bool:
    """True where the error is a mistake of Rollcall, rather than of the file or of the library that reads it."""
    if isinstance(error, _OF_THE_PROGRAM):
        return True
    if type(error).__module__.partition(".")[0] in _PARSERS or isinstance(error, UnicodeError | EOFError):
        return False
    frames = [frame.filename for frame in extract_tb(error.__traceback__)]
    return not any(library in frame for frame in frames for library in _LIBRARIES)


def not_read(how: Ending, limits: ReaderLimits) -> FileUnusable:
    """The error for a file on which the worker was stopped; the message continues after the file's name."""
    if how is Ending.TIME:
        return refused(FILE_TOO_LARGE["time"], most=_amount(limits.seconds, "second"))
    if how is Ending.MEMORY:
        return refused(FILE_TOO_LARGE["memory"], most=f"{limits.memory_gb:g}")
    ends = {
        Ending.KILLED: FILE_TOO_LARGE["ended"],
        Ending.INTERRUPTED: FILE_UNREADABLE["interrupted"],
        Ending.NOT_STARTED: FILE_UNREADABLE["not_started"],
    }
    return refused(ends.get(how, FILE_HOSTILE["crash"]))


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


def _amount(figure: float, unit: str) -> str:
    return f"{figure:g} {unit}{'' if figure == 1 else 's'}"
