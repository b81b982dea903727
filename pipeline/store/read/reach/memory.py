"""Little memory for DuckDB while the ledger is read: it would keep all pages of a file of gigabytes that it has read.

A few rows need few pages; and where there is no room for what they reach, there is none for its pages either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import duckdb

from pipeline.store.engines import is_shared

_FEW_ROWS, _LITTLE_MEMORY, _SOME_MEMORY = 50_000, "128MB", "500MB"
_USUAL_MEMORY = "RESET memory_limit"


def is_few(rows: int) -> bool:
    """True for so many rows of files that what they reach is little."""
    return rows <= _FEW_ROWS


def frugally(connection: duckdb.DuckDBPyConnection, ledger: Path, rows: int) -> AbstractContextManager[None]:
    """The block with little memory, where so many rows are few."""
    return _limited(connection, ledger, _LITTLE_MEMORY) if is_few(rows) else nullcontext()


def sparingly(connection: duckdb.DuckDBPyConnection, ledger: Path) -> AbstractContextManager[None]:
    """The block with as much memory as it takes to look for many rows, and no more."""
    return _limited(connection, ledger, _SOME_MEMORY)


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection, ledger: Path, memory: str) -> Iterator[None]:
    """The block with so much memory.

    The limit is that of the whole DuckDB: where threads of this process share the ledger, it would take from all of
    them what they have read, group by group of calls.
    """
    if is_shared(ledger):
        yield
        return
    try:
        _limit(connection, memory)
        yield
    finally:
        connection.execute(_USUAL_MEMORY).fetchall()


def _limit(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    try:
        connection.execute(f"SET memory_limit = '{memory}'").fetchall()
    except duckdb.OutOfMemoryException:  # another thread holds more just now; before 2.0 the limit is set all the same
        connection.execute(_USUAL_MEMORY).fetchall()
