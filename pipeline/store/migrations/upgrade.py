"""The copy of an older ledger that is made before it is brought up to date, and what whoever uses it is told."""

from __future__ import annotations

import logging
from itertools import count
from pathlib import Path

from pipeline.disk import copy_flushed, flush_folder

log = logging.getLogger(__name__)


def keep_former(state: Path, number: int) -> Path:
    """Copy the ledger, whose tables are at that number, to `backups` beside it; returns the path.

    No connection to it is open, and nothing is left in its log. The copy is complete once it has its name; copies that
    are there already stay.
    """
    folder = state.absolute().parent / "backups"
    folder.mkdir(exist_ok=True)
    name = f"{state.stem}-before-upgrade-from-{number}"
    names = (folder / (f"{name}.duckdb" if at == 1 else f"{name}-{at}.duckdb") for at in count(1))
    copy = next(path for path in names if not path.exists())
    unfinished = copy.with_name(f"{copy.name}.new")
    copy_flushed(state, unfinished)
    unfinished.replace(copy)
    flush_folder(folder)
    return copy


def tell(state: Path, copy: Path) -> None:
    """Say so as a warning of Python's own log, which a command prints on standard error."""
    log.warning("The ledger %s was brought up to date for this version of Rollcall. As it was, it is %s.", state, copy)
