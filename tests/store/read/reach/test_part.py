"""Few rows are read with little memory, unless others of the process need it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline import store
from pipeline.model import Checked, Intent, Ledger
from pipeline.store.connections import reading
from pipeline.store.read.reach.part import Asked, _frugally, read_reached
from schemas.frames.input_rows import ASSIGNMENTS, INVENTORY, ISSUES, ORIGINALS, PEOPLE
from schemas.frames.polars_frames import empty

ROWS = Checked(empty(ASSIGNMENTS), empty(INVENTORY), empty(PEOPLE), empty(ORIGINALS), {}, empty(ISSUES), (), ())
ASKED = Asked(ROWS, (), Intent(), lambda given, _: given["value"], lambda last: last or datetime.max)
A_DEVICE = """
INSERT INTO devices (device_id, org_id, name, type, category, version, created_at)
VALUES (1, 'acme', 'One', 'laptop', 'computer', 1, TIMESTAMP '2024-01-01')
"""
MEMORY = "SELECT current_setting('memory_limit')"


def test_memory_is_spared_while_few_rows_are_read() -> None:
    with duckdb.connect() as connection:
        usual = connection.execute(MEMORY).fetchall()
        with _frugally(connection, ASKED):
            assert connection.execute(MEMORY).fetchall() == [("122.0 MiB",)]
        assert connection.execute(MEMORY).fetchall() == usual


def test_a_run_goes_on_where_other_threads_hold_more_memory_than_is_spared() -> None:
    with duckdb.connect(config={"temp_directory": ""}) as engine, engine.cursor() as connection:
        engine.execute("CREATE TABLE held AS SELECT hash(range) FROM range(25_000_000)")
        usual = connection.execute(MEMORY).fetchall()
        with _frugally(connection, ASKED):
            assert connection.execute(MEMORY).fetchall() == usual


def test_a_ledger_that_is_open_for_all_threads_keeps_the_memory_of_all(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "state.duckdb")
    seen: list[object] = []

    def note(last_run_at: datetime | None) -> datetime:
        with reading(ledger) as other:
            seen.extend(other.execute(MEMORY).fetchall())
        return last_run_at or datetime.max

    with store.hold_state(ledger, command="test", started_at=datetime.min), store.shared(ledger):
        with reading(ledger) as connection:
            connection.execute(A_DEVICE)
            usual = connection.execute(MEMORY).fetchall()
        read_reached(ledger, replace(ASKED, instant=note))
    assert seen == usual
