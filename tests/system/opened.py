"""A published copy, opened with whatever DuckDB is installed: every table, view and macro asked, every comment there.

    python -m tests.system.opened published/rollcall.duckdb

For copies that another version of DuckDB has made; it needs nothing of Rollcall.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

_NAMES = """
SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL
"""
_MACROS = (
    "SELECT count(*) FROM ownerships_as_of('2026-01-01')",
    "SELECT count(*) FROM ownerships_known_at(now(), now())",
    "SELECT count(*) FROM overdue_as_of(now())",
    "SELECT count(*) FROM leavers_as_of('2026-01-01')",
    "SELECT owner_had_device('anna@acme.example', 'LT-0001', '2026-01-01', '2026-02-01')",
    "SELECT utc(now())",
)
_SILENT = """
SELECT count(*) FROM duckdb_columns() AS c
WHERE c.comment IS NULL AND c.table_name IN (SELECT table_name FROM duckdb_tables() UNION ALL
                                             SELECT view_name FROM duckdb_views() WHERE NOT internal)
"""


def ask_everything(published: Path) -> dict[str, int]:
    """The rows of each table and view. Raises where one cannot be asked, or a Parquet file says otherwise."""
    with duckdb.connect(published, read_only=True) as copy:
        rows = {name: _count(copy, f"SELECT count(*) FROM {name}") for (name,) in copy.sql(_NAMES).fetchall()}
        for sql in _MACROS:
            copy.sql(sql).fetchall()
        if _count(copy, _SILENT):
            raise AssertionError("a column has lost its comment")
        for folder in sorted((published.parent / "parquet" / "latest").glob("*/")):
            if _count(copy, f"SELECT count(*) FROM read_parquet('{folder}/*.parquet')") != rows[folder.name]:
                raise AssertionError(f"{folder} is not the table of the copy")
        return rows


def _count(copy: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((count,),) = copy.sql(sql).fetchall()
    return int(count)


if __name__ == "__main__":
    counted = ask_everything(Path(sys.argv[1]))
    sys.stdout.write(f"DuckDB {duckdb.__version__}: {', '.join(f'{name} {rows}' for name, rows in counted.items())}\n")
