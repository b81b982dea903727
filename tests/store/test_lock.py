"""One writer at a time, and whoever waits knows for whom."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import StateBusy, StoreFailed
from pipeline.store import hold_state
from tests.store.story import MONDAY

HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from pipeline.store import hold_state
with hold_state(Path(sys.argv[1]), wait=0, command="sweep", started_at=datetime(2025, 3, 3, 9)):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "rollcall.duckdb"


def test_a_second_writer_is_told_who_holds_the_state(state: Path) -> None:
    holder = holding(state)
    try:
        with pytest.raises(StateBusy) as busy, hold_state(state, wait=0.1, command="run", started_at=MONDAY):
            pass
        assert f"held by process {holder.pid} (" in busy.value.message
        assert "rollcall sweep, since 2025-03-03T09:00:00Z" in busy.value.message
        assert "--wait SECONDS" in busy.value.hint
        assert busy.value.exit_code == 7
    finally:
        holder.kill()
        holder.wait()


def test_the_lock_of_a_killed_process_is_free(state: Path) -> None:
    holder = holding(state)
    holder.kill()
    holder.wait()

    with hold_state(state, wait=5, command="run", started_at=MONDAY):
        pass


def test_the_lock_is_free_again_after_an_exception(state: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_state(state, wait=0, command="run", started_at=MONDAY):
        _ = 1 / 0

    with hold_state(state, wait=0, command="run", started_at=MONDAY):
        pass


def test_two_writers_in_one_process_exclude_each_other(state: Path) -> None:
    with (
        hold_state(state, wait=0, command="serve", started_at=MONDAY),
        pytest.raises(StateBusy, match="rollcall serve"),
        hold_state(state, wait=0, command="run", started_at=MONDAY),
    ):
        pass


def test_one_file_has_one_lock_however_it_is_called(state: Path) -> None:
    link = state.with_name("link.duckdb")
    state.touch()
    link.symlink_to(state)

    with (
        hold_state(state, wait=0, command="run", started_at=MONDAY),
        pytest.raises(StateBusy),
        hold_state(link, wait=0, command="run", started_at=MONDAY),
    ):
        pass


def test_holding_makes_no_state_file(state: Path) -> None:
    with hold_state(state, wait=0, command="run", started_at=MONDAY):
        assert not state.exists()


def test_a_place_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with (
        pytest.raises(StoreFailed, match="lock beside"),
        hold_state(tmp_path / "file" / "rollcall.duckdb", wait=0, command="run", started_at=MONDAY),
    ):
        pass


def holding(state: Path) -> subprocess.Popen[bytes]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(state)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder
