"""A DuckDB that works on frames in place of Polars: what has no room in memory lies in a folder, which is then removed.

It has no file of its own, and knows nothing of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import duckdb
import polars as pl

from pipeline.errors import StoreFailed
from pipeline.store.engines import CONFIG
from pipeline.store.failures import translated
from pipeline.store.frames import frame_of, lend

# DuckDB works with no less, however little is left to it.
_LEAST_BYTES = 256_000_000
_SPILL = ".spill-"


class Rows(Protocol):
    """Rows that DuckDB can read, such as another DuckDB's answer: they need never be in memory all at once."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


@dataclass(frozen=True, slots=True)
class Spill:
    """The DuckDB and the tables that it keeps until it is closed."""

    connection: duckdb.DuckDBPyConnection
    _numbers: Iterator[int] = field(default_factory=count)

    def lent(self, rows: pl.DataFrame) -> duckdb.DuckDBPyRelation:
        """The rows, for DuckDB to read where they are."""
        name = f"lent_{next(self._numbers)}"
        lend(self.connection, name, rows)
        return self.connection.table(name)

    def kept(self, relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        """The rows, computed now, as a table: in memory, or in the folder where that has no room for them."""
        name = f"kept_{next(self._numbers)}"
        relation.create(name)
        return self.connection.table(name)

    def read(self, relation: duckdb.DuckDBPyRelation, order: Sequence[str] = ()) -> pl.DataFrame:
        """The rows as a Polars frame, in this order."""
        return frame_of(relation.order(", ".join(f'"{column}"' for column in order)) if order else relation)


@contextmanager
def spilling(beside: Path, *, memory: int) -> Iterator[Spill]:
    """A DuckDB with so many bytes of memory; what has no room there goes to a folder beside that file.

    Where nothing can be written there, the folder lies among the temporary files. Raises StoreFailed where there is no
    room on the disk either.
    """
    with _folder(beside) as folder, translated(beside):
        limits = {"memory_limit": f"{max(memory, _LEAST_BYTES)}B", "temp_directory": str(folder)}
        with duckdb.connect(config={**CONFIG, **limits, "preserve_insertion_order": "false"}) as connection:
            try:
                yield Spill(connection)
            except duckdb.OutOfMemoryException as error:
                raise _no_room(folder, str(error)) from error


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    place = beside.absolute().parent
    with _made(place, beside.name) or TemporaryDirectory(prefix="rollcall-spill-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _made(place: Path, name: str) -> TemporaryDirectory[str] | None:
    with suppress(OSError):
        return TemporaryDirectory(prefix=f"{name}{_SPILL}", dir=place, ignore_cleanup_errors=True)
    return None


def _no_room(folder: Path, said: str) -> StoreFailed:
    return StoreFailed(
        f"There is no room to decide on these files, in memory or in {folder.parent}. ({said.splitlines()[0]})",
        "Make room on that disk, raise memory_limit in the settings, or give fewer rows at once. Nothing was written.",
        code="no_memory",
    )
