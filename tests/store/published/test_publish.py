"""The published copy: replaced in one step, whoever reads, writes or is killed."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import StoreFailed, UsageProblem
from pipeline.model import Ledger, Refusal
from pipeline.store import commit
from pipeline.store.connections import writing
from pipeline.store.published.publish import is_published, publish
from pipeline.store.write.refused_files import refuse
from tests.support.ledgers.published import ask
from tests.support.ledgers.story import FRIDAY, chapters, many_devices

PUBLISH = """
import sys
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.power_cuts import cut_after
cut_after(sys.argv[2])
publish(Ledger(Path(sys.argv[1])))
"""
HOLD = """
import duckdb, sys, time
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""
REFUSED = Refusal(
    run_id="run-fri",
    refused_at=FRIDAY,
    source="hr",
    file="list.xlsx",
    sha256="ef" * 32,
    size=12,
    exit_code=3,
    code="not_a_workbook",
    message="list.xlsx is no workbook.",
    hint="Save it as one.",
    path=Path("refused/run-fri/list.xlsx"),
)


def test_the_copy_lies_beside_the_state_file_and_leaves_nothing_else(published: Path) -> None:
    assert published.parent.name == "published"
    assert {path.name for path in published.parent.iterdir()} == {"rollcall.duckdb", "parquet", ".ledger"}


@pytest.mark.system
def test_the_copy_of_an_older_ledger_is_up_to_date(own_ledger: Path) -> None:
    """The ledger is brought up to date before its bytes are copied."""
    with duckdb.connect(own_ledger) as connection:
        connection.execute("ALTER TABLE devices DROP COLUMN os_version")

    copy = publish(Ledger(own_ledger), parquet=False)

    assert ask(copy, "SELECT count(os_version) FROM devices_as_of(now())") == [(0,)]
    assert is_published(Ledger(own_ledger), entirely=True)


def test_a_copy_is_the_bytes_of_the_ledger(own_ledger: Path) -> None:
    """Its views stand in the ledger: to add them to each copy would take longer than all else."""
    for _once_more in range(2):
        copy = publish(Ledger(own_ledger), parquet=False)

        assert copy.read_bytes() == own_ledger.read_bytes()


@pytest.mark.system
@pytest.mark.parametrize(
    "sql",
    [
        "CREATE OR REPLACE MACRO definitions() AS 'those of another Rollcall'",
        "DROP MACRO definitions",
        "ALTER TABLE devices DROP COLUMN os_version",
    ],
)
def test_views_of_another_rollcall_go_with_their_time(own_ledger: Path, sql: str) -> None:
    publish(Ledger(own_ledger), parquet=False)
    with duckdb.connect(own_ledger) as connection:
        connection.execute("CREATE VIEW retired AS FROM devices; CREATE MACRO gone(a) AS TABLE FROM devices")
        connection.execute(sql)

    copy = publish(Ledger(own_ledger), parquet=False)

    assert ask(copy, "FROM duckdb_views() WHERE view_name = 'retired'") == []
    assert ask(copy, "FROM duckdb_functions() WHERE function_name = 'gone'") == []
    assert ask(copy, "SELECT count(*) FROM devices_as_of(now())") == [(3,)]


@pytest.mark.system
def test_the_views_name_the_currency_of_the_settings(own_ledger: Path) -> None:
    for currency in ("EUR", "EUR", "CHF"):
        copy = publish(Ledger(own_ledger, currency=currency), parquet=False)

        assert ask(copy, f"FROM duckdb_views() WHERE view_name = 'money_by_owner' AND sql LIKE '%{currency}%'")


@pytest.mark.system
def test_a_reader_of_the_former_copy_keeps_it(own_ledger: Path) -> None:
    with duckdb.connect(publish(Ledger(own_ledger), parquet=False), read_only=True) as reader:
        changes, run = many_devices()
        commit(Ledger(own_ledger), changes, run)
        published = publish(Ledger(own_ledger), parquet=False)

        assert reader.sql("SELECT count(*) FROM devices").fetchall() == [(3,)]
    assert ask(published, "SELECT count(*) FROM devices") == [(20_003,)]


def test_nobody_can_open_the_copy_to_write_and_so_shut_out_the_others(published: Path) -> None:
    assert published.stat().st_mode & 0o777 & 0o222 == 0


@pytest.mark.system
def test_a_log_that_somebody_left_beside_the_copy_goes_with_it(own_ledger: Path) -> None:
    """A log of another file would keep every reader out."""
    published = publish(Ledger(own_ledger), parquet=False)
    published.with_name("rollcall.duckdb.wal").write_bytes(b"a log of the former copy")

    publish(Ledger(own_ledger), parquet=False)

    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]


