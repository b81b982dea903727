"""A DuckDB that works on frames with little memory, and a folder for what has no room there."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import StoreFailed
from pipeline.store.spill import spilling

ROWS = pl.DataFrame({"number": [3, 1, 2], "name": ["c", None, "b"]})


def test_frames_come_back_as_they_were(tmp_path: Path) -> None:
    with spilling(tmp_path / "rollcall.duckdb", memory=0) as spill:
        kept = spill.kept(spill.lent(ROWS).filter("number > 1"))
        assert_frame_equal(spill.read(kept).sort("number"), ROWS.filter(pl.col("number") > 1).sort("number"))


def test_columns_of_one_value_come_back_as_the_others_do(tmp_path: Path) -> None:
    blank = {"label": pl.lit(None, pl.String), "price": pl.lit(None, pl.Decimal(18, 2))}
    rows = ROWS.select("number", site=pl.lit("Rome"), **blank)
    with spilling(tmp_path / "rollcall.duckdb", memory=0) as spill:
        assert_frame_equal(spill.read(spill.lent(rows), ["number"]), rows.sort("number"))
        assert_frame_equal(spill.read(spill.lent(rows), ["number"], ["number"]), rows.sort("number", descending=True))
        assert_frame_equal(spill.read(spill.lent(rows.drop("number"))), rows.drop("number"))
        assert_frame_equal(spill.read(spill.lent(rows.clear())), rows.clear())


@pytest.mark.system
def test_what_has_no_room_lies_in_a_folder_that_is_removed(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger" / "rollcall.duckdb"
    ledger.parent.mkdir()
    with spilling(ledger, memory=0) as spill:
        numbers = spill.connection.sql("SELECT range AS n, md5(range::VARCHAR) AS name FROM range(12_000_000)")
        kept = spill.kept(numbers)
        (folder,) = ledger.parent.iterdir()
        assert sum(file.stat().st_size for file in folder.iterdir()) > 100_000_000
        spill.shrink()
        assert kept.aggregate("sum(n)").fetchall() == [(sum(range(12_000_000)),)]
    assert list(ledger.parent.iterdir()) == []


def test_where_nothing_can_be_written_beside_the_ledger_the_folder_lies_elsewhere(tmp_path: Path) -> None:
    with spilling(tmp_path / "nowhere" / "rollcall.duckdb", memory=0) as spill:
        assert spill.kept(spill.lent(ROWS)).shape == (3, 2)


@pytest.mark.system
def test_no_room_on_the_disk_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed) as failed:
        _keep_too_much(tmp_path)
    assert failed.value.code == "no_memory"
    assert f"There is no room to decide on these files, in memory or in {tmp_path}." in failed.value.message
    assert "memory_limit" in failed.value.hint
    assert list(tmp_path.iterdir()) == []


def _keep_too_much(folder: Path) -> None:
    with spilling(folder / "rollcall.duckdb", memory=0) as spill:
        spill.connection.execute("SET max_temp_directory_size = '1MB'")
        spill.kept(spill.connection.sql("SELECT range AS n, md5(range::VARCHAR) AS name FROM range(12_000_000)"))


def test_errors_of_ours_stay_errors(tmp_path: Path) -> None:
    with pytest.raises(duckdb.CatalogException), spilling(tmp_path / "rollcall.duckdb", memory=0) as spill:
        spill.connection.sql("FROM nothing")
