"""Few rows are read with little memory, unless others of the process need it."""

from pathlib import Path

import duckdb
import pytest

from pipeline.store.connections import made_ready
from pipeline.store.engines import opened, shared
from pipeline.store.read.reach.memory import frugally

MEMORY = "SELECT current_setting('memory_limit')"
LEDGER = Path("ledger.duckdb")


def test_memory_is_spared_while_few_rows_are_read() -> None:
    with duckdb.connect() as connection:
        usual = connection.execute(MEMORY).fetchall()
        with frugally(connection, LEDGER, 1_000):
            assert connection.execute(MEMORY).fetchall() == [("122.0 MiB",)]
        assert connection.execute(MEMORY).fetchall() == usual
        with frugally(connection, LEDGER, 1_000_000):
            assert connection.execute(MEMORY).fetchall() == usual


@pytest.mark.system
def test_a_run_goes_on_where_other_threads_hold_more_memory_than_is_spared() -> None:
    with duckdb.connect(config={"temp_directory": ""}) as engine, engine.cursor() as connection:
        engine.execute("CREATE TABLE held AS SELECT hash(range) FROM range(25_000_000)")
        usual = connection.execute(MEMORY).fetchall()
        with frugally(connection, LEDGER, 1_000):
            assert connection.execute(MEMORY).fetchall() == usual


def test_what_others_have_read_of_a_shared_ledger_stays_in_memory(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.duckdb"
    with made_ready(ledger):
        pass
    with shared(ledger, wait=0), opened(ledger, wait=0, read_only=True) as connection:
        usual = connection.execute(MEMORY).fetchall()
        with frugally(connection, ledger, 1):
            assert connection.execute(MEMORY).fetchall() == usual
    with opened(ledger, wait=0, read_only=True) as connection, frugally(connection, ledger, 1):
        assert connection.execute(MEMORY).fetchall() == [("122.0 MiB",)]
