"""What goes wrong with a state file is told in words, and a killed writer leaves the old state or the new one."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import Ledger
from pipeline.store import commit, publish, read_state
from pipeline.store.connections import reading, writing
from pipeline.store.safety.replay import verify_replay
from tests.support.ledgers.story import chapters, many_devices

CHILD = [sys.executable, "-c"]
HOLD_WITH_DUCKDB = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""
COMMIT_MANY = """
import sys
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store import commit
from tests.support.ledgers.story import many_devices
state = Path(sys.argv[1])
changes, run = many_devices()
commit(Ledger(state, wait=5), changes, run)
"""
COMMIT_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from pipeline.errors import StoreFailed
from pipeline.model import Ledger
from pipeline.store import commit
from tests.support.ledgers.story import many_devices
state = Path(sys.argv[1])
changes, run = many_devices()
resource.setrlimit(resource.RLIMIT_FSIZE, (state.stat().st_size + 50_000,) * 2)
try:
    commit(Ledger(state), changes, run)
except StoreFailed as failure:
    print(failure.message)
"""
DIE_WITH_A_LOG = """
import os, signal, sys
import duckdb
connection = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1GB"})
connection.execute("UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
connection.execute("BEGIN")
connection.execute("DELETE FROM devices")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    "content",
    [b"serial_number;owner_email\n", b"PK\x03\x04" + bytes(20_000), bytes(5)],
    ids=["csv", "zip", "zeros"],
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    state = tmp_path / "rollcall.duckdb"
    state.write_bytes(content)

    with pytest.raises(StoreFailed, match="is damaged, or is not a DuckDB database"):
        read_state(Ledger(state), [])
    assert state.read_bytes() == content


@pytest.mark.parametrize("at", [4_100, 8_200, 12_400])
def test_a_damaged_file_is_refused(own_ledger: Path, at: int) -> None:
    content = bytearray(own_ledger.read_bytes())
    content[at : at + 8] = b"\xff" * 8
    own_ledger.write_bytes(content)

    with pytest.raises(StoreFailed, match="is damaged"):
        read_state(Ledger(own_ledger), [])


def test_a_truncated_file_is_refused(own_ledger: Path) -> None:
    own_ledger.write_bytes(own_ledger.read_bytes()[:6_000])

    with pytest.raises(StoreFailed, match="is damaged"):
        read_state(Ledger(own_ledger), [])


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "sales.duckdb"
    with duckdb.connect(state) as connection:
        connection.execute("CREATE TABLE sales AS SELECT 1 AS amount")

    changes, run = chapters()[0]
    with pytest.raises(StoreFailed, match="not one of Rollcall's"):
        read_state(Ledger(state), [])
    with pytest.raises(StoreFailed, match="not one of Rollcall's"):
        commit(Ledger(state), changes, run)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    changes, run = chapters()[0]

    with pytest.raises(StoreFailed, match="cannot be opened"):
        commit(Ledger(tmp_path / "file" / "rollcall.duckdb"), changes, run)


@pytest.mark.system
def test_an_empty_file_is_an_empty_ledger(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    state.touch()
    changes, run = chapters()[0]

    assert read_state(Ledger(state), []).state_version == 0
    commit(Ledger(state), changes, run)
    assert read_state(Ledger(state), []).state_version == 1


def test_what_a_killed_first_run_left_behind_does_no_harm(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    state.with_name("rollcall.duckdb.new").write_bytes(b"half a database")
    changes, run = chapters()[0]

    commit(Ledger(state), changes, run)

    assert [path.name for path in tmp_path.iterdir()] == ["rollcall.duckdb"]


@pytest.fixture
def lost_ledger(own_ledger: Path) -> Path:
    """The place of a ledger that is no longer there, though its published copy is."""
    publish(Ledger(own_ledger), parquet=False)
    own_ledger.unlink()
    return own_ledger


@pytest.mark.parametrize("is_empty", [False, True], ids=["missing", "empty"])
def test_no_new_ledger_is_made_where_one_was_published(lost_ledger: Path, *, is_empty: bool) -> None:
    """Its disk may not be connected, or its name be misspelt."""
    if is_empty:
        lost_ledger.touch()
    changes, run = chapters()[0]

    with pytest.raises(StoreFailed, match="a copy of one with state version 3 is published") as refused:
        commit(Ledger(lost_ledger), changes, run)

    assert (refused.value.code, refused.value.exit_code) == ("ledger_missing", 8)
    assert all(way in refused.value.hint for way in ("--state", "rollcall restore BACKUP", "published away"))
    assert lost_ledger.exists() is is_empty


@pytest.mark.system
def test_no_ledger_of_another_name_is_made_beside_a_published_copy(lost_ledger: Path) -> None:
    changes, run = chapters()[0]

    with pytest.raises(StoreFailed, match=r"no ledger at .*rolcall\.duckdb"):
        commit(Ledger(lost_ledger.with_name("rolcall.duckdb")), changes, run)


def test_a_copy_that_cannot_be_read_may_tell_of_runs(lost_ledger: Path) -> None:
    published = lost_ledger.parent / "published" / "rollcall.duckdb"
    published.chmod(0o644)
    published.write_bytes(b"half a copy")
    changes, run = chapters()[0]

    with pytest.raises(StoreFailed, match="that cannot be read now is published") as refused:
        commit(Ledger(lost_ledger), changes, run)

    assert refused.value.code == "ledger_missing"


@pytest.mark.system
def test_a_copy_without_a_run_is_no_loss(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    with writing(Ledger(state)):
        pass
    publish(Ledger(state), parquet=False)
    state.unlink()
    changes, run = chapters()[0]

    commit(Ledger(state), changes, run)

    assert read_state(Ledger(state), []).state_version == 1


@pytest.mark.system
def test_to_begin_anew_the_published_folder_is_moved_away(lost_ledger: Path) -> None:
    (lost_ledger.parent / "published").rename(lost_ledger.parent / "formerly published")
    changes, run = chapters()[0]

    commit(Ledger(lost_ledger), changes, run)

    assert read_state(Ledger(lost_ledger), []).state_version == 1


@pytest.mark.parametrize("opened", [reading, writing])
def test_another_program_that_holds_the_file_is_named(
    own_ledger: Path, opened: Callable[..., AbstractContextManager[object]]
) -> None:
    holder = subprocess.Popen([*CHILD, HOLD_WITH_DUCKDB, str(own_ledger), "60"], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StateBusy, match=f"PID {holder.pid}"), opened(Ledger(own_ledger, wait=0.2)):
            pass
    finally:
        holder.kill()
        holder.wait()


@pytest.mark.system
def test_a_reader_waits_for_a_short_holder(own_ledger: Path) -> None:
    with subprocess.Popen([*CHILD, HOLD_WITH_DUCKDB, str(own_ledger), "0.3"], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()

        assert read_state(Ledger(own_ledger, wait=20), []).state_version == 3


@pytest.mark.system
def test_the_log_of_a_killed_writer_is_read_and_then_written_on(own_ledger: Path) -> None:
    killed = subprocess.run([*CHILD, DIE_WITH_A_LOG, str(own_ledger)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert own_ledger.with_name("rollcall.duckdb.wal").stat().st_size > 0

    assert read_state(Ledger(own_ledger), ["brand"]).devices["brand"].to_list() == [None, "Dell", None]
    many, run = many_devices()
    commit(Ledger(own_ledger), many, run)
    assert read_state(Ledger(own_ledger), ["brand"]).devices["brand"].to_list()[:3] == [None, "Dell", None]


@pytest.mark.system
@pytest.mark.parametrize("delay", [0.0, 0.005, 0.01, 0.02, 0.05, 0.2])
def test_a_commit_that_is_killed_while_it_writes_is_there_wholly_or_not_at_all(own_ledger: Path, delay: float) -> None:
    before = own_ledger.stat().st_mtime_ns
    child = subprocess.Popen([*CHILD, COMMIT_MANY, str(own_ledger)], stdout=subprocess.PIPE)
    while child.poll() is None and own_ledger.stat().st_mtime_ns == before:
        time.sleep(0.0005)
    time.sleep(delay)
    child.kill()
    child.wait()

    state = read_state(Ledger(own_ledger), [])
    assert (state.state_version, state.devices.height) in {(3, 3), (4, 20_003)}
    assert verify_replay(Ledger(own_ledger)) == []


@pytest.mark.system
def test_a_commit_without_room_is_told_and_leaves_the_old_state(own_ledger: Path) -> None:
    command = [*CHILD, COMMIT_WITHOUT_ROOM, str(own_ledger)]

    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "may not grow any further" in said
    assert read_state(Ledger(own_ledger), []).state_version == 3
    assert verify_replay(Ledger(own_ledger)) == []


def test_ledgers_are_read_beside_each_other_and_leave_nothing_behind(own_ledger: Path, tmp_path: Path) -> None:
    other = Ledger(shutil.copyfile(own_ledger, tmp_path / "it's another.duckdb"))
    with reading(Ledger(own_ledger)) as first, reading(other) as second, reading(other) as third:
        for connection in (first, second, third):
            connection.execute("CREATE TEMP TABLE asked AS SELECT 1")
        assert len({str(each.sql("FROM runs ORDER BY ALL").fetchall()) for each in (first, second, third)}) == 1
    for _ in range(3):
        with reading(other) as again, pytest.raises(duckdb.CatalogException):
            again.execute("FROM asked")
    with writing(other) as connection:  # which nothing has open any more
        connection.execute("DELETE FROM row_outcomes")
    with reading(other) as connection:
        assert connection.sql("FROM row_outcomes").fetchall() == []


def test_a_ledger_is_read_after_a_question_about_it_failed(own_ledger: Path) -> None:
    with pytest.raises(duckdb.BinderException), reading(Ledger(own_ledger)) as connection:
        connection.execute("SELECT nothing FROM runs")
    with reading(Ledger(own_ledger)) as connection:
        assert connection.sql("FROM runs").fetchall()
