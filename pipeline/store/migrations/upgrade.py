"""An older ledger is backed up as it is, and then brought up to date; whoever uses it is told."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import copy_flushed, flush_folder
from pipeline.store.migrations.migrate import last_applied, migrate, migrations_missing

if TYPE_CHECKING:
    import duckdb

log = logging.getLogger(__name__)


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, state: Path) -> None:
    """Apply the migrations that the ledger lacks, after a copy of it was made in `backups` beside it.

    The connection can write to it. Says so as a warning of Python's own log, which a command prints on standard error.
    Nothing is done to a ledger that is up to date.
    """
    if not migrations_missing(connection):
        return
    number = last_applied(connection)
    copy = _backed_up(connection, state, number) if number else None
    migrate(connection)
    if copy is not None:
        log.warning(
            "The ledger %s was brought up to date for this version of Rollcall. As it was, it is %s.", state, copy
        )


def _backed_up(connection: duckdb.DuckDBPyConnection, state: Path, number: int) -> Path:
    """The copy, which is complete once it has its name; one made before by an upgrade that was killed is replaced."""
    connection.execute("CHECKPOINT")
    folder = state.absolute().parent / "backups"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{state.stem}-before-upgrade-from-{number}.duckdb"
    unfinished = copy.with_name(f"{copy.name}.new")
    copy_flushed(state, unfinished)
    unfinished.replace(copy)
    flush_folder(folder)
    return copy
