"""One SQL query of the analysts' copy, which can read the published tables and nothing else.

The copy is opened read-only, without access to files or the network, without extensions, and with its settings locked;
so a statement that gets past the check of being one query can do no harm. Memory, threads and time are limited. Tables
of the person's own stand beside the published ones, in memory; this module reads no file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Protocol

import duckdb
import polars as pl
import polars.selectors as cs

from pipeline.errors import UsageProblem
from pipeline.store.connections import looking
from pipeline.store.copy_path import published_copy
from pipeline.store.engines import Config
from pipeline.store.published.query_errors import only_question, said_wrongly
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows and columns of an answer, in the order that the query gives.

    Of two columns of one name the second is `name_2`. Instants are naive UTC. Values that a frame cannot hold are text:
    intervals, enums, UUIDs, times of day, whole numbers of more than 64 bits, dates before the year 1 or after 9999.
    Lists, structs and maps are JSON, in the columns that `nested` names; but lists of texts are lists. `is_cut` is true
    where there are more rows than the limit.
    """

    rows: pl.DataFrame
    nested: frozenset[str]
    is_cut: bool


class Ask(Protocol):
    """The answer to one question."""

    def __call__(self, sql: str, *, limit: int | None, seconds: float) -> Answer:
        """At most `limit` rows, within so many seconds; raises as `answer` does."""
        ...


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of an answer: its name, its position from 1, its DuckDB type, and the family of that type."""

    name: str
    place: int
    type: str
    family: str

    @property
    def is_nested(self) -> bool:
        return self.family in _NESTED and self.type != _LIST_OF_TEXTS

    @property
    def expression(self) -> str:
        """SQL for the column in a type that a frame can hold; by its position, since two columns may have one name."""
        told = f"#{self.place}"
        if self.is_nested:
            told = f"CAST(to_json({told}) AS VARCHAR)"
        elif self.family in _WITH_ZONES:
            told = f"make_timestamp(epoch_us({told}))"
        elif self.family in _INSTANTS:
            told = f"CAST({told} AS TIMESTAMP)"
        elif self.family not in _UNCHANGED and self.type != _LIST_OF_TEXTS:
            told = f"CAST({told} AS VARCHAR)"
        return f"{told} AS c{self.place}"


_CLOSED: Config = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "memory_limit": "2GB",
    "max_temp_directory_size": "10GB",
    "threads": "4",
}
_AGAIN_AFTER = 0.05
_UNCHANGED = frozenset(
    {
        *("boolean", "tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint"),
        *("float", "double", "decimal", "date"),
    }
)
_INSTANTS = frozenset({"timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"})
_WITH_ZONES = frozenset({"timestamp with time zone"})
_NESTED = frozenset({"list", "array", "struct", "map", "union", "tuple", "variant"})
_WIDE = frozenset({"hugeint", "uhugeint", "bignum"})
_LIST_OF_TEXTS = "VARCHAR[]"
_NAMES = """
SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
"""
_NO_TABLES: Mapping[str, pl.DataFrame] = {}


def answer(
    state: Path, sql: str, *, limit: int | None, seconds: float, beside: Mapping[str, pl.DataFrame] = _NO_TABLES
) -> Answer:
    """The answer of the published copy beside the state file to one SQL query; at most `limit` rows.

    The query may also name the tables in `beside`. Raises UsageProblem where there is no copy, where one of these
    tables has the name of a published one, where the SQL is wrong or is not a query of the copy's rows, and where it
    takes too much time or memory; StateBusy and StoreFailed as `looking` does.
    """
    copy = published_copy(state)
    if not copy.exists():
        raise UsageProblem(f"Nothing is published yet at {copy}.", "Publish it with: rollcall publish", code="no_copy")
    with asking(copy, beside) as ask:
        return ask(sql, limit=limit, seconds=seconds)


@contextmanager
def asking(copy: Path, beside: Mapping[str, pl.DataFrame] = _NO_TABLES) -> Iterator[Ask]:
    """The function that answers one question after another from that copy and the tables `beside`; see `answer`."""
    with (
        TemporaryDirectory(prefix="rollcall-query-", ignore_cleanup_errors=True) as scratch,
        looking(copy, wait=0, config={**_CLOSED, "temp_directory": scratch}) as connection,
    ):
        connection.execute("SET TimeZone = 'UTC'")
        _put_beside(connection, beside)
        connection.execute("SET lock_configuration = true")
        yield partial(_ask, connection)


def _ask(connection: duckdb.DuckDBPyConnection, sql: str, *, limit: int | None, seconds: float) -> Answer:
    with said_wrongly(sql), _at_most(seconds, connection):
        return _answer(connection.sql(only_question(connection, sql)), limit)


def _put_beside(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> None:
    taken = {name.casefold() for (name,) in connection.sql(_NAMES).fetchall()} if tables else frozenset()
    for name, rows in tables.items():
        if name.casefold() in taken:
            said = f"{name} is a table of the published copy already."
            raise UsageProblem(said, f"Give yours another name: --with my_{name}=FILE.")
        connection.register(name, rows.to_arrow())


def _answer(relation: duckdb.DuckDBPyRelation, limit: int | None) -> Answer:
    columns = _columns_of(relation)
    rows = _rows(relation, columns, limit)
    far = _out_of_reach(rows)
    if far:
        told = [replace(column, family="text") if column.name in far else column for column in columns]
        rows = _rows(relation, told, limit)
    rows = _narrowed(rows, [column.name for column in columns if column.family in _WIDE])
    nested = frozenset(column.name for column in columns if column.is_nested)
    if limit is None:
        return Answer(rows, nested, is_cut=False)
    return Answer(rows.head(limit), nested, is_cut=rows.height > limit)


def _columns_of(relation: duckdb.DuckDBPyRelation) -> list[_Column]:
    typed = zip(_unique(relation.columns), relation.types, strict=True)
    return [_Column(name, place, str(type_), type_.id) for place, (name, type_) in enumerate(typed, start=1)]


def _unique(names: Sequence[str]) -> list[str]:
    """The names, each once: a second `name` becomes `name_2`, or the next number that is free."""
    unique: dict[str, None] = {}
    for name in names:
        others = (f"{name}_{number}" for number in count(2))
        free = name if name not in unique else next(other for other in others if other not in {*unique, *names})
        unique[free] = None
    return list(unique)


def _rows(relation: duckdb.DuckDBPyRelation, columns: Sequence[_Column], limit: int | None) -> pl.DataFrame:
    """The rows of the answer, up to one more than the limit."""
    asked = relation.project(", ".join(column.expression for column in columns))
    rows: pl.DataFrame = (asked if limit is None else asked.limit(limit + 1)).pl()
    rows.columns = [column.name for column in columns]
    return rows


def _out_of_reach(rows: pl.DataFrame) -> Collection[str]:
    """The columns with dates that DuckDB has but Python and spreadsheets do not: infinity, 5000 BC."""
    reach = {pl.Date: (date.min, date.max), pl.Datetime: (datetime.min, datetime.max)}
    dated = rows.select(cs.date() | cs.datetime())
    far = dated.select(
        (~pl.col(name).is_between(*reach[type(dtype)])).any().alias(name) for name, dtype in dated.schema.items()
    )
    return [name for name in far.columns if far[name].item()]


def _narrowed(rows: pl.DataFrame, wide: Collection[str]) -> pl.DataFrame:
    """The rows with 128-bit columns as 64-bit numbers where all values fit, as sums mostly do; others stay text."""
    for name in wide:
        narrow = rows[name].cast(pl.Int64, strict=False)
        if narrow.null_count() == rows[name].null_count():
            rows = rows.with_columns(narrow)
    return rows


@contextmanager
def _at_most(seconds: float, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupts the query after so many seconds and raises UsageProblem; raises KeyboardInterrupt on Ctrl-C."""
    is_done, is_late = Event(), Event()

    def interrupt() -> None:
        pause = seconds
        while not is_done.wait(pause):
            is_late.set()
            connection.interrupt()
            pause = _AGAIN_AFTER

    watch = Thread(target=interrupt, daemon=True)
    watch.start()
    try:
        yield
    except duckdb.InterruptException as error:
        if not is_late.is_set():
            raise KeyboardInterrupt from error
        said = f"The question took longer than {seconds:g} seconds."
        raise UsageProblem(
            said, "Ask for less, or give it more time with --timeout SECONDS.", code="timeout"
        ) from error
    finally:
        is_done.set()
        watch.join()
