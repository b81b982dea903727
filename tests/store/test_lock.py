"""One holder at a time, and whoever waits knows for whom."""

import getpass
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import Ledger
from pipeline.store import hold_state
from pipeline.store.lock import hold
from tests.support.ledgers.story import MONDAY

HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store import hold_state
with hold_state(Ledger(Path(sys.argv[1])), command="sweep", started_at=datetime(2025, 3, 3, 9)):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "rollcall.duckdb"


@pytest.fixture
def holder(state: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, which holds the state."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(state)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_writer_is_told_who_holds_the_state(state: Path, holder: subprocess.Popen[bytes]) -> None:
    with pytest.raises(StateBusy) as busy, hold_state(Ledger(state, wait=0.1), command="run", started_at=MONDAY):
        pass
    assert f"{state} is held by process {holder.pid} (" in busy.value.message
    assert "rollcall sweep, since 2025-03-03T09:00:00Z" in busy.value.message
    assert "--wait SECONDS" in busy.value.hint
    assert busy.value.exit_code == 7


def test_whoever_comes_next_is_told_as_well(state: Path, holder: subprocess.Popen[bytes]) -> None:
    for _ in range(2):
        with (
            pytest.raises(StateBusy, match=f"process {holder.pid} "),
            hold_state(Ledger(state), command="run", started_at=MONDAY),
        ):
            pass


def test_the_lock_file_says_who_holds_it(state: Path) -> None:
    with hold_state(Ledger(state), command="run", started_at=MONDAY):
        who = json.loads(lock_of(state).read_text())
        names = {path.name for path in state.parent.iterdir()}
    assert who == {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": getpass.getuser(),
        "command": "run",
        "started_at": "2025-03-03T09:00:00Z",
    }
    assert names == {"rollcall.duckdb.lock"}


def test_a_lock_that_is_released_names_nobody(state: Path) -> None:
    with hold_state(Ledger(state), command="run", started_at=MONDAY):
        pass
    assert not lock_of(state).exists() or lock_of(state).read_bytes() == b""


def test_the_lock_of_a_killed_process_is_free(state: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait()
    with hold_state(Ledger(state, wait=5), command="run", started_at=MONDAY):
        assert json.loads(lock_of(state).read_text())["pid"] == os.getpid()


def test_one_who_died_with_the_lock_is_not_taken_for_its_holder(state: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait()
    told = lock_of(state).read_bytes()
    with FileLock(lock_of(state), timeout=0):
        lock_of(state).write_bytes(told)  # the successor has the lock, and has not said so yet
        with (
            pytest.raises(StateBusy, match="held by another process"),
            hold_state(Ledger(state), command="run", started_at=MONDAY),
        ):
            pass


def test_a_holder_on_another_computer_is_named(state: Path) -> None:
    elsewhere = {"pid": 1, "host": "ledger-2", "user": "finance", "command": "sweep", "started_at": "2025-03-03T09:00Z"}
    with FileLock(lock_of(state), timeout=0):
        lock_of(state).write_text(f" {json.dumps(elsewhere)}\n")
        with (
            pytest.raises(StateBusy, match=r"process 1 \(finance@ledger-2, rollcall sweep, since 2025-03-03T09:00Z\)"),
            hold_state(Ledger(state), command="run", started_at=MONDAY),
        ):
            pass


@pytest.mark.parametrize("text", ["", "half a te", '["no", "one"]', " {}", ' {"pid": 1}', "\x00\xff"])
def test_a_holder_who_has_said_nothing_readable_is_another_process(state: Path, text: str) -> None:
    with FileLock(lock_of(state), timeout=0):
        lock_of(state).write_text(text, encoding="latin-1")
        with (
            pytest.raises(StateBusy, match="held by another process"),
            hold_state(Ledger(state), command="run", started_at=MONDAY),
        ):
            pass


def test_the_lock_is_free_again_after_an_exception(state: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_state(Ledger(state), command="run", started_at=MONDAY):
        _ = 1 / 0

    with hold_state(Ledger(state), command="run", started_at=MONDAY):
        pass


def test_one_who_gets_the_lock_while_waiting_goes_on(state: Path, holder: subprocess.Popen[bytes]) -> None:
    threading.Timer(0.3, holder.kill).start()
    with hold_state(Ledger(state, wait=10), command="run", started_at=MONDAY):
        assert json.loads(lock_of(state).read_text())["command"] == "run"


def test_two_writers_in_one_process_exclude_each_other(state: Path) -> None:
    with (
        hold_state(Ledger(state), command="serve", started_at=MONDAY),
        pytest.raises(StateBusy, match="rollcall serve"),
        hold_state(Ledger(state), command="run", started_at=MONDAY),
    ):
        pass


def test_one_file_has_one_lock_however_it_is_called(state: Path) -> None:
    link = state.with_name("link.duckdb")
    state.touch()
    link.symlink_to(state)

    with (
        hold_state(Ledger(state), command="run", started_at=MONDAY),
        pytest.raises(StateBusy),
        hold_state(Ledger(link), command="run", started_at=MONDAY),
    ):
        pass


def test_holding_makes_no_state_file(state: Path) -> None:
    with hold_state(Ledger(state), command="run", started_at=MONDAY):
        assert not state.exists()


def test_something_else_is_held_under_its_own_name(tmp_path: Path) -> None:
    lock_path = tmp_path / "processing" / "sweep.lock"
    with (
        hold(lock_path, what="The inbox /srv/in", wait=0, command="sweep", started_at=MONDAY),
        pytest.raises(StateBusy, match=r"^The inbox /srv/in is held by process .*rollcall sweep, since 2025-03-03"),
        hold(lock_path, what="The inbox /srv/in", wait=0, command="sweep", started_at=MONDAY),
    ):
        pass


def test_a_place_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with (
        pytest.raises(StoreFailed, match=r"lock of .* cannot be made"),
        hold_state(Ledger(tmp_path / "file" / "rollcall.duckdb"), command="run", started_at=MONDAY),
    ):
        pass


def lock_of(state: Path) -> Path:
    return state.with_name(f"{state.name}.lock")
