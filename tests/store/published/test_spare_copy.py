"""The spare is used again only where nobody reads it, and what is made of it is the ledger, byte by byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import commit
from pipeline.store.connections import writing
from pipeline.store.published import spare_copy
from pipeline.store.published.publish import is_published, publish
from pipeline.store.published.spare_copy import drop_spare, spare_of, take_spare
from pipeline.store.safety.verify import prove_published
from tests.support.ledgers.published import ask
from tests.support.ledgers.story import SATURDAY, change_set, many_devices, record
from tests.support.shared import made_once

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="leases are of Linux")

READ = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as copy:
    print(copy.sql("SELECT count(*) FROM devices").fetchall(), flush=True)
    sys.stdin.readline()
    print(json.dumps(copy.sql("SELECT count(*), count(DISTINCT comment) FROM devices").fetchall()[0]), flush=True)
"""
KILLED = """
import sys
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store.published import spare_copy
from pipeline.store.published.publish import publish
from tests.support.power_cuts import cut_after
spare_copy._LEAST_BYTES = 0
cut_after(sys.argv[2])
publish(Ledger(Path(sys.argv[1])), parquet=False)
"""
# Statements that change a ledger in every way in which its file changes: more of it, less, anew.
CHANGES = (
    "UPDATE devices SET comment = 'seen' WHERE device_id % 100 = 7",
    "INSERT INTO events SELECT * REPLACE (event_id + 100000 AS event_id) FROM events",
    "UPDATE devices SET name = name || ' of the house', brand = 'Dell'",
    "DELETE FROM events WHERE event_id > 100000",
    "ALTER TABLE devices ADD COLUMN shelf VARCHAR DEFAULT 'none'",
    "CREATE TABLE big AS SELECT range AS number, md5(CAST(range AS VARCHAR)) AS text FROM range(200000)",
    "DROP TABLE big",
    "ALTER TABLE devices DROP COLUMN shelf",
)


