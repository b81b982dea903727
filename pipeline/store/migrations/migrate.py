"""The migrations: changes of the tables, each applied and recorded in one transaction.

The numbered migrations come first and are never edited once released; then a column is added for each field without
one, for all of them in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

import duckdb

from pipeline.errors import StoreFailed
from pipeline.store.migrations.definitions import drop_definitions
from pipeline.store.migrations.field_columns import columns_missing
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the tables; a column added for a field has the number of the last numbered migration."""

    number: int
    name: str
    sql: str


@cache
def known_migrations() -> tuple[Migration, ...]:
    """The numbered migrations of this version of Rollcall, in order."""
    folder = resources.files("pipeline.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(_read(file.name, file.read_text(encoding="utf-8")) for file in files)


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Apply the missing migrations, if there are any."""
    is_new = last_applied(connection) == 0
    for migration in _numbered_missing(connection):
        _apply(connection, [migration], is_new=is_new)
    _apply(connection, _columns_missing(connection), is_new=is_new)


def migrations_missing(connection: duckdb.DuckDBPyConnection) -> tuple[Migration, ...]:
    """The migrations not yet applied to this database. Raises StoreFailed where a newer Rollcall has applied others."""
    return (*_numbered_missing(connection), *_columns_missing(connection))


def is_rollcall(connection: duckdb.DuckDBPyConnection) -> bool:
    """True for a ledger, and for a database without tables, which can become a ledger."""
    try:
        connection.execute(_OURS)  # takes a tenth of the time of looking at the catalogue (measured)
    except duckdb.CatalogException:
        return not connection.execute(_TABLES).fetchall()
    return True


def _apply(connection: duckdb.DuckDBPyConnection, migrations: Sequence[Migration], *, is_new: bool) -> None:
    """Apply and record these migrations in one transaction; a new ledger has no definitions yet."""
    if not migrations:
        return
    connection.begin()
    try:
        if not is_new:  # to look for them takes as long as all other changes of a new ledger together
            drop_definitions(connection)
        connection.execute("\n".join(migration.sql for migration in migrations))
        connection.execute(_RECORD, [[one.number for one in migrations], [one.name for one in migrations]])
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _columns_missing(connection: duckdb.DuckDBPyConnection) -> tuple[Migration, ...]:
    last = known_migrations()[-1].number
    return tuple(Migration(last, name, sql) for name, sql in columns_missing(connection))


def _numbered_missing(connection: duckdb.DuckDBPyConnection) -> tuple[Migration, ...]:
    known = known_migrations()
    applied = last_applied(connection)
    if applied > known[-1].number:
        raise StoreFailed(
            f"The state file was written by a newer Rollcall (its tables are at number {applied}, "
            f"this version knows {known[-1].number}).",
            "Upgrade with: pip install --upgrade rollcall",
            code="newer",
        )
    return tuple(migration for migration in known if migration.number > applied)


_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
_OURS = "SELECT 1 FROM migrations, events, runs LIMIT 0"
_LAST = 'SELECT coalesce(max("number"), 0) FROM migrations'
_RECORD = """
INSERT INTO migrations ("number", "name", applied_at)
SELECT unnest($1), unnest($2), make_timestamp(epoch_us(now()))
"""


def last_applied(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the last numbered migration; 0 for a database without tables."""
    try:
        ((last,),) = connection.execute(_LAST).fetchall()
    except duckdb.CatalogException:
        return 0  # there are no tables yet
    return int(last)


def _read(file_name: str, sql: str) -> Migration:
    number, _, name = file_name.removesuffix(".sql").partition("_")
    return Migration(int(number), name, sql)
