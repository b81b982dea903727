"""Columns go by their names: where they stand in a table, and a field in the list of fields, matters to nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.support.desk import ROOT, Desk
from tests.support.ledgers.harm import broken, tamper

MOVED_TO_THE_END = {
    "devices": "serial_number",
    "owners": "org_id",
    "ownerships": "start_time",
    "mdm_enrollments": "status",
}
WITH_A_FIELD_IN_THE_MIDDLE = """
import json, sys
from pathlib import Path
from schemas import fields
from schemas.fields import Field, FieldType

middle = len(fields.DEVICE_FIELDS) // 2
new = (Field("firmware", FieldType.TEXT, "its firmware"), Field("ports", FieldType.LIST, "its ports"))
fields.DEVICE_FIELDS = (*fields.DEVICE_FIELDS[:middle], *new, *fields.DEVICE_FIELDS[middle:])
fields.ATTRIBUTES = fields.DEVICE_FIELDS + fields.MDM_FIELDS
fields.INVENTORY_FIELDS = (*fields.INVENTORY_FIELDS[:2], *fields.ATTRIBUTES)

from tests.support.desk import Desk
from tests.support.ledgers.harm import broken

desk, said = Desk(Path(sys.argv[1])), {}
rows = ("LT-0001", "1.2", "usb; hdmi"), ("LT-0002", "1.3", None)
desk.book("newer.xlsx", ("Serial Number", "Firmware", "Ports"), *rows)
for number, command in enumerate(("run newer.xlsx", "verify", "backup", "rebuild", "verify", "publish")):
    done = desk.say("--json", *command.split())
    said[f"{number} {command}"] = [done.code, done.err]
said["broken"] = broken(desk.state)
print(json.dumps(said))
"""


def rows_by_name(state: Path) -> dict[str, list[list[tuple[str, object]]]]:
    """Every table: its rows, in order, each with its values by the names of the columns, in order."""
    with duckdb.connect(state, read_only=True) as ledger:
        names = ledger.sql("SELECT table_name FROM duckdb_tables()").fetchall()
        tables = {str(name): ledger.table(str(name)) for (name,) in names}
        return {name: sorted(_by_name(table), key=str) for name, table in tables.items()}


def _by_name(table: duckdb.DuckDBPyRelation) -> list[list[tuple[str, object]]]:
    return [sorted(zip(table.columns, row, strict=True)) for row in table.fetchall()]


@pytest.fixture
def altered(office: Desk) -> Desk:
    """The office with a column of each table at its end."""
    for table, column in MOVED_TO_THE_END.items():
        with duckdb.connect(office.state) as ledger:
            types = dict(zip(ledger.table(table).columns, ledger.table(table).types, strict=True))
            ledger.execute(f"""
                ALTER TABLE {table} RENAME COLUMN {column} TO moved;
                ALTER TABLE {table} ADD COLUMN {column} {types[column]};
                UPDATE {table} SET {column} = moved;
                ALTER TABLE {table} DROP COLUMN moved
            """)
            assert ledger.table(table).columns[-1] == column
    return office


def test_a_ledger_whose_columns_stand_elsewhere_is_sound(altered: Desk) -> None:
    assert broken(altered.state) == {}


@pytest.mark.system
def test_it_is_published_backed_up_and_restored_like_any_other(altered: Desk, tuesday: Desk) -> None:
    for command in (["publish"], ["verify"], ["backup"]):
        assert altered.say(*command).code == 0
    (backup,) = (altered.folder / "backups").glob("*.duckdb")

    assert altered.say("restore", backup).code == 0

    assert broken(altered.state) == {}
    assert rows_by_name(altered.state) == rows_by_name(tuesday.state)


@pytest.mark.system
def test_it_is_the_same_once_it_is_rebuilt_and_so_is_what_was_published_before(altered: Desk, tuesday: Desk) -> None:
    assert altered.say("publish").code == 0

    rebuilt = altered.json("rebuild")

    assert rebuilt["mended"] == []
    with duckdb.connect(altered.state, read_only=True) as ledger:
        assert ledger.table("devices").columns[-1] != MOVED_TO_THE_END["devices"]
    assert altered.say("verify").code == 0
    assert rows_by_name(altered.state) == rows_by_name(tuesday.state)


@pytest.mark.system
def test_what_differs_is_still_found_and_named(altered: Desk) -> None:
    tamper(altered.state, "UPDATE devices SET serial_number = 'LT-0099' WHERE device_id = 1")

    (found,) = [said for said in broken(altered.state).values() if any("serial_number" in each for each in said)]

    assert found == ("devices: device_id 1 has serial_number LT-0099 in the table, and LT-0001 by the events.",)


@pytest.mark.system
def test_runs_go_on(altered: Desk) -> None:
    altered.book("more.xlsx", ("Serial Number", "Owner Email"), ("LT-0004", "anna@acme.example"))

    assert altered.json("run", "more.xlsx")["actions"]["assign"] == 1
    assert broken(altered.state) == {}


@pytest.mark.system
def test_a_field_in_the_middle_of_the_list_fits_a_ledger_that_has_its_column_at_the_end(office: Desk) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_FIELD_IN_THE_MIDDLE, str(office.folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    said = json.loads(done.stdout)
    assert said.pop("broken") == {}
    assert [(command, code) for command, (code, _) in said.items() if code != 0] == [], said
    with duckdb.connect(shutil.copyfile(office.state, office.folder / "copy.duckdb"), read_only=True) as ledger:
        new = ledger.sql("SELECT firmware, ports FROM devices WHERE firmware IS NOT NULL ORDER BY device_id").fetchall()
    assert new == [("1.2", ["usb", "hdmi"]), ("1.3", None)]
