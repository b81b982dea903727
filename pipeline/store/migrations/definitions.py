"""The views and macros that stand in a ledger for its published copy: removed before its tables are changed.

A new table may have the name of a view, and a view is of the columns that its tables had when it was made.
"""

from __future__ import annotations

import duckdb

from pipeline.store.columns import quoted

_DEFINED = """
SELECT 'VIEW', view_name FROM duckdb_views()
WHERE NOT internal AND NOT temporary AND database_name = current_database()
UNION ALL
SELECT DISTINCT CASE function_type WHEN 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, function_name
FROM duckdb_functions()
WHERE NOT internal AND function_type IN ('macro', 'table_macro') AND database_name = current_database()
"""


def drop_definitions(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove every view and macro of the database."""
    for kind, name in connection.execute(_DEFINED).fetchall():
        connection.execute(f"DROP {kind} {quoted(name)}")
