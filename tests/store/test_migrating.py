"""The tables come about by numbered migrations, and have a column for every field."""

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import StoreFailed
from pipeline.store import read_state
from pipeline.store.columns import SQL_TYPES
from pipeline.store.migrating import known_migrations, migrate, migrations_missing
from schemas.fields import DEVICE_FIELDS, MDM_FIELDS

COLUMNS = """
SELECT column_name, replace(data_type, ',', ', ') FROM duckdb_columns()
WHERE table_name = $table AND column_name <> 'migrations' ORDER BY column_index
"""


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    migrate(connection)
    return connection


def test_every_migration_is_recorded(connection: duckdb.DuckDBPyConnection) -> None:
    recorded = connection.sql("SELECT number, name FROM migrations ORDER BY number").fetchall()

    assert recorded == [(migration.number, migration.name) for migration in known_migrations()]


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in known_migrations()] == list(range(1, len(known_migrations()) + 1))


def test_migrating_twice_does_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    migrate(connection)

    assert migrations_missing(connection) == ()


def test_devices_have_a_column_of_its_type_for_every_field(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.sql(COLUMNS, params={"table": "devices"}).fetchall()

    assert columns[4:-1] == [(field.name, SQL_TYPES[field.type]) for field in DEVICE_FIELDS]


def test_enrolments_have_a_column_of_its_type_for_every_field(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.sql(COLUMNS, params={"table": "mdm_enrollments"}).fetchall()

    assert columns[1:] == [(field.name.removeprefix("mdm_"), SQL_TYPES[field.type]) for field in MDM_FIELDS]


def test_no_instant_is_kept_in_a_time_zone(connection: duckdb.DuckDBPyConnection) -> None:
    zoned = "SELECT column_name FROM duckdb_columns() WHERE data_type = 'TIMESTAMP WITH TIME ZONE' AND NOT internal"

    assert connection.sql(zoned).fetchall() == []


def test_every_table_says_what_its_rows_are(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL").fetchall() == []


def test_a_state_file_of_a_newer_rollcall_is_refused(own_ledger: Path) -> None:
    with duckdb.connect(own_ledger) as newer:
        newer.execute("INSERT INTO migrations VALUES (9999, 'from_the_future', TIMESTAMP '2030-01-01')")

    with pytest.raises(StoreFailed, match="written by a newer Rollcall") as failure:
        read_state(own_ledger, [], wait=0)
    assert "Upgrade" in failure.value.hint
