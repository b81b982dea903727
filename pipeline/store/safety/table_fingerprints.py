"""Fingerprints of tables: their number of rows, and a sum over them that order does not change.

The sums hold within one version of DuckDB only, so they are compared and never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.store.columns import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

_TABLES = """
SELECT table_name FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal AND NOT temporary ORDER BY table_name
"""
_WHOLE = "SELECT count(*), coalesce(sum(hash(entry)), 0) FROM {table} AS entry"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A table as it is: how many rows, and the sum of their hashes."""

    rows: int
    sum_of_hashes: int


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, Fingerprint]:
    """The fingerprint of every table, by its name; every value of the file is read for it."""
    tables = [str(name) for (name,) in connection.sql(_TABLES).fetchall()]
    return {table: fingerprint(connection, table) for table in tables}


def fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> Fingerprint:
    """The fingerprint of one table, which may be one of another database: `old.devices`."""
    name = ".".join(quoted(part) for part in table.split("."))
    ((rows, sum_of_hashes),) = connection.sql(_WHOLE.format(table=name)).fetchall()
    return Fingerprint(rows, sum_of_hashes)


def differing(one: Mapping[str, Fingerprint], other: Mapping[str, Fingerprint]) -> list[str]:
    """One sentence per table of the first that is not the same in the other."""
    return [
        f"{table} has {_told(one[table])} here, and {_told(other.get(table))} there"
        + ("; they differ." if table in other and one[table].rows == other[table].rows else ".")
        for table in one
        if one[table] != other.get(table)
    ]


def _told(of_table: Fingerprint | None) -> str:
    if of_table is None:
        return "no table"
    return "1 row" if of_table.rows == 1 else f"{of_table.rows:,} rows"
