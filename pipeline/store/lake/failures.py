"""The errors of a lake in words for people: written to by another process, not there, not to be reached, damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import RollcallError, StateBusy, StoreFailed, UsageProblem, disk_trouble, first_line

if TYPE_CHECKING:
    from pipeline.model import Lake

_SAFE = "Nothing is half-written: readers see the lake as it was before, and the next run takes back what was begun."


@contextmanager
def translated(lake: Lake) -> Iterator[None]:
    """Turns errors of the tables and of their store into StoreFailed or StateBusy.

    Raises UsageProblem where the library that reads and writes the tables is not installed.
    """
    try:
        import deltalake  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise UsageProblem(
            "A ledger in a lake needs more than is installed.", 'Install it with: pip install "rollcall[spark]"'
        ) from error
    try:
        yield
    except RollcallError:
        raise
    except (deltalake.exceptions.DeltaError, OSError) as error:
        raise failure(lake, error) from error


def failure(lake: Lake, error: Exception) -> RollcallError:
    """The failure to report for an error of a table or its store."""
    from deltalake.exceptions import CommitFailedError  # noqa: PLC0415

    if isinstance(error, CommitFailedError):
        return lost_race(lake)
    trouble = disk_trouble(str(error), lake.uri)
    return trouble or StoreFailed(f"The lake {lake.uri} could not be read or written. ({first_line(error)})", _SAFE)


def lost_race(lake: Lake) -> StateBusy:
    """The failure of a writer before whom another one was done."""
    return StateBusy(
        f"Another process wrote to {lake.uri} at the same time, and was first. Nothing of this run is in the ledger.",
        "Run again, so that it is decided against the ledger as it is now.",
    )
