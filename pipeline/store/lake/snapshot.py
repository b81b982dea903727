"""All tables of a lake as its head names them, as a database that a DuckDB reads: never a mixture of two runs.

What is small is read into it, and the rest are views of the files, of which a question reads what it needs. The files
of the versions that the head named stay for a while after the next run (`upkeep`), so that whoever reads is not
disturbed by writers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.store.columns import literal_sql, quoted
from pipeline.store.engines import CONFIG, lend
from pipeline.store.lake import tables
from pipeline.store.lake.failures import reading_afar
from pipeline.store.lake.head import Head, read_head
from pipeline.store.lake.layout import NAMED, ORDINAL, LakeTable
from pipeline.store.lake.object_store import dataset_of
from pipeline.store.migrations.migrate import migrate, migrations_missing
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl
    from deltalake import DeltaTable

    from pipeline.model import Lake

# The database of the snapshot, by whose name the ledger of a lake is told from an empty one in memory.
DATABASE = "lake"
_COLUMNS = """
SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = $database AND table_name = $table
ORDER BY column_index
"""
_VIEW = "DROP TABLE {name}; CREATE VIEW {name} AS SELECT {columns} FROM {files}"
_REPLACE = "DELETE FROM {name} WHERE {which}; INSERT INTO {name} SELECT {columns} FROM rows_of_lake"
_NO_FILES = "(SELECT 1 WHERE false)"


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The database with the tables, and what each connection to it must be lent, by name: files of an object store."""

    head: Head | None
    database: duckdb.DuckDBPyConnection
    lent: Mapping[str, Any]


# The last one that was read in this process, by its lake: a command asks for it several times.
_LAST: dict[Lake, _Snapshot] = {}


@contextmanager
def looking(lake: Lake) -> Iterator[tuple[duckdb.DuckDBPyConnection, Head | None]]:
    """A connection to the lake as its head names it now, and that head; to empty tables where there is none yet."""
    head = read_head(lake)
    with looking_at(lake, head) as connection:
        yield connection, head


@contextmanager
def looking_at(lake: Lake, head: Head | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the lake as this head names it."""
    snapshot = _LAST.get(lake)
    if snapshot is None or snapshot.head != head:
        snapshot = _read(lake, head)
        _LAST.clear()
        _LAST[lake] = snapshot
    with snapshot.database.cursor() as connection:
        connection.execute(f"USE {DATABASE}")
        for name, dataset in snapshot.lent.items():
            connection.register(name, dataset)
        with reading_afar(lake):
            yield connection


def head_of(lake: Lake) -> Head | None:
    """The head by which the lake was read last in this process."""
    snapshot = _LAST.get(lake)
    return None if snapshot is None else snapshot.head


def columns_of(connection: duckdb.DuckDBPyConnection, table: str, database: str = DATABASE) -> dict[str, str]:
    """The columns of a table of the ledger, with their types."""
    return dict(connection.execute(_COLUMNS, {"database": database, "table": table}).fetchall())


def _read(lake: Lake, head: Head | None) -> _Snapshot:
    connection = duckdb.connect(config={**CONFIG, "temp_directory": f"{gettempdir()}/rollcall-lake.tmp"})
    connection.execute(f"ATTACH ':memory:' AS {DATABASE}; USE {DATABASE}")
    migrate(connection)
    lent: dict[str, Any] = {}
    for name, version in head.versions.items() if head is not None else ():
        table, opened = NAMED[name], tables.opened(lake, name, version)
        if table.is_small:
            _copy(connection, table.name, tables.rows_of(lake, opened))
        else:
            _view(connection, lake, table, opened, lent)
    migrations_missing(connection)  # raises where the lake is of a newer Rollcall
    return _Snapshot(head, connection, lent)


def _copy(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let the table have these rows; changes of the tables that the lake has not been through yet are there, too."""
    shown = _shown(connection, name, frozenset(rows.columns))
    lend(connection, "rows_of_lake", rows.sort(ORDINAL))
    which = "name IN (SELECT name FROM rows_of_lake)" if name == "migrations" else "true"
    connection.execute(_REPLACE.format(name=name, which=which, columns=shown))
    connection.unregister("rows_of_lake")


def _view(
    connection: duckdb.DuckDBPyConnection, lake: Lake, table: LakeTable, opened: DeltaTable, lent: dict[str, Any]
) -> None:
    """Let a view of the files take the place of the table."""
    files, is_afar = tables.files_of(lake, opened), "://" in lake.uri
    there = frozenset(field.name for field in opened.schema().fields) if files else frozenset()
    if files and is_afar:
        lent[f"files_of_{table.name}"] = dataset = dataset_of(lake, opened)
        connection.register(f"files_of_{table.name}", dataset)
        source = f"files_of_{table.name}"
    else:
        source = parquet_sql(files, is_widened=tables.is_widened(opened)) if files else _NO_FILES
    shown = _shown(connection, table.name, there, is_afar=is_afar)
    connection.execute(_VIEW.format(name=table.name, columns=shown, files=source))


def parquet_sql(files: list[str], *, is_widened: bool) -> str:
    """SQL for the rows of these files, which need not all have all columns where the table was widened."""
    listed = ", ".join(map(literal_sql, files))
    return f"read_parquet([{listed}], hive_partitioning = false, union_by_name = {str(is_widened).lower()})"


def _shown(connection: duckdb.DuckDBPyConnection, table: str, there: frozenset[str], *, is_afar: bool = False) -> str:
    """The columns of a table in SQL, blank where the lake does not have them yet.

    A type is said only where it is another one in the files: by a column that is cast no file can be left out. Texts of
    an object store are no plain columns: PyArrow, which reads them, cannot always compare texts as other programs have
    written them (`string_view`), and need not where DuckDB cannot leave the comparison to it.
    """
    return ", ".join(
        cast_sql(column, type_, there)
        if column not in there or type_ == "JSON"
        else f"nullif({quoted(column)}, chr(0)) AS {quoted(column)}"
        if is_afar and type_ == "VARCHAR"
        else quoted(column)
        for column, type_ in columns_of(connection, table).items()
    )


def cast_sql(column: str, type_: str, there: frozenset[str]) -> str:
    """SQL for a column of this type; blank where it is not among those that are there."""
    return f"CAST({quoted(column) if column in there else 'NULL'} AS {type_}) AS {quoted(column)}"
