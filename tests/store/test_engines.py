"""A DuckDB that was started is used again, but not once it cannot be, and never in a process that is forked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import engines
from pipeline.store.connections import reading, writing
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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.skipif(duckdb.__version__ < "2", reason="DuckDB before 2.0 itself aborts in a process that was forked")
def test_a_forked_process_reads_and_ends_as_any_other(own_ledger: Path) -> None:
    forked = subprocess.run([sys.executable, "-c", _FORK, str(own_ledger)], cwd=ROOT, timeout=60, check=False)
    assert forked.returncode == 7
