"""A DuckDB that works on frames in place of Polars: what has no room in memory lies in a folder, which is then removed.

It has no file of its own, and knows nothing of the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import polars as pl

from pipeline.errors import NO_MEMORY, StoreFailed, first_line
from pipeline.store.columns import quoted
from pipeline.store.engines import CONFIG, FILTERS_STREAMS
from pipeline.store.failures import translated
from pipeline.store.frames import frame_of, lend
from schemas.frames.state import SPANS
from schemas.records import dataclass

# DuckDB works with no less, however little is left to it.
_LEAST_BYTES = 256_000_000
_SPILL = ".spill-"
_NAMED = ", ".join("o.handle AS owner_email" if name == "owner_email" else f"s.{name}" for name in SPANS.names)
_WITH_HANDLES = (
    f"CREATE TABLE spans AS SELECT {_NAMED} FROM spans_alone AS s "  # noqa: S608 - made of constants alone
    "LEFT JOIN owners AS o ON o.owner_id = s.owner_id; DROP TABLE spans_alone"
)


class AnySpill(Protocol):
    """What works on frames in place of Polars, and keeps its stages: see `Spill`, and `cluster.ClusterSpill`."""

    def coded(self, name: str) -> str: ...  # noqa: D102 - as of `Spill`
    def decoded(self, name: str) -> str: ...  # noqa: D102
    def lent(self, rows: pl.DataFrame) -> Any: ...  # noqa: D102
    def kept(self, relation: Any) -> Any: ...  # noqa: D102
    def take(self, name: str, answer: duckdb.DuckDBPyRelation, names: Mapping[str, str] | None = None) -> None: ...  # noqa: D102
    def table(self, name: str) -> Any: ...  # noqa: D102
    def name_owners(self) -> None: ...  # noqa: D102
    def prove(self) -> None: ...  # noqa: D102
    def shrink(self) -> None: ...  # noqa: D102
    def listed(self, names: Any, most: int, between: str) -> Any: ...  # noqa: D102
    def read(self, relation: Any, order: Sequence[str] = (), backwards: Collection[str] = ()) -> pl.DataFrame: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Spill:
    """The DuckDB and the tables that it keeps until it is closed, with so many bytes of memory."""

    connection: duckdb.DuckDBPyConnection
    memory: int
    _numbers: Iterator[int] = field(default_factory=count)

    def coded(self, name: str) -> str:
        """The name of a column as its frames have it: any name will do."""
        return name

    decoded = coded

    def lent(self, rows: pl.DataFrame) -> duckdb.DuckDBPyRelation:
        """The rows where they are; before 2.0 as a table, since PyArrow knows not all of its filters."""
        name = f"lent_{next(self._numbers)}"
        lend(self.connection, name, rows)
        table = self.connection.table(name)
        return table if FILTERS_STREAMS else self.kept(table)

    def kept(self, relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        """The rows, computed now, as a table: in memory, or in the folder where that has no room for them."""
        name = f"kept_{next(self._numbers)}"
        relation.create(name)
        return self.connection.table(name)

    def take(self, name: str, answer: duckdb.DuckDBPyRelation, names: Mapping[str, str] | None = None) -> None:
        """Take the rows of another DuckDB's answer into a table, of which columns are renamed; they come bit by bit."""
        columns = [f"{quoted(column)} AS {quoted((names or {}).get(column, column))}" for column in answer.columns]
        self.connection.register("coming", answer.to_arrow_reader())
        self.connection.table("coming").project(", ".join(columns)).create(name)
        self.connection.unregister("coming")

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """What was taken into the table of this name."""
        return self.connection.table(name)

    def name_owners(self) -> None:
        """Make the table `spans` of `spans_alone`: each with the handle of its owner."""
        self.connection.execute(_WITH_HANDLES).fetchall()

    def prove(self) -> None:
        """Nobody else reaches its tables."""

    def shrink(self) -> None:
        """Leave half of the memory to others: most of the tables lie on the disk from now on.

        With less it could not put a million rows in order any more.
        """
        with suppress(duckdb.OutOfMemoryException):  # then it keeps what it works with
            self.connection.execute(f"SET memory_limit = '{max(self.memory // 2, _LEAST_BYTES)}B'").fetchall()

    def listed(self, names: duckdb.DuckDBPyRelation, most: int, between: str) -> duckdb.DuckDBPyRelation:
        """One row per `owner_id`: the first of the names (`known_by`), in order, in one text: `named`."""
        listed = f"array_to_string(min(known_by, {most}), {_sign_sql(between)}) AS named"
        return self.kept(names.aggregate(f"owner_id, {listed}", "owner_id"))

    def read(
        self, relation: duckdb.DuckDBPyRelation, order: Sequence[str] = (), backwards: Collection[str] = ()
    ) -> pl.DataFrame:
        """The rows as a Polars frame, in this order; a column of one value takes no memory in it.

        Most columns of most frames are blank or have one value. Those of `backwards` begin with the greatest.
        """
        name = f"read_{next(self._numbers)}"
        relation.create(name)
        rows = self.connection.table(name)
        columns, types, alike = rows.columns, frame_of(rows.limit(0)).schema, _alike(rows)
        others = [quoted(column) for column in columns if column not in alike] or [quoted(columns[0])]
        ends = [f"{quoted(column)} DESC" if column in backwards else quoted(column) for column in order]
        told = rows.order(", ".join(ends)) if order else rows
        frame = frame_of(told.project(", ".join(others)))
        same = [pl.lit(value, types[column]).alias(column) for column, value in alike.items()]
        self.connection.execute(f"DROP TABLE {name}")
        return frame.with_columns(same).select(columns)


