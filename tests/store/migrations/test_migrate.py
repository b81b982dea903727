"""The tables come about by numbered migrations, and have a column for every field."""

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import StoreFailed
from pipeline.model import Ledger
from pipeline.store import (
    Filters,
    commit,
    is_published,
    publish,
    read_run,
    read_state,
    show_runs,
    verify_replay,
)
from pipeline.store.columns import SQL_TYPES
from pipeline.store.connections import looking, made_ready
from pipeline.store.migrations.migrate import known_migrations, migrate, migrations_missing
from schemas.fields import DEVICE_FIELDS, MDM_FIELDS
from tests.support.ledgers.story import SATURDAY, THURSDAY, change_set, record

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

    numbered = [(number, name) for number, name in recorded if "." not in name]
    assert numbered == [(migration.number, migration.name) for migration in known_migrations()]


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in known_migrations()] == list(range(1, len(known_migrations()) + 1))


def test_migrating_twice_does_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    migrate(connection)

    assert migrations_missing(connection) == ()


def test_devices_have_a_column_of_its_type_for_every_field(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.sql(COLUMNS, params={"table": "devices"}).fetchall()

    ours = {"device_id", "org_id", "version", "created_at", "extra"}
    assert {column for column in columns if column[0] not in ours} == {
        (field.name, SQL_TYPES[field.type]) for field in DEVICE_FIELDS
    }


def test_enrolments_have_a_column_of_its_type_for_every_field(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.sql(COLUMNS, params={"table": "mdm_enrollments"}).fetchall()

    assert {column for column in columns if column[0] != "device_id"} == {
        (field.name.removeprefix("mdm_"), SQL_TYPES[field.type]) for field in MDM_FIELDS
    }


@pytest.mark.parametrize(("table", "told"), [("events", "payload"), ("row_outcomes", "cells")])
def test_what_events_and_rows_say_is_compressed_as_a_whole(tmp_path: Path, table: str, told: str) -> None:
    needed = "SELECT column_name FROM duckdb_columns() WHERE table_name = $table AND NOT is_nullable"
    with made_ready(tmp_path / "new.duckdb") as connection:
        others = [name for (name,) in connection.sql(needed, params={"table": table}).fetchall() if name != told]
        columns = ", ".join(f'"{name}"' for name in [*others, told])
        values = ", ".join("'2026-01-01'" if name == "recorded_at" else "'1'" for name in others)
        says = """'{"name":"Laptop ' || i || '"}'"""
        connection.execute(f"INSERT INTO {table} ({columns}) SELECT {values}, {says} FROM range(3000) AS r(i)")
        connection.execute("CHECKPOINT")
        used = f"SELECT compression FROM pragma_storage_info('{table}') WHERE column_name = '{told}'"

        assert ("ZSTD",) in connection.sql(used).fetchall()


def test_no_instant_is_kept_in_a_time_zone(connection: duckdb.DuckDBPyConnection) -> None:
    zoned = "SELECT column_name FROM duckdb_columns() WHERE data_type = 'TIMESTAMP WITH TIME ZONE' AND NOT internal"

    assert connection.sql(zoned).fetchall() == []


def test_every_table_says_what_its_rows_are(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL").fetchall() == []


@pytest.fixture
def old_ledger(ledger: Path, tmp_path: Path) -> Path:
    """The same story in a state file that only the first migration has been through."""
    old = tmp_path / "old" / "rollcall.duckdb"
    old.parent.mkdir()
    with duckdb.connect(old) as connection:
        connection.execute(known_migrations()[0].sql)
        connection.execute(f"ATTACH '{ledger}' AS newer (READ_ONLY)")
        for (table,) in connection.sql("SHOW TABLES").fetchall():
            columns = ", ".join(f'"{column}"' for column in connection.table(str(table)).columns)
            which = 'WHERE "number" = 1' if table == "migrations" else ""
            connection.execute(f"INSERT INTO {table} SELECT {columns} FROM newer.{table} {which}")
    return old


def test_an_old_ledger_is_brought_up_to_date_on_its_first_use(old_ledger: Path, ledger: Path) -> None:
    runs = show_runs(Ledger(old_ledger), Filters(THURSDAY))

    assert runs.select("plan_id", "undoes").unique().rows() == [(None, None)]
    assert_frame_equal(
        runs.drop("plan_id", "undoes"), show_runs(Ledger(ledger), Filters(THURSDAY)).drop("plan_id", "undoes")
    )
    assert [source.rows for source in read_run(Ledger(old_ledger), "run-mon").record.sources] == [None]
    assert verify_replay(Ledger(old_ledger)) == []


@pytest.mark.system
def test_a_plan_can_be_applied_to_an_old_ledger(old_ledger: Path) -> None:
    nothing = change_set()
    run = replace(record(nothing, at=SATURDAY, version=3), plan_id="plan-8")
    commit(Ledger(old_ledger), nothing, run)

    assert read_run(Ledger(old_ledger), "run-sat").record == run


@pytest.mark.system
def test_an_old_ledger_stays_the_ledger_it_was(old_ledger: Path, ledger: Path) -> None:
    assert read_state(Ledger(old_ledger), []).ledger_id == read_state(Ledger(ledger), []).ledger_id


@pytest.mark.system
def test_an_old_published_copy_is_replaced_and_never_changed(old_ledger: Path, own_ledger: Path) -> None:
    """Analysts may have it open: a reader that will not let go must not stop a run."""
    published = publish(Ledger(own_ledger), parquet=False)
    published.unlink()
    shutil.copyfile(old_ledger, published)

    with looking(published, wait=0):
        assert not is_published(Ledger(own_ledger))
    assert published.read_bytes() == old_ledger.read_bytes()
    publish(Ledger(own_ledger), parquet=False)
    assert is_published(Ledger(own_ledger))


def test_every_column_of_later_migrations_says_what_it_holds(connection: duckdb.DuckDBPyConnection) -> None:
    added = ("plan_id", "undoes", "rows")
    told = connection.sql("SELECT column_name FROM duckdb_columns() WHERE comment IS NOT NULL").fetchall()

    assert {(name,) for name in added} <= set(told)


def test_a_state_file_of_a_newer_rollcall_is_refused(own_ledger: Path) -> None:
    with duckdb.connect(own_ledger) as newer:
        newer.execute("INSERT INTO migrations VALUES (9999, 'from_the_future', TIMESTAMP '2030-01-01')")

    with pytest.raises(StoreFailed, match="written by a newer Rollcall") as failure:
        read_state(Ledger(own_ledger), [])
    assert "Upgrade" in failure.value.hint
