"""Frames go to DuckDB and come from it as they are, and a question that fails halfway fails with DuckDB's error."""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.store.frames import frame_of, lend


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def test_what_is_lent_comes_back_as_it_was(connection: duckdb.DuckDBPyConnection) -> None:
    rows = pl.DataFrame(
        {
            "device_id": [1, 2],
            "name": ["laptop", None],
            "since": [datetime(2026, 1, 2, 3, 4, 5, 678), None],
            "is_new": [True, None],
        }
    )
    lend(connection, "rows", rows)
    assert_frame_equal(frame_of(connection.sql("FROM rows")), rows)
    assert frame_of(connection.sql("SELECT count(*) AS n FROM rows WHERE device_id = 2")).item() == 1


def test_no_rows_keep_their_columns(connection: duckdb.DuckDBPyConnection) -> None:
    rows = pl.DataFrame(schema={"device_id": pl.Int64, "name": pl.String})
    lend(connection, "rows", rows)
    assert_frame_equal(frame_of(connection.sql("FROM rows")), rows)


@pytest.mark.parametrize("rows", [1, 200_000], ids=["at once", "halfway"])
def test_a_question_that_fails_raises_the_error_of_duckdb(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    asked = connection.sql(f"SELECT CASE WHEN i = {rows - 1} THEN error('boo') END FROM range({rows}) AS r(i)")
    with pytest.raises(duckdb.Error, match="boo"):
        frame_of(asked)
