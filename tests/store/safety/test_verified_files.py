"""verify on files: damaged ledgers, those of an older version, the published copy, the archive."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline import store
from pipeline.model import Ledger
from pipeline.store.migrations.migrate import known_migrations
from tests.support.desk import Desk
from tests.support.ledgers.harm import damage, tamper
from tests.support.ledgers.proofs import DEEDS, EMAIL, NO_OVERLAP, OUTCOMES, SERIAL, SOURCES, TOTALS


def cut_short(state: Path) -> None:
    state.write_bytes(state.read_bytes()[:6_000])


def scratched(state: Path) -> None:
    content = bytearray(state.read_bytes())
    content[8_200:8_208] = b"\xff" * 8
    state.write_bytes(content)


def overwritten(state: Path) -> None:
    state.write_bytes(b"serial_number;owner_email\n")


@pytest.mark.parametrize("harm", [cut_short, scratched, overwritten])
def test_a_damaged_file_is_told_with_both_ways_out(office: Desk, harm: Callable[[Path], None]) -> None:
    harm(office.state)

    said = office.say("verify")

    assert said.code == 8
    assert "BROKEN     0  the file can be opened" in said.out
    assert "rollcall restore BACKUP" in said.err
    assert "rollcall rebuild" in said.err


@pytest.mark.system
@pytest.mark.parametrize(
    ("table", "others"), [("devices", {TOTALS, DEEDS, SOURCES, OUTCOMES}), ("events", {NO_OVERLAP, SERIAL, EMAIL})]
)
def test_a_part_that_cannot_be_read_leaves_the_other_proofs(ledger_file: Path, table: str, others: set[str]) -> None:
    damage(ledger_file, table)

    proofs = store.prove(Ledger(ledger_file))

    assert {proof.name for proof in proofs if not proof.holds} & store.UNREADABLE
    assert others <= {proof.name for proof in proofs if proof.holds}


def test_any_file_can_be_verified(office: Desk) -> None:
    copy = office.folder / "elsewhere" / "copy.duckdb"
    copy.parent.mkdir()
    shutil.copyfile(office.state, copy)

    assert office.say("--state", copy, "verify").code == 0


@pytest.mark.system
def test_a_ledger_of_an_older_rollcall_is_verified_and_left_as_it_is(office: Desk) -> None:
    old = office.folder / "old.duckdb"
    with duckdb.connect(old) as connection:
        connection.execute(known_migrations()[0].sql)
        connection.execute(f"ATTACH '{office.state}' AS newer (READ_ONLY)")
        for (table,) in connection.sql("SHOW TABLES").fetchall():
            columns = ", ".join(f'"{column}"' for column in connection.table(str(table)).columns)
            which = 'WHERE "number" = 1' if table == "migrations" else ""
            connection.execute(f"INSERT INTO {table} SELECT {columns} FROM newer.{table} {which}")
    before = old.read_bytes()

    assert office.say("--state", old, "verify").code == 0
    assert old.read_bytes() == before


def test_without_a_ledger_there_is_nothing_to_verify(tmp_path: Path) -> None:
    said = Desk(tmp_path).say("verify")

    assert said.code == 2
    assert "There is no ledger" in said.err


@pytest.mark.system
def test_a_published_copy_that_was_changed_is_found(office: Desk) -> None:
    tamper(office.folder / "published" / "rollcall.duckdb", "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")

    said = office.say("verify")

    assert said.code == 8
    assert "devices has 8 rows here, and 8 rows there; they differ." in said.out
    assert said.err.endswith("Publish again: rollcall publish\n")


@pytest.mark.system
def test_a_published_copy_is_of_now_though_a_run_that_changed_nothing_came_after_it(office: Desk) -> None:
    office.book("again.xlsx", ("Serial Number", "Name"), ("LT-0004", "Laptop 4"))
    assert "Nothing to do" in office.say("run", "again.xlsx").out

    said = office.say("verify")

    assert (said.code, said.err) == (0, "")
    assert "the published copy says what the ledger says" in said.out
    tamper(office.folder / "published" / "rollcall.duckdb", "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
    assert office.say("verify").code == 8


@pytest.mark.system
def test_a_published_copy_that_is_behind_is_a_remark_only(office: Desk, tuesday: Desk) -> None:
    office.book("phone.xlsx", ("Serial Number", "Owner Email"), ("LT-0006", "eva@acme.example"))
    assert office.say("run", "phone.xlsx").code == 0
    shutil.copyfile(tuesday.folder / "published" / "rollcall.duckdb", office.folder / "published" / "rollcall.duckdb")

    said = office.say("verify")

    assert said.code == 0
    assert "rollcall publish" in said.err


def filed(desk: Desk, content: bytes = b"as it was") -> Path:
    """A file of a drop folder in the archive, as a sweep would have put it there."""
    place = desk.folder / "archive" / "ab" / "abcdef.xlsx"
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    sha256 = hashlib.sha256(b"as it was").hexdigest()
    tamper(desk.state, f"UPDATE sources SET source = 'hr', path = '{place}', sha256 = '{sha256}', size = 9")
    return place


def test_files_in_the_archive_are_read_and_compared(office: Desk) -> None:
    place = filed(office)
    assert broken_files(office) == {}

    place.write_bytes(b"as it is!")
    assert "is not what it was" in broken_files(office)[store.ARCHIVED][0]
    assert broken_files(office, quick=True) == {}

    place.write_bytes(b"longer than it was")
    assert "has 18 bytes now, and had 9" in broken_files(office, quick=True)[store.ARCHIVED][0]

    place.unlink()
    assert f"is not at {place}" in broken_files(office)[store.ARCHIVED][0]


def test_a_file_whose_sweep_was_stopped_is_not_missing(office: Desk) -> None:
    filed(office).unlink()
    for run in office.show("runs"):
        (office.folder / "processing" / run["run_id"]).mkdir(parents=True)

    assert broken_files(office) == {}


def broken_files(desk: Desk, *, quick: bool = False) -> dict[str, tuple[str, ...]]:
    proofs = store.prove_files(Ledger(desk.state), quick=quick)
    return {proof.name: proof.broken for proof in proofs if not proof.holds}
