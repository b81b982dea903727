"""The analysts' copy: a file of its own that readers may hold open as long as they like, replaced in one step.

It is a copy of the state file's bytes, some 30 times faster than copying table by table, taken while no log is
outstanding; then views and macros are added, and each table is also written as Parquet.
"""

from __future__ import annotations

import os
import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreFailed
from pipeline.store.connections import looking, made_ready, reading, writing
from pipeline.store.migrating import migrations_missing

if TYPE_CHECKING:
    import duckdb

FOLDER = "published"
FILE = "rollcall.duckdb"
_VERSION = "SELECT max(state_version) FROM runs"
_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY table_name"


def publish(state: Path, *, wait: float, parquet: bool = True) -> Path:
    """Publish the ledger as it is; returns the copy. The caller holds the lock of the state file.

    Whoever has the former copy open keeps it. Raises StateBusy and StoreFailed as `reading` and `writing` do.
    """
    folder = state.absolute().parent / FOLDER
    published, new = folder / FILE, folder / f"{FILE}.new"
    _settle_log(state, wait)
    with reading(state, wait=wait):
        folder.mkdir(parents=True, exist_ok=True)
        _remove(new)
        if state.exists():
            shutil.copyfile(state, new)
    with made_ready(new) as connection:
        if parquet:
            _write_parquet(connection, folder)
        connection.execute((resources.files("pipeline.store") / "views.sql").read_text(encoding="utf-8"))
    _flush(new)
    os.replace(new, published)
    return published


def is_published(state: Path, *, wait: float) -> bool:
    """True when the copy says what the ledger says; false when a killed run, or nobody yet, has left it behind.

    False also for a copy of an older Rollcall, which is left as it is: analysts may have it open.
    """
    published = state.absolute().parent / FOLDER / FILE
    if not published.exists():
        return False
    with reading(state, wait=wait) as ledger, looking(published, wait=wait) as copy:
        return not migrations_missing(copy) and ledger.sql(_VERSION).fetchall() == copy.sql(_VERSION).fetchall()


def _settle_log(state: Path, wait: float) -> None:
    """What a killed writer left in the log goes into the file: a copy without it would be silently stale."""
    log = state.with_name(f"{state.name}.wal")
    if not log.exists():
        return
    with writing(state, wait=wait):
        pass
    if log.exists():
        raise StoreFailed(f"{log} could not be worked into {state}.", "See that the disk is not full, and run again.")


def _write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for (table,) in connection.sql(_TABLES).fetchall():
        new = folder / f"{table}.parquet.new"
        connection.table(table).write_parquet(str(new), compression="zstd")
        _flush(new)
        os.replace(new, folder / f"{table}.parquet")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(f"{path.name}.wal")):
        leftover.unlink(missing_ok=True)
