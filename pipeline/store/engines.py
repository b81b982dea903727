"""The DuckDBs of this process: each opens one file at a time, and is kept for the next one, as to start it takes long.

A file is attached to a DuckDB that has none of its own, under the name `ledger`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb
import polars as pl

from pipeline.store.failures import busy, is_held
from schemas.records import dataclass

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
# The thread that starts one beforehand.
_STARTING: list[threading.Thread] = []
_POLL_SECONDS = 0.05
# Of a file of no more bytes, or a commit of few events, one thread is done as soon as several, which take a fifth more
# of the processor to wait for each other.
_LITTLE = 32 << 20
_ALL_THREADS = "RESET threads"
# Before 2.0 it leaves it to PyArrow to filter a stream, which cannot compare texts as Polars keeps them.
FILTERS_STREAMS = not duckdb.__version__.startswith("1.")


@contextmanager
def opened(path: Path, *, wait: float, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file, by a DuckDB that was started before where one is idle: to start it takes 25 ms.

    One that has failed is not used again, since it may answer nothing any more. Where this process shares the file
    (`shared`), the connection is one more to that.
    """
    with joined(path) as connection:
        if connection is not None:
            yield connection
            return
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


@dataclass(slots=True)
class _Shared:
    """A file that is open for all threads of this process, and how many connections to it are in use."""

    connection: duckdb.DuckDBPyConnection
    users: int = 0


_SHARED: dict[Path, _Shared] = {}
_SHARING = threading.Condition()


@contextmanager
def shared(path: Path, *, wait: float) -> Iterator[None]:
    """The file stays open for writing during the block, and every thread of this process may open it, too.

    One thread writes, and the others read what it has committed; DuckDB keeps them apart. At the end of the block the
    others are waited for. The caller holds the lock of the file.
    """
    with opened(path, wait=wait, read_only=False) as connection:
        one = _Shared(connection)
        with _SHARING:
            _SHARED[path.absolute()] = one
        try:
            yield
        finally:
            with _SHARING:
                del _SHARED[path.absolute()]
                _SHARING.wait_for(lambda: one.users == 0)


def is_shared(path: Path) -> bool:
    """True where this process shares the file just now."""
    with _SHARING:
        return path.absolute() in _SHARED


@contextmanager
def joined(path: Path) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection to a file that this process shares; None where it does not."""
    with _SHARING:
        one = _SHARED.get(path.absolute())
        if one is not None:
            one.users += 1
    if one is None:
        yield None
        return
    try:
        with one.connection.cursor() as connection:
            connection.execute("USE ledger")
            yield connection
    finally:
        with _SHARING:
            one.users -= 1
            _SHARING.notify_all()


def start_beforehand() -> None:
    """Start a DuckDB beside what this process does before it opens a file, where none is idle."""
    if not (_IDLE or _STARTING or _SHARED):
        thread = threading.Thread(target=_start, name="duckdb")
        _STARTING.append(thread)
        thread.start()


def _start() -> None:
    with suppress(duckdb.Error):  # it is told when a file is opened
        _IDLE.append(_started())


def _engine(path: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that writes what has no room in memory beside the file; one that has done so elsewhere is ended.

    Of a little file, it has one thread; see `with_all_threads`.
    """
    is_little = not path.exists() or path.stat().st_size <= _LITTLE
    threads = "SET threads = 1" if is_little else _ALL_THREADS
    scratch = f"SET temp_directory = '{quoted(path)}.tmp'; {threads}"
    while (engine := _idle()) is not None:
        try:
            engine.execute(scratch)
        except duckdb.Error:  # once it was used, the place cannot be changed
            engine.close()
        else:
            return engine
    engine = _started()
    engine.execute(scratch)
    return engine


def _started() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={**CONFIG, "threads": 1})


def with_all_threads(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the DuckDB of this connection use the whole machine, until it opens another file."""
    connection.execute(_ALL_THREADS)


def _end_idle() -> None:
    """End the DuckDBs of this process that have no file open: in a process that is forked they would hang or crash."""
    while (engine := _idle()) is not None:
        engine.close()


def _idle() -> duckdb.DuckDBPyConnection | None:
    """One of those that have no file open, which nobody else gets any more; None where there is none."""
    with suppress(IndexError):  # as below
        _STARTING.pop().join()
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


def lend(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let the connection read these rows under this name, as often as it likes; they are not copied."""
    connection.register(name, _Stream(rows) if FILTERS_STREAMS else rows)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame as nothing but Arrow's C interface, so that DuckDB does not ask PyArrow for it."""

    rows: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)
