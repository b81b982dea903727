"""Little memory for DuckDB while a few rows are looked for: they need few pages of a file of gigabytes.

It would keep all that it has read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.store.engines import is_shared

_FEW_ROWS, _LITTLE_MEMORY = 50_000, "128MB"
_USUAL_MEMORY = "RESET memory_limit"


@contextmanager
def frugally(connection: duckdb.DuckDBPyConnection, ledger: Path, rows: int) -> Iterator[None]:
    """The block with little memory, where so many rows are few.

    The limit is that of the whole DuckDB: where threads of this process share the ledger, it would take from all of
    them what they have read, group by group of calls.
    """
    if rows > _FEW_ROWS or is_shared(ledger):
        yield
        return
    try:
        _limit(connection)
        yield
    finally:
        connection.execute(_USUAL_MEMORY).fetchall()


def _limit(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute(f"SET memory_limit = '{_LITTLE_MEMORY}'").fetchall()
    except duckdb.OutOfMemoryException:  # another thread holds more just now; before 2.0 the limit is set all the same
        connection.execute(_USUAL_MEMORY).fetchall()
