"""A file is made of the empty ledger of the process, and is what the migrations would have made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.store.engines import CONFIG
from pipeline.store.migrations.migrate import migrate, migrations_missing
from pipeline.store.migrations.new_ledger import empty_ledger, make_file

WHAT_IT_HAS = (
    "SELECT table_name, sql, comment FROM duckdb_tables() ORDER BY ALL",
    "SELECT table_name, column_name, column_index, data_type, is_nullable, comment FROM duckdb_columns() "
    "WHERE NOT internal ORDER BY ALL",
    "SELECT view_name FROM duckdb_views() WHERE NOT internal",
    'SELECT "number", "name" FROM migrations',
    "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()",
    "SELECT block_size FROM pragma_database_size()",
    "SELECT DISTINCT column_name, compression FROM pragma_storage_info('row_outcomes') "
    "WHERE column_name = 'cells' AND segment_type = 'JSON'",
)
ROWS = """
INSERT INTO row_outcomes (run_id, row_id, kind, outcome, cells)
SELECT 'r', range, 'inventory', 'applied', '{"a": "' || repeat(md5(range::VARCHAR), 20) || '"}' FROM range(5000)
"""


def _has(path: Path) -> list[Any]:
    with duckdb.connect(path, config=CONFIG) as connection:
        connection.execute(ROWS)
        connection.execute("CHECKPOINT")
        return [connection.execute(question).fetchall() for question in WHAT_IT_HAS]


def test_a_file_that_is_made_is_what_the_migrations_make(tmp_path: Path) -> None:
    make_file(tmp_path / "made.duckdb")
    with duckdb.connect(tmp_path / "migrated.duckdb", config=CONFIG) as connection:
        migrate(connection)
    assert _has(tmp_path / "made.duckdb") == _has(tmp_path / "migrated.duckdb")
    with duckdb.connect(tmp_path / "made.duckdb", config=CONFIG) as connection:
        assert migrations_missing(connection) == ()


@pytest.mark.system
def test_a_file_that_cannot_be_made_leaves_nothing_behind_that_hinders_the_next(tmp_path: Path) -> None:
    there = tmp_path / "there.duckdb"
    make_file(there)
    with pytest.raises(duckdb.Error):
        make_file(tmp_path / "nowhere" / "ledger.duckdb")
    with pytest.raises(duckdb.Error):
        make_file(there)  # it has these tables
    make_file(tmp_path / "next.duckdb")
    assert empty_ledger().execute(
        "SELECT count(*) FROM duckdb_databases() WHERE database_name = 'made'"
    ).fetchone() == (0,)
    there.unlink()
    make_file(there)