@pytest.fixture
def big_ledger(ledger: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of 20,000 devices, of one's own, that was published twice, so that there is a spare."""
    monkeypatch.setattr(spare_copy, "_LEAST_BYTES", 0)

    def fill(folder: Path) -> str:
        state = Path(shutil.copyfile(ledger, folder / "rollcall.duckdb"))
        commit(Ledger(state), *many_devices())
        for brand in ("Dell", "HP"):
            _change(state, f"UPDATE devices SET brand = '{brand}' WHERE device_id = 2")
            publish(Ledger(state), parquet=False)
        return state.name

    folder, name = made_once(tmp_path_factory, "published-twice", fill)
    return folder / name


@pytest.mark.system
def test_what_is_made_of_the_spare_is_the_ledger_byte_by_byte_whatever_has_changed(big_ledger: Path) -> None:
    """It also holds DuckDB to what is relied on: blocks of one size, each with its checksum in front."""
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    new = published.with_name("made.duckdb")
    for change in CHANGES:
        spare = spare_of(published).stat().st_ino
        _change(big_ledger, change)
        with big_ledger.open("rb") as state:
            assert take_spare(published, new, state), change
        assert new.stat().st_ino == spare
        assert new.read_bytes() == big_ledger.read_bytes(), change
        assert not spare_of(published).exists()
        os.replace(new, spare_of(published))
        publish(Ledger(big_ledger), parquet=False)
        proof = prove_published(Ledger(big_ledger))
        assert proof is not None
        assert proof.holds, change


@pytest.mark.system
def test_a_small_change_writes_a_few_blocks(big_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    written: list[int] = []
    write = spare_copy._write

    def count(file: int, content: bytes, at: int) -> None:
        written.append(len(content))
        write(file, content, at)

    monkeypatch.setattr(spare_copy, "_write", count)
    _change(big_ledger, "UPDATE devices SET brand = 'Acer' WHERE device_id = 3")
    publish(Ledger(big_ledger), parquet=False)

    assert 0 < sum(written) < big_ledger.stat().st_size / 2
    assert ask(published, "SELECT brand FROM devices WHERE device_id IN (2, 3) ORDER BY 1") == [("Acer",), ("HP",)]


@pytest.mark.system
@pytest.mark.parametrize("is_own", [True, False], ids=["this process", "another"])
def test_a_reader_keeps_the_copy_that_it_opened_however_often_is_published(big_ledger: Path, *, is_own: bool) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    before = ask(published, "SELECT count(*), count(DISTINCT comment) FROM devices")
    reader = _Own(published) if is_own else _Another(published)
    for change in CHANGES[:4]:
        _change(big_ledger, change)
        publish(Ledger(big_ledger), parquet=False)
    assert reader.answer() == before
    assert ask(published, "SELECT count(DISTINCT comment) FROM devices") == [(1,)]


@pytest.mark.system
def test_whoever_reads_the_file_without_duckdb_keeps_it_too(big_ledger: Path) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    with published.open("rb") as download:
        begun = download.read(1000)
        for change in CHANGES[:3]:
            _change(big_ledger, change)
            publish(Ledger(big_ledger), parquet=False)
        copy = published.with_name("downloaded.duckdb")
        copy.write_bytes(begun + download.read())
    assert ask(copy, "SELECT count(*) FROM devices WHERE comment = 'seen'") == [(0,)]


def test_a_spare_that_is_the_copy_itself_is_not_written_over(big_ledger: Path) -> None:
    """So it is where a process was killed between the two names."""
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    drop_spare(published)
    os.link(published, spare_of(published))
    _change(big_ledger, CHANGES[0])
    with big_ledger.open("rb") as state:
        assert not take_spare(published, published.with_name("made.duckdb"), state)
    assert ask(published, "SELECT count(*) FROM devices WHERE comment = 'seen'") == [(0,)]
    assert not spare_of(published).exists()


@pytest.mark.parametrize("content", [b"", b"half a copy", b"DUCK" * 10_000], ids=["empty", "short", "other"])
def test_a_spare_that_is_no_such_file_is_given_up(big_ledger: Path, content: bytes) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    drop_spare(published)
    spare_of(published).write_bytes(content)
    _change(big_ledger, CHANGES[0])
    publish(Ledger(big_ledger), parquet=False)
    assert is_published(Ledger(big_ledger), entirely=True)
    assert ask(published, "SELECT count(*) FROM devices WHERE comment = 'seen'") == [(200,)]


def test_a_link_in_the_place_of_the_spare_is_not_followed(big_ledger: Path) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    precious = big_ledger.with_name("precious.duckdb")
    precious.write_bytes(published.read_bytes())
    drop_spare(published)
    spare_of(published).symlink_to(precious)
    _change(big_ledger, CHANGES[0])
    publish(Ledger(big_ledger), parquet=False)
    assert ask(precious, "SELECT count(*) FROM devices WHERE comment = 'seen'") == [(0,)]


def test_of_a_copy_that_has_an_erased_person_no_spare_is_kept(big_ledger: Path) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    nothing = change_set()
    run = replace(record(nothing, at=SATURDAY + timedelta(days=1), version=4), run_id="run-erased", command="forget")
    commit(Ledger(big_ledger), nothing, run)
    publish(Ledger(big_ledger), parquet=False)
    assert not spare_of(published).exists()

    _change(big_ledger, CHANGES[0])
    publish(Ledger(big_ledger), parquet=False)
    assert spare_of(published).exists()


@pytest.mark.system
@pytest.mark.parametrize("step", ["copy made", "former copy kept", "published"])
def test_whoever_is_killed_leaves_the_old_copy_or_the_new_and_the_next_publication_is_whole(
    big_ledger: Path, step: str
) -> None:
    published = big_ledger.parent / "published" / "rollcall.duckdb"
    _change(big_ledger, CHANGES[0])

    killed = subprocess.run([sys.executable, "-c", KILLED, str(big_ledger), step], check=False)

    assert killed.returncode == -signal.SIGKILL
    seen = ask(published, "SELECT count(*) FROM devices WHERE comment = 'seen'")
    assert seen == [(200 if step == "published" else 0,)]
    for change in CHANGES[1:4]:
        _change(big_ledger, change)
        publish(Ledger(big_ledger), parquet=False)
        proof = prove_published(Ledger(big_ledger))
        assert proof is not None
        assert proof.holds
    assert {path.name for path in published.parent.iterdir()} == {".ledger", published.name, spare_of(published).name}


def test_of_a_small_ledger_no_spare_is_kept(own_ledger: Path) -> None:
    for _ in range(2):
        published = publish(Ledger(own_ledger), parquet=False)
    assert not spare_of(published).exists()


class _Own:
    """A reader in this process."""

    def __init__(self, published: Path) -> None:
        self.connection = duckdb.connect(published, read_only=True)
        self.connection.sql("SELECT count(*) FROM devices").fetchall()

    def answer(self) -> list[tuple[object, ...]]:
        with self.connection:
            return self.connection.sql("SELECT count(*), count(DISTINCT comment) FROM devices").fetchall()


class _Another:
    """A reader in a process of its own."""

    def __init__(self, published: Path) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", READ, str(published)]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline()

    def answer(self) -> list[tuple[object, ...]]:
        said, _ = self.process.communicate("now\n")
        return [tuple(json.loads(said))]


def _change(ledger: Path, sql: str) -> None:
    with writing(Ledger(ledger)) as connection:
        connection.execute(sql)
