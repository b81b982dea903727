"""A DuckDB that was started is used again, but not once it cannot be, and never in a process that is forked."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import engines
from pipeline.store.connections import reading, writing
from pipeline.store.engines import joined, opened, shared, with_all_threads
from tests.support.desk import ROOT

_FORK = """
import os, sys
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store.connections import reading, writing
ledger = Ledger(Path(sys.argv[1]))
with writing(ledger):
    pass
child = os.fork()
if not child:
    with reading(ledger) as connection:
        connection.execute("SELECT count(*) FROM runs").fetchall()
    sys.exit(7)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_one_is_used_for_one_file_after_the_other(ledger: Path, tmp_path: Path) -> None:
    with reading(Ledger(ledger)):
        pass
    (idle,) = engines._IDLE[-1:]
    with writing(Ledger(tmp_path / "new.duckdb")):
        assert idle not in engines._IDLE
    assert idle in engines._IDLE


def test_a_little_file_has_one_thread_and_a_big_one_all(own_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "SELECT current_setting('threads')"
    with duckdb.connect() as usual:
        every = usual.execute(asked).fetchall()
    with reading(Ledger(own_ledger)) as connection:
        assert connection.execute(asked).fetchall() == [(1,)]
        with_all_threads(connection)
        assert connection.execute(asked).fetchall() == every
    with reading(Ledger(own_ledger)) as connection:
        assert connection.execute(asked).fetchall() == [(1,)]
    monkeypatch.setattr(engines, "_LITTLE", 0)
    with reading(Ledger(own_ledger)) as connection:
        assert connection.execute(asked).fetchall() == every


@pytest.mark.system
def test_one_that_had_no_room_in_memory_is_ended_and_the_next_file_is_opened(own_ledger: Path, tmp_path: Path) -> None:
    engines._end_idle()
    with reading(Ledger(own_ledger)) as connection:
        connection.execute("SET memory_limit = '40MB'; SET threads = 1")
        sql = "SELECT count(*) FROM (SELECT i, md5(i::VARCHAR) AS m FROM range(1500000) AS r(i) ORDER BY m)"
        connection.execute(f"CREATE TEMP TABLE sorted AS {sql}")
        connection.execute("CREATE TEMP TABLE wide AS SELECT i, md5(i::VARCHAR) AS m FROM range(1500000) AS r(i)")
        assert list(own_ledger.parent.glob(f"{own_ledger.name}.tmp/*"))
    for path in (own_ledger, tmp_path / "new.duckdb"):
        with writing(Ledger(path)) as connection:
            assert connection.execute("SELECT count(*) >= 0 FROM runs").fetchall() == [(True,)]


@pytest.mark.system
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.skipif(duckdb.__version__ < "2", reason="DuckDB before 2.0 itself aborts in a process that was forked")
def test_a_forked_process_reads_and_ends_as_any_other(own_ledger: Path) -> None:
    forked = subprocess.run([sys.executable, "-c", _FORK, str(own_ledger)], cwd=ROOT, timeout=60, check=False)
    assert forked.returncode == 7


def test_a_shared_file_is_read_by_other_threads_as_it_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    with shared(path, wait=0), joined(path) as writer, ThreadPoolExecutor(1) as other:
        assert writer is not None
        writer.execute("CREATE TABLE t AS SELECT 1 AS n")
        writer.execute("BEGIN")
        writer.execute("INSERT INTO t VALUES (2)")
        assert other.submit(_rows_of, path).result() == 1
        writer.execute("COMMIT")
        assert other.submit(_rows_of, path).result() == 2
    with joined(path) as connection:
        assert connection is None
    assert _rows_of(path) == 2


def test_a_shared_file_is_closed_only_when_nobody_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    is_closed = threading.Event()
    holder = ExitStack()
    holder.callback(is_closed.set)
    with joined_by_other(path, holder) as connection:
        closing = threading.Thread(target=holder.close)
        closing.start()
        assert not is_closed.wait(0.2)
        assert connection.execute("SELECT 1").fetchall() == [(1,)]
    closing.join(10)
    assert is_closed.is_set()


@contextmanager
def joined_by_other(path: Path, holder: ExitStack) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a file that somebody else shares."""
    holder.enter_context(shared(path, wait=0))
    with joined(path) as connection:
        assert connection is not None
        yield connection


def _rows_of(path: Path) -> int:
    with opened(path, wait=0, read_only=True) as connection:
        ((rows,),) = connection.execute("SELECT count(*) FROM t").fetchall()
    return int(rows)


def test_a_duckdb_that_was_started_beforehand_opens_the_next_file(tmp_path: Path) -> None:
    engines._end_idle()
    engines.start_beforehand()
    engines.start_beforehand()  # nobody needs another one

    with engines.opened(tmp_path / "new.duckdb", wait=0, read_only=False):
        assert engines._IDLE == []

    assert len(engines._IDLE) == 1
