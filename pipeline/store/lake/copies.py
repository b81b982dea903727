"""A ledger from a file to a lake, and back: every table, value by value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.durable import durable
from pipeline.errors import UsageProblem
from pipeline.store.columns import listed, quoted
from pipeline.store.lake import tables
from pipeline.store.lake.head import Head, begin, read_head
from pipeline.store.lake.layout import BUCKET, ORDINAL, ORG, TABLES, LakeTable
from pipeline.store.lake.snapshot import DATABASE, columns_of

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import Lake

_COPY = "DELETE FROM {made}.{table}; INSERT INTO {made}.{table} BY NAME SELECT * FROM {lake}.{table} ORDER BY {order}"
LAST_RUN = "SELECT coalesce(max(state_version), 0), arg_max(run_id, recorded_at) FROM runs"


def rows_sql(
    connection: duckdb.DuckDBPyConnection,
    table: LakeTable,
    database: str,
    buckets: int,
    *,
    where: str = "true",
    first: int = 0,
) -> str:
    """SQL for rows of a table of this database as the lake has them: with the columns by which it is parted.

    Rows of a small table are numbered from `first`, in their order.
    """
    columns = ", ".join(
        f"CAST({quoted(column)} AS VARCHAR) AS {quoted(column)}" if type_ == "JSON" else quoted(column)
        for column, type_ in columns_of(connection, table.name, database).items()
    )
    source = f"FROM {database}.{table.name} AS t WHERE {where}"
    if table.is_small:
        return f"SELECT {columns}, row_number() OVER (ORDER BY rowid) + {first} AS {ORDINAL} {source} ORDER BY rowid"
    if not table.bucket:
        return f"SELECT {columns} {source}"
    org = table.org.format(database=f"{database}.")
    parts = f"{org} AS {ORG}, CAST({table.bucket} % {buckets} AS INTEGER) AS {BUCKET}"
    return f"SELECT {columns}, {parts} {source} ORDER BY {ORG}, {BUCKET}, {listed(table.key)}"


def made(lake: Lake, connection: duckdb.DuckDBPyConnection, database: str) -> Head:
    """The head of the lake, whose tables are made where they are not there, with the columns of those of `database`."""
    found = read_head(lake)
    if found is not None:
        return found
    for table in TABLES:
        sql = rows_sql(connection, table, database, 1, where="false")
        tables.make(lake, table.name, connection.sql(sql), table.parts)
    durable("lake tables made")
    return begin(lake, connection)


def bring_in(lake: Lake, connection: duckdb.DuckDBPyConnection, database: str) -> tuple[Head, Head]:
    """Write all tables of this database to the lake, which has no ledger yet; its head, and the one to come.

    Nobody sees what was written before the head is moved. Raises UsageProblem where there is a ledger, StateBusy where
    another process begins one at the same time, and StoreFailed.
    """
    head = made(lake, connection, database)
    if head.number > 1:
        raise UsageProblem(f"{lake.uri} has a ledger already.", "Name a place that has none yet.")
    versions = {}
    for table in TABLES:
        target = tables.taken_back(lake, table.name, head.versions[table.name])
        rows = connection.sql(rows_sql(connection, table, database, head.buckets))
        tables.append(lake, target, tables.in_batches(rows, len(connection.table(f"{database}.{table.name}"))))
        tables.flush_written(lake, target, frozenset())
        versions[table.name] = target.version()
        durable(f"{table.name} written")
    ((state_version, run_id),) = connection.execute(LAST_RUN).fetchall()
    return head, replace(head, state_version=state_version, run_id=run_id, versions=versions)


def take_out(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Write all tables of the snapshot that this connection has to the tables of that database, which are empty."""
    for table in TABLES:
        order = "rowid" if table.is_small else listed(table.key[:1]) or "ALL"
        connection.execute(_COPY.format(made=database, lake=DATABASE, table=table.name, order=order))
