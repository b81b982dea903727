"""Few rows are read with little memory, unless others of the process need it."""

from datetime import datetime

import duckdb

from pipeline.model import Checked, Intent
from pipeline.store.read.reach.part import Asked, _frugally
from schemas.frames.input_rows import ASSIGNMENTS, INVENTORY, ISSUES, ORIGINALS, PEOPLE
from schemas.frames.polars_frames import empty

ROWS = Checked(empty(ASSIGNMENTS), empty(INVENTORY), empty(PEOPLE), empty(ORIGINALS), {}, empty(ISSUES), (), ())
ASKED = Asked(ROWS, (), Intent(), lambda given, _: given["value"], lambda last: last or datetime.max)
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
