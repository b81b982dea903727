"""Fingerprints of tables: the number of rows, and the sum of their hashes, whatever their order.

The sums hold within one version of DuckDB only, so they are compared and never kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.columns import quoted
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import duckdb

_TABLES = """
SELECT table_name FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal AND NOT temporary
UNION ALL SELECT view_name FROM duckdb_views() WHERE database_name = 'lake' AND current_database() = 'lake'
ORDER BY table_name
"""
_WHOLE = "SELECT count(*), coalesce(sum({entry}), 0) FROM {table}"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The number of rows of a table, the sum of their hashes, and the columns that were hashed."""

    rows: int
    sum_of_hashes: int
    columns: tuple[str, ...]


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, Fingerprint]:
    """The fingerprint of every table, by its name; every value in the file is read for it."""
    tables = [str(name) for (name,) in connection.execute(_TABLES).fetchall()]
    return {table: fingerprint(connection, table) for table in tables}


def fingerprint(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Collection[str] | None = None
) -> Fingerprint:
    """The fingerprint of one table, which may be in another database: `old.devices`.

    With `columns`, those of a table to compare it with are hashed; a column that this table lacks counts as blank.
    """
    own = column_names(connection, table)
    taken = tuple(sorted(own if columns is None else columns))
    sql = _WHOLE.format(entry=hash_sql(taken, own), table=_quoted(table))
    ((rows, sum_of_hashes),) = connection.execute(sql).fetchall()
    return Fingerprint(rows, sum_of_hashes, taken)


def column_names(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str, ...]:
    """The columns of a table, in the order in which they stand there."""
    return tuple(connection.sql(f"FROM {_quoted(table)} LIMIT 0").columns)


def hash_sql(columns: Iterable[str], own: Collection[str]) -> str:
    """SQL for the hash of a row over those columns, sorted by name; columns that are not the table's `own` are blank.

    The order of columns differs between ledgers: the column of a new field is added last, wherever the field stands in
    `schemas.fields`.
    """
    return f"hash({', '.join(quoted(name) if name in own else 'NULL' for name in sorted(columns))})"


def _quoted(table: str) -> str:
    return ".".join(quoted(part) for part in table.split("."))


def differing(one: Mapping[str, Fingerprint], other: Mapping[str, Fingerprint]) -> list[str]:
    """One sentence per table of the first mapping that is missing from the other or differs there."""
    return [
        f"{table} has {_row_count_text(one[table])} here, and {_row_count_text(other.get(table))} there"
        + ("; they differ." if table in other and one[table].rows == other[table].rows else ".")
        for table in one
        if one[table] != other.get(table)
    ]


def _row_count_text(of_table: Fingerprint | None) -> str:
    if of_table is None:
        return "no table"
    return "1 row" if of_table.rows == 1 else f"{of_table.rows:,} rows"
