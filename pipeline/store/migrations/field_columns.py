"""Columns for fields that are newer than the tables, added with their comments at the next opening for writing.

So a new field takes one line in `schemas/fields.py`. The numbered migrations create the tables; a field without a
column gets one here, recorded as `devices.FIELD` under the number of the last numbered migration.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from pipeline.store.columns import MDM_PREFIX, SQL_TYPES, literal_sql, quoted
from schemas.fields import DEVICE_FIELDS, MDM_FIELDS, OWNER_COLUMNS, OWNER_FIELDS, Field

_COLUMNS = """
SELECT table_name, column_name FROM duckdb_columns()
WHERE database_name = current_database() AND table_name IN ('devices', 'mdm_enrollments', 'owners')
"""


_KEYS = {"devices": "device_id", "mdm_enrollments": "device_id", "owners": "owner_id"}


def columns_missing(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """The name of each column that a field lacks, and the SQL that adds it; none where there are no tables yet."""
    there = {f"{table}.{column}" for table, column in connection.execute(_COLUMNS).fetchall()}
    for table, column, field in _columns():
        if f"{table}.{_KEYS[table]}" in there and f"{table}.{column}" not in there:
            yield f"{table}.{column}", _add_sql(table, column, field)


def _columns() -> Iterator[tuple[str, str, Field]]:
    yield from (("devices", field.name, field) for field in DEVICE_FIELDS)
    yield from (("mdm_enrollments", field.name.removeprefix(MDM_PREFIX), field) for field in MDM_FIELDS)
    yield from (("owners", OWNER_COLUMNS.get(field.name, field.name), field) for field in OWNER_FIELDS)


def _add_sql(table: str, column: str, field: Field) -> str:
    return (
        f"ALTER TABLE {table} ADD COLUMN {quoted(column)} {SQL_TYPES[field.type]};"
        f"COMMENT ON COLUMN {table}.{quoted(column)} IS {literal_sql(field.about)};"
    )
