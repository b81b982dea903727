"""A backup is one once it was restored; restoring sets the present ledger aside, and loses nothing without a word."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.disk import sha256_of
from tests.support.desk import ROOT, Desk
from tests.support.ledgers.harm import broken, damage, everything, tamper

WITHOUT_ROOM = """
import resource, sys
from pipeline.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""
DIE_WITH_A_LOG = """
import os, signal, sys
import duckdb
connection = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1GB"})
connection.execute("INSERT INTO organizations SELECT 'acme', recorded_at, run_id FROM runs LIMIT 1")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def kept(tuesday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office on Tuesday with a backup; only to be read."""
    desk = tuesday.copied_to(tmp_path_factory.mktemp("kept"))
    assert desk.say("backup").code == 0
    return desk


@pytest.fixture
def safe(kept: Desk, tmp_path: Path) -> Desk:
    """The office on Tuesday with a backup, of one's own."""
    return kept.copied_to(tmp_path)


def backups(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "backups").glob("*.duckdb"))


def run_later(desk: Desk) -> None:
    """A run that no backup knows."""
    desk.book("later.xlsx", ("Serial Number", "Owner Email"), ("LT-0006", "eva@acme.example"))
    assert desk.say("run", "later.xlsx").code == 0


@pytest.mark.system
def test_a_backup_says_what_the_ledger_says(office: Desk) -> None:
    said = office.say("backup")

    assert said.code == 0
    assert "(2 runs" not in said.out
    assert "2 runs, state version 2" in said.out
    (backup,) = backups(office)
    assert everything(backup) == everything(office.state)
    assert broken(backup) == {}


@pytest.mark.system
def test_the_manifest_tells_what_is_in_a_backup(office: Desk) -> None:
    told = office.json("backup", "-o", "elsewhere")

    backup = office.at(told["outputs"]["backup"])
    manifest = json.loads(backup.with_suffix(".json").read_text())
    assert backup.name.endswith("-v2.duckdb")
    assert backup.parent.name == "elsewhere"
    assert (manifest["state_version"], manifest["runs"], manifest["tables"]["devices"]) == (2, 2, 8)
    assert manifest["sha256"] == told["sha256"] == sha256_of(backup)


@pytest.mark.system
def test_a_backup_has_what_a_killed_writer_left_in_the_log(office: Desk) -> None:
    subprocess.run([sys.executable, "-c", DIE_WITH_A_LOG, str(office.state)], check=False)
    assert office.state.with_name("rollcall.duckdb.wal").exists()

    assert office.say("backup").code == 0

    assert len(everything(backups(office)[0])["organizations"]) == 2


@pytest.mark.system
def test_keep_removes_older_backups_of_this_ledger_and_nothing_else(safe: Desk) -> None:
    assert safe.say("backup").code == 0
    oldest, _ = backups(safe)
    strange = oldest.with_name("rollcall-20200101T000000Z-v1.duckdb")
    shutil.copyfile(oldest, strange)
    manifest = json.loads(oldest.with_suffix(".json").read_text())
    strange.with_suffix(".json").write_text(json.dumps({**manifest, "ledger_id": "another"}))
    bare = oldest.with_name("rollcall-20190101T000000Z-v1.duckdb")
    bare.write_bytes(b"no manifest")

    told = safe.json("backup", "--keep", "2")

    assert [Path(path).name for path in told["removed"]] == [oldest.name]
    assert backups(safe)[:2] == [bare, strange]
    assert len(backups(safe)) == 4


@pytest.mark.system
def test_the_new_backup_stays_also_when_the_clock_was_set_back(safe: Desk) -> None:
    (old,) = backups(safe)
    manifest = json.loads(old.with_suffix(".json").read_text())
    old.with_suffix(".json").write_text(json.dumps({**manifest, "made_at": "2099-01-01T00:00:00Z"}))

    new = safe.json("backup", "--keep", "1")["outputs"]["backup"]

    assert [path.name for path in backups(safe)] == [Path(new).name]


@pytest.mark.system
def test_an_unsound_ledger_is_not_backed_up(office: Desk) -> None:
    tamper(office.state, "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")

    said = office.say("backup", "--keep", "1")

    assert said.code == 8
    assert "rollcall.duckdb is not sound" in said.err
    assert "verify" in said.err
    assert list((office.folder / "backups").iterdir()) == []


@pytest.mark.system
def test_a_restored_ledger_is_as_it_was(safe: Desk) -> None:
    before = everything(backups(safe)[0])
    run_later(safe)

    said = safe.say("restore", backups(safe)[0], "--set-aside")

    assert said.code == 0
    assert everything(safe.state) == before
    assert "later.xlsx" in said.out
    (aside,) = safe.folder.glob("rollcall.duckdb.before-restore-*")
    assert len(everything(aside)["runs"]) == 3
    assert safe.say("run", "later.xlsx").code == 0


