"""A hidden folder to make a ledger in, on the disk where it will be; nothing stays of it afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreFailed
from pipeline.store.failures import translated

_ROOM = frozenset({"disk_full", "file_too_large", "log_left"})
_MEGABYTE = 1_000_000
_MAY_GO = "Old results, old backups and ledgers that were set aside (rollcall.duckdb.before-...) are what may go first."


@contextmanager
def scratch(folder: Path, name: str, *, what: str, needed: int) -> Iterator[Path]:
    """An empty hidden folder in `folder`, removed after the block; one that a killed process left is removed first.

    The caller holds a lock for the `name`. `what` names, for messages, what is made there, of about `needed` bytes.
    Raises StoreFailed where there is no room for it, and where the disk fails before the end of the block.
    """
    place = folder / f".{name}.scratch"
    try:
        with translated(place):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(place, ignore_errors=True)
            _refuse_little_room(folder, what, needed)
            place.mkdir(mode=0o700)
            try:
                yield place
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except StoreFailed as problem:
        if problem.code not in _ROOM:
            raise
        raise StoreFailed(
            f"{problem.message} {what} was not made.", f"{problem.hint} {_MAY_GO}", code=problem.code
        ) from problem


def _refuse_little_room(folder: Path, what: str, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreFailed(
            f"The disk that holds {folder} has {free / _MEGABYTE:,.0f} MB left, and {what[:1].lower()}{what[1:]} needs "
            f"{needed / _MEGABYTE:,.0f} MB.",
            "Make room there.",
            code="disk_full",
        )