def _sign_sql(sign: str) -> str:
    return f"chr({ord(sign)})"


def _alike(rows: duckdb.DuckDBPyRelation) -> dict[str, object]:
    """The columns that are blank, or have one value in all rows, with that; none where there is no row."""
    measures = [f"{of}({quoted(column)})" for column in rows.columns for of in ("count", "min", "max")]
    ((count, *facts),) = rows.aggregate(f"count(*), {', '.join(measures)}").fetchall()
    found = zip(rows.columns, facts[::3], facts[1::3], facts[2::3], strict=True)
    same = {name: least for name, filled, least, most in found if filled == 0 or (filled == count and least == most)}
    return same if count else {}


@contextmanager
def spilling(beside: Path, *, memory: int) -> Iterator[Spill]:
    """A DuckDB with so many bytes of memory; what has no room there goes to a folder beside that file.

    Where nothing can be written there, the folder lies among the temporary files. Raises StoreFailed where there is no
    room on the disk either.
    """
    with spill_folder(beside) as folder, translated(beside):
        limits = {"memory_limit": f"{max(memory, _LEAST_BYTES)}B", "temp_directory": str(folder)}
        with duckdb.connect(config={**CONFIG, **limits, "preserve_insertion_order": "false"}) as connection:
            try:
                yield Spill(connection, memory)
            except duckdb.OutOfMemoryException as error:
                raise _no_room(folder, error) from error


@contextmanager
def spill_folder(beside: Path) -> Iterator[Path]:
    """A folder beside that file, or among the temporary files where nothing can be written there."""
    place = beside.absolute().parent
    with _made(place, beside.name) or TemporaryDirectory(prefix="rollcall-spill-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _made(place: Path, name: str) -> TemporaryDirectory[str] | None:
    with suppress(OSError):
        return TemporaryDirectory(prefix=f"{name}{_SPILL}", dir=place, ignore_cleanup_errors=True)
    return None


def _no_room(folder: Path, error: Exception) -> StoreFailed:
    return StoreFailed(
        f"There is no room to decide on these files, in memory or in {folder.parent}. ({first_line(error)})",
        "Make room on that disk, raise memory_limit in the settings, or give fewer rows at once. Nothing was written.",
        code=NO_MEMORY,
    )
