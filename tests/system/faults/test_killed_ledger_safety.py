"""backup, restore and rebuild, killed after any of their steps: the ledger is whole, and the next try gets there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.disk import sha256_of
from pipeline.store.safety.backup_manifest import read_manifest
from tests.support.desk import Desk
from tests.support.ledgers.harm import broken, damage, tamper
from tests.system.faults.injected.killed_steps import Killed, kill_at_each_step

NO_LOG = b"no log at all"


@pytest.fixture(scope="module", autouse=True)
def unpublished() -> Iterator[None]:
    """Publishing has steps and tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        yield


@pytest.fixture(scope="module")
def killed(tuesday: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Killed]:
    """Every command, killed: on a ledger that is behind, on one with a wrong table, on a damaged one with a log."""
    folder = tmp_path_factory.mktemp("killed")
    behind = tuesday.copied_to(folder / "behind")
    for _ in range(2):
        assert behind.say("backup").code == 0
    behind.book("later.xlsx", ("Serial Number", "Owner Email"), ("LT-0006", "eva@acme.example"))
    assert behind.say("run", "later.xlsx").code == 0
    wrong, damaged = behind.copied_to(folder / "wrong"), behind.copied_to(folder / "damaged")
    tamper(wrong.state, "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
    damage(damaged.state, "runs")
    damaged.state.with_name("rollcall.duckdb.wal").write_bytes(NO_LOG)
    restore = ("restore", str(backup_of(behind)), "--set-aside")
    jobs = {
        "backup": Killed(behind, folder / "backup", ("backup", "--keep", "2")),
        "restore": Killed(behind, folder / "restore", restore),
        "rebuild": Killed(wrong, folder / "rebuild", ("rebuild",)),
        "restore damaged": Killed(damaged, folder / "restore damaged", restore),
    }
    kill_at_each_step(list(jobs.values()))
    return jobs


def test_a_killed_backup_leaves_no_half_one_and_the_next_one_clears_up(killed: dict[str, Killed]) -> None:
    desks = killed["backup"].desks

    assert len(desks) > 4
    assert {desk.state.read_bytes() for desk in desks} == {killed["backup"].desk.state.read_bytes()}
    for backups in (list((desk.folder / "backups").glob("*.duckdb")) for desk in desks):
        assert len(backups) in {2, 3}
        for backup in backups:
            manifest = read_manifest(backup)
            assert manifest is not None
            assert sha256_of(backup) == manifest.sha256
    assert len(list((desks[-1].folder / "backups").iterdir())) == 4
    for desk in (desks[0], desks[2]):
        assert desk.say("backup", "--keep", "1").code == 0
        assert len(list((desk.folder / "backups").iterdir())) == 2


def test_a_killed_restore_leaves_the_old_ledger_or_the_new_one(killed: dict[str, Killed]) -> None:
    desks, old = killed["restore"].desks, killed["restore"].desk.state.read_bytes()

    assert len(desks) > 3
    assert [desk.state.read_bytes() == old for desk in (desks[0], desks[-1])] == [True, False]
    for desk in desks:
        assert desk.state.read_bytes() == old or broken(desk.state) == {}

        assert desk.say(*killed["restore"].words).code == 0

        assert len(desk.show("runs")) == 2
        assert broken(desk.state) == {}
        asides = list(beside(desk))
        assert all(".before-restore-" in path.name for path in asides)
        assert old in {path.read_bytes() for path in asides}
        assert not any(path.samefile(desk.state) for path in asides)


def test_a_killed_rebuild_leaves_the_old_ledger_or_the_new_one(killed: dict[str, Killed]) -> None:
    desks, old = killed["rebuild"].desks, killed["rebuild"].desk.state.read_bytes()

    assert len(desks) > 3
    assert [desk.state.read_bytes() == old for desk in (desks[0], desks[-1])] == [True, False]
    for desk in desks:
        assert desk.state.read_bytes() == old or broken(desk.state) == {}

        assert desk.say("rebuild").code == 0

        assert broken(desk.state) == {}
        assert all(".before-rebuild-" in path.name for path in beside(desk))
        assert old in {path.read_bytes() for path in beside(desk)}


@pytest.mark.lengthy
def test_a_killed_restore_of_a_damaged_ledger_keeps_its_log_and_never_beside_the_new_one(
    killed: dict[str, Killed],
) -> None:
    desks, old = killed["restore damaged"].desks, killed["restore damaged"].desk.state.read_bytes()

    assert len(desks) > 4
    for desk in desks:
        log = desk.state.with_name("rollcall.duckdb.wal")
        assert desk.state.read_bytes() == old or not log.exists()

        assert desk.say(*killed["restore damaged"].words).code == 0

        assert not log.exists()
        assert broken(desk.state) == {}
        logs = [path for path in beside(desk) if path.suffix == ".wal"]
        assert {path.read_bytes() for path in logs} == {NO_LOG}
        assert {path.with_suffix("").read_bytes() for path in logs} == {old}


def backup_of(desk: Desk) -> Path:
    """The older backup of that desk."""
    return min((desk.folder / "backups").glob("*.duckdb"))


def beside(desk: Desk) -> list[Path]:
    """What lies beside the ledger that is not its own, nor the folders and workbooks of the desk."""
    known = {"rollcall.duckdb", "rollcall.duckdb.lock", "results", "published", "backups"}
    return [path for path in desk.folder.iterdir() if path.name not in known and path.suffix != ".xlsx"]
