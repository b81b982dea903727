"""A field that is newer than a ledger gets its column when the ledger is next written."""

import duckdb
import pytest

from pipeline.store.migrations import field_columns
from pipeline.store.migrations.migrate import migrate, migrations_missing
from schemas.fields import DEVICE_FIELDS, MDM_FIELDS, Field, FieldType

FIRMWARE = Field("firmware", FieldType.TEXT, "the maker's firmware")
PORTS = Field("ports", FieldType.LIST, "its ports")
PATCHED = Field("mdm_patched_on", FieldType.DATE, "when it was patched last")
COLUMN = "SELECT data_type, comment FROM duckdb_columns() WHERE table_name = $table AND column_name = $column"


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """A ledger made before the three fields were known."""
    connection = duckdb.connect()
    migrate(connection)
    middle = len(DEVICE_FIELDS) // 2
    fields = (*DEVICE_FIELDS[:middle], FIRMWARE, PORTS, *DEVICE_FIELDS[middle:])
    monkeypatch.setattr(field_columns, "DEVICE_FIELDS", fields)
    monkeypatch.setattr(field_columns, "MDM_FIELDS", (PATCHED, *MDM_FIELDS))
    return connection


@pytest.mark.parametrize(
    ("table", "column", "is_what"),
    [
        ("devices", "firmware", ("VARCHAR", "the maker's firmware")),
        ("devices", "ports", ("VARCHAR[]", "its ports")),
        ("mdm_enrollments", "patched_on", ("DATE", "when it was patched last")),
    ],
)
def test_a_new_field_gets_a_column_that_says_what_it_is(
    old: duckdb.DuckDBPyConnection, table: str, column: str, is_what: tuple[str, str]
) -> None:
    migrate(old)

    assert old.sql(COLUMN, params={"table": table, "column": column}).fetchall() == [is_what]


def test_each_column_is_recorded_with_the_change_of_the_tables_that_it_follows(old: duckdb.DuckDBPyConnection) -> None:
    ((last,),) = old.sql('SELECT max("number") FROM migrations').fetchall()
    columns = 'SELECT "number", "name" FROM migrations WHERE "name" LIKE \'%.%\' ORDER BY ALL'
    before = old.sql(columns).fetchall()

    migrate(old)

    assert [one for one in old.sql(columns).fetchall() if one not in before] == [
        (last, "devices.firmware"),
        (last, "devices.ports"),
        (last, "mdm_enrollments.patched_on"),
    ]


def test_a_ledger_without_the_columns_is_not_up_to_date_and_is_after_they_came(old: duckdb.DuckDBPyConnection) -> None:
    assert [migration.name for migration in migrations_missing(old)] == [
        "devices.firmware",
        "devices.ports",
        "mdm_enrollments.patched_on",
    ]

    migrate(old)

    assert migrations_missing(old) == ()


def test_a_column_that_cannot_be_added_is_not_recorded(old: duckdb.DuckDBPyConnection) -> None:
    old.execute("CREATE VIEW seen AS SELECT device_id FROM devices; DROP TABLE mdm_enrollments")
    old.execute("CREATE VIEW mdm_enrollments AS SELECT device_id FROM devices")

    with pytest.raises(duckdb.Error):
        migrate(old)

    assert old.sql('SELECT "name" FROM migrations WHERE "name" LIKE \'mdm_%\'').fetchall() == []
