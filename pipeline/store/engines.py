"""The DuckDBs of this process: each opens one file at a time, and is kept for the next one, as to start it takes long.

A file is attached to a DuckDB that has none of its own, under the name `ledger`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb

from pipeline.store.failures import busy, is_held

# The storage format that DuckDB writes: every version from 1.5 on can read it.
STORAGE_VERSION = "v1.5.0"

Config: TypeAlias = dict[str, str | bool | int | float | list[str]]

CONFIG: Config = {
    "storage_compatibility_version": STORAGE_VERSION,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
# The DuckDBs of this process that have no file open.
_IDLE: list[duckdb.DuckDBPyConnection] = []
_POLL_SECONDS = 0.05


@contextmanager
def opened(path: Path, *, wait: float, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file, by a DuckDB that was started before where one is idle: to start it takes 25 ms.

    One that has failed is not used again, since it may answer nothing any more.
    """
    with ExitStack() as stack:
        engine = stack.enter_context(_engine(path))
        connection = stack.enter_context(engine.cursor())
        _attach(connection, path, wait=wait, read_only=read_only)
        yield connection
        connection.close()
        with suppress(duckdb.Error):  # what was committed is in the file or in its log
            engine.execute("DETACH ledger")
            stack.pop_all()
            _IDLE.append(engine)


def _engine(path: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that writes what has no room in memory beside the file; one that has done so elsewhere is ended."""
    scratch = f"SET temp_directory = '{quoted(path)}.tmp'"
    while (engine := _idle()) is not None:
        try:
            engine.execute(scratch)
        except duckdb.Error:  # once it was used, the place cannot be changed
            engine.close()
        else:
            return engine
    engine = duckdb.connect(config=CONFIG)
    engine.execute(scratch)
    return engine


def _end_idle() -> None:
    """End the DuckDBs of this process that have no file open: in a process that is forked they would hang or crash."""
    while (engine := _idle()) is not None:
        engine.close()


def _idle() -> duckdb.DuckDBPyConnection | None:
    """One of those that have no file open, which nobody else gets any more; None where there is none."""
    with suppress(IndexError):  # another thread may have taken the last one
        return _IDLE.pop()
    return None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_end_idle)


def quoted(path: Path) -> str:
    """The absolute path as it stands between quotes in SQL."""
    return str(path.absolute()).replace("'", "''")


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, *, wait: float, read_only: bool) -> None:
    options = "TYPE duckdb, READ_ONLY" if read_only else "TYPE duckdb"
    _patiently(partial(connection.execute, f"ATTACH '{quoted(path)}' AS ledger ({options})"), path, wait=wait)
    connection.execute("USE ledger")


def alone(path: Path, *, wait: float, config: Config) -> duckdb.DuckDBPyConnection:
    """A read-only connection by a DuckDB of its own, with these settings."""
    return _patiently(partial(duckdb.connect, path, read_only=True, config={**CONFIG, **config}), path, wait=wait)


def _patiently(
    connect: Callable[[], duckdb.DuckDBPyConnection], state: Path, *, wait: float
) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + wait
    while True:
        try:
            return connect()
        except duckdb.Error as error:
            if not is_held(error):
                raise
            if time.monotonic() >= deadline:
                raise busy(state, str(error)) from error
        time.sleep(_POLL_SECONDS)
