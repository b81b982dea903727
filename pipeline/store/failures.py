"""The errors of a ledger's file, in words for people: held by another program, damaged, or not to be opened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import NO_MEMORY, RollcallError, StateBusy, StoreFailed, disk_trouble, first_line

_HELD = (
    "Could not set lock on file",
    "different configuration than existing connections",
    "is already attached by database",
    "being used by another process",
)
_FAILURES = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.OutOfMemoryException)
_FILE = re.compile(r'file "([^"]+)"')
_SAFE = "Nothing was half-written: the run is either wholly in the state file or not at all."
_EXPLANATIONS = (
    (
        "damaged",
        ("WAL file",),
        "The log of {state}, which lies beside it as {state}.wal, is damaged.",
        "Restore the ledger from a backup. Without one, rename the log: the ledger is then as it was before the runs "
        "that were only in that log; see which are there with `rollcall show runs`, and give the others again.",
    ),
    (
        "damaged",
        ("not a valid DuckDB database", "Corrupt database", "Could not read enough bytes", "Checksum", "checksum"),
        "{state} is damaged, or is not a DuckDB database.",
        "Restore it from a backup, or name another file with --state.",
    ),
    (
        "newer",
        ("we can only read", "newer version of DuckDB", "version number"),
        "{state} was written by a newer DuckDB than this one.",
        "Upgrade with: pip install --upgrade rollcall duckdb",
    ),
    (
        "not_opened",
        (
            "Permission denied",
            "Read-only file system",
            "Cannot open file",
            "Is a directory",
            "Not a directory",
            "File exists",
        ),
        "{state} cannot be opened.",
        "See that the folder exists and that you may read and write it, or name another file with --state.",
    ),
    (
        NO_MEMORY,
        ("Out of Memory", "could not allocate", "failed to allocate"),
        "There was not enough memory to work on {state}.",
        f"Close other programs, or run with smaller files. {_SAFE}",
    ),
)


@contextmanager
def translated(state: Path) -> Iterator[None]:
    """Turns errors of DuckDB and the file system into StoreFailed or StateBusy, unless a bug of ours caused them."""
    try:
        yield
    except RollcallError:
        raise
    except duckdb.Error as error:
        is_told = any(sign in str(error) for sign in ("Corrupt", "Permission denied"))
        if isinstance(error, _FAILURES) or is_told or _disk_trouble(state, error):
            raise _failure(state, error) from error
        raise
    except OSError as error:
        raise _failure(state, error) from error


def is_held(error: duckdb.Error) -> bool:
    """True where another program has the file open, so that waiting may help."""
    return any(sign in str(error) for sign in _HELD)


def busy(state: Path, said: str) -> StateBusy:
    """The error when another program keeps the file open; DuckDB `said` which program that is."""
    holder = said.partition("Conflicting lock is held in ")[2].partition(". See also")[0] or "another program"
    return StateBusy(
        f"{state} is open elsewhere: {holder}.",
        "Close that program, or wait with --wait SECONDS. To look at the data, open the published copy instead.",
    )


def _failure(state: Path, error: Exception) -> StoreFailed:
    trouble = _disk_trouble(state, error)
    if trouble is not None:
        return trouble
    said = str(error)
    for code, signs, sentence, hint in _EXPLANATIONS:
        if any(sign in said for sign in signs):
            return StoreFailed(f"{sentence.format(state=state)} ({first_line(error)})", hint, code=code)
    return StoreFailed(f"The state file {state} could not be read or written. ({first_line(error)})", _SAFE)


def _disk_trouble(state: Path, error: Exception) -> StoreFailed | None:
    """The error for a failing disk, if that is the cause: the disk of the file named in the error."""
    names = (error.filename2, error.filename) if isinstance(error, OSError) else _FILE.findall(str(error))
    path = next((Path(os.fsdecode(name)) for name in names if name), state)
    return disk_trouble(str(error), path.absolute().parent)