def test_a_copy_that_cannot_be_read_is_none(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    published.unlink()
    published.write_bytes(b"half a copy")

    assert not is_published(Ledger(own_ledger))


@pytest.mark.system
def test_whoever_holds_the_copy_to_write_delays_nobody(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    published.chmod(0o644)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(published)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    begun = time.monotonic()

    assert not is_published(Ledger(own_ledger, wait=30))
    publish(Ledger(own_ledger, wait=30))

    assert time.monotonic() - begun < 10
    holder.kill()
    holder.communicate()
    assert is_published(Ledger(own_ledger), entirely=True, parquet=True)


@pytest.mark.system
def test_a_log_left_behind_is_in_the_copy(own_ledger: Path) -> None:
    aside = own_ledger.with_name("aside.duckdb")
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
        aside.write_bytes(own_ledger.read_bytes())
        aside.with_name("aside.duckdb.wal").write_bytes(own_ledger.with_name("rollcall.duckdb.wal").read_bytes())

    published = publish(Ledger(aside), parquet=False)

    assert ask(published, "SELECT brand FROM devices WHERE device_id = 2") == [("Dell",)]


@pytest.mark.system
def test_a_ledger_without_a_run_can_be_published(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    with writing(Ledger(state)):
        pass

    assert ask(publish(Ledger(state)), "SELECT count(*) FROM current_ownerships") == [(0,)]


def test_without_a_ledger_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="There is no ledger"):
        publish(Ledger(tmp_path / "rollcall.duckdb"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.system
@pytest.mark.parametrize("is_empty", [False, True], ids=["missing", "empty"])
def test_the_copy_of_a_ledger_that_is_missing_stays(own_ledger: Path, *, is_empty: bool) -> None:
    published = publish(Ledger(own_ledger))
    own_ledger.unlink()
    if is_empty:
        own_ledger.touch()

    with pytest.raises(StoreFailed, match="with state version 3 is published") as refused:
        publish(Ledger(own_ledger))

    assert refused.value.code == "ledger_missing"
    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]
    assert {path.name for path in published.parent.iterdir()} == {"rollcall.duckdb", "parquet", ".ledger"}


@pytest.mark.system
def test_what_a_killed_publication_left_behind_does_no_harm(own_ledger: Path) -> None:
    folder = own_ledger.parent / "published"
    (folder / "parquet" / "000007.new").mkdir(parents=True)
    for leftover in ("rollcall.duckdb.new", "rollcall.duckdb.new.wal", "parquet/000007.new/half", "parquet/latest.new"):
        (folder / leftover).write_bytes(b"half a copy")

    assert ask(publish(Ledger(own_ledger)), "SELECT count(*) FROM devices") == [(3,)]
    assert [path for path in folder.rglob("*") if ".new" in path.name] == []


@pytest.mark.system
@pytest.mark.parametrize("step", ["copy made", "published", "edition made", "edition published"])
def test_whoever_is_killed_while_publishing_leaves_the_old_copy_or_the_new(own_ledger: Path, step: str) -> None:
    published = publish(Ledger(own_ledger))
    changes, run = many_devices()
    commit(Ledger(own_ledger), changes, run)

    killed = subprocess.run([sys.executable, "-c", PUBLISH, str(own_ledger), step], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert ask(published, "SELECT count(*) FROM devices") == [(3 if step == "copy made" else 20_003,)]
    assert is_published(Ledger(own_ledger), parquet=True) is (step == "edition published")
    publish(Ledger(own_ledger))
    assert is_published(Ledger(own_ledger), entirely=True, parquet=True)
    assert [path for path in published.parent.rglob("*") if ".new" in path.name] == []


def test_a_publication_that_fails_leaves_the_old_copy_and_nothing_half_made(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    own_ledger.write_bytes(own_ledger.read_bytes()[:20_000])

    with pytest.raises(StoreFailed):
        publish(Ledger(own_ledger))

    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]
    assert sorted(path.name for path in published.parent.iterdir()) == [".ledger", "rollcall.duckdb"]


@pytest.mark.system
def test_a_run_that_changed_nothing_need_not_be_in_the_copy_but_may_be_asked_for(
    days: dict[str, Path], tmp_path: Path
) -> None:
    state = tmp_path / "rollcall.duckdb"
    state.write_bytes(days["run-wed"].read_bytes())
    publish(Ledger(state), parquet=False)
    thursday, run = chapters()[3]
    commit(Ledger(state), thursday, run)

    assert is_published(Ledger(state))
    assert not is_published(Ledger(state), entirely=True)


@pytest.mark.system
def test_a_refused_file_need_not_be_in_the_copy_but_may_be_asked_for(own_ledger: Path) -> None:
    publish(Ledger(own_ledger), parquet=False)
    refuse(Ledger(own_ledger), [REFUSED])

    assert is_published(Ledger(own_ledger))
    assert not is_published(Ledger(own_ledger), entirely=True)


@pytest.mark.system
def test_the_tables_may_be_asked_for_as_parquet_too(own_ledger: Path) -> None:
    publish(Ledger(own_ledger), parquet=False)

    assert is_published(Ledger(own_ledger), entirely=True)
    assert not is_published(Ledger(own_ledger), parquet=True)