@pytest.mark.system
def test_runs_that_the_backup_does_not_know_are_named_and_nothing_is_changed(safe: Desk) -> None:
    run_later(safe)
    before = safe.state.read_bytes()

    failed = safe.json("restore", backups(safe)[0], code=5)

    assert failed["error"]["code"] == "runs_would_be_lost"
    assert "does not know 1 run of the ledger" in failed["error"]["message"]
    assert "later.xlsx" in failed["error"]["message"]
    assert "--set-aside" in failed["error"]["hint"]
    assert safe.state.read_bytes() == before
    assert list(safe.folder.glob("*before*")) == []


@pytest.mark.system
def test_restoring_where_no_ledger_is_makes_it(safe: Desk) -> None:
    safe.state.unlink()

    assert safe.say("restore", backups(safe)[0]).code == 0

    assert broken(safe.state) == {}
    assert list(safe.folder.glob("*before*")) == []


@pytest.mark.system
def test_a_damaged_ledger_is_set_aside_as_it_is(safe: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run_later(safe)
    assert safe.say("publish").code == 0
    damage(safe.state, "runs")
    content = safe.state.read_bytes()

    told = safe.json("restore", backups(safe)[0])

    assert Path(told["outputs"]["former"]).read_bytes() == content
    assert [run["paths"] for run in told["not_in_backup"]] == [["later.xlsx"]]
    assert "could not be read" in told["remarks"][0]


def test_a_backup_whose_bytes_have_changed_is_refused(safe: Desk) -> None:
    (backup,) = backups(safe)
    damage(backup, "events")
    before = safe.state.read_bytes()

    said = safe.say("restore", backup)

    assert said.code == 8
    assert "is not what it was when it was made" in said.err
    assert safe.state.read_bytes() == before
    assert not (safe.folder / ".rollcall.duckdb.scratch").exists()


@pytest.mark.system
def test_without_a_manifest_its_own_proofs_speak_for_a_backup(safe: Desk) -> None:
    (backup,) = backups(safe)
    backup.with_suffix(".json").unlink()

    said = safe.say("restore", backup)

    assert said.code == 0
    assert "has no manifest" in said.err

    tamper(backup, "DELETE FROM owners")
    refused = safe.say("restore", backup)
    assert refused.code == 8
    assert "is not sound" in refused.err


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere.duckdb", "There is no backup"), ("rollcall.duckdb", "is the ledger")]
)
def test_only_a_backup_can_be_restored(office: Desk, name: str, said: str) -> None:
    refused = office.say("restore", name)

    assert refused.code == 2
    assert said in refused.err


@pytest.mark.system
def test_another_database_in_the_place_of_the_ledger_is_left_there(safe: Desk) -> None:
    safe.state.unlink()
    with duckdb.connect(safe.state) as connection:
        connection.execute("CREATE TABLE sales AS SELECT 1 AS amount")
    before = safe.state.read_bytes()

    said = safe.say("restore", backups(safe)[0], "--set-aside")

    assert said.code == 8
    assert "not one of Rollcall's" in said.err
    assert safe.state.read_bytes() == before


@pytest.mark.system
def test_a_restored_ledger_is_published(safe: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "true")
    run_later(safe)

    assert safe.say("restore", backups(safe)[0], "--set-aside").code == 0

    assert safe.say("verify").err == ""


@pytest.mark.system
def test_the_rights_of_the_ledger_are_kept(safe: Desk) -> None:
    safe.state.chmod(0o600)

    assert safe.say("backup").code == 0
    assert safe.say("restore", backups(safe)[0]).code == 0

    assert {path.stat().st_mode & 0o777 for path in (safe.state, backups(safe)[-1])} == {0o600}


@pytest.mark.system
@pytest.mark.parametrize("words", [("backup",), ("restore", "BACKUP"), ("rebuild",)], ids=lambda words: words[0])
def test_without_room_nothing_is_half_written(safe: Desk, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in safe.folder.rglob("*") if path.is_file()}
    given = [str(backups(safe)[0]) if word == "BACKUP" else word for word in words]
    command = [sys.executable, "-c", WITHOUT_ROOM, str(1_000_000), *given]

    done = subprocess.run(
        command,
        cwd=safe.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 8, done.stderr
    assert "was not made" in done.stderr
    assert "may go first" in done.stderr
    after = {path: path.read_bytes() for path in safe.folder.rglob("*") if path.is_file()}
    assert {path for path in before.keys() ^ after.keys() if path.name != "rollcall.duckdb.lock"} == set()
    assert {path for path in before if before[path] != after[path] and path.name != "rollcall.duckdb.lock"} == set()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
