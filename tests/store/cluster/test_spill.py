"""The frames of a decision on a cluster, and what happens where that fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import RollcallError, StoreFailed, UsageProblem
from pipeline.model import Cluster
from pipeline.store import spilling_on
from pipeline.store.cluster import session, spill
from tests.support.servers.clusters import ClusterServer, free_port, sail_server

ROWS = pl.DataFrame(
    {
        "number": [3, 1, 2],
        "extra.Colour (new)": ["c", None, "b"],
        "price": pl.Series(["1.20", None, "0.05"], dtype=pl.String).cast(pl.Decimal(18, 2)),
        "bought": [date(2025, 3, 1), None, date(1990, 12, 31)],
        "at": [datetime(2025, 3, 1, 9, 30, 0, 123456), None, datetime(2999, 12, 31, 23, 59, 59)],
        "label": pl.Series([None, None, None], dtype=pl.String),
        "is_new": [True, None, False],
    }
)


def test_frames_come_back_as_they_were(sail: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "_CHUNK_BYTES", 50)  # so that they go there in several parts
    with spilling_on(sail, tmp_path / "rollcall.duckdb") as spilled:
        kept = spilled.kept(spilled.lent(ROWS).filter("number > 1").select(*map(spilled.coded, ROWS.columns)))
        assert_frame_equal(spilled.read(kept, ["number"]), ROWS.filter(pl.col("number") > 1).sort("number"))
        assert spilled.read(kept, ["number"], ["number"])["number"].to_list() == [3, 2]
        assert_frame_equal(spilled.read(spilled.lent(ROWS.clear())), ROWS.clear())
        assert_frame_equal(spilled.read(spilled.kept(kept.limit(0))), ROWS.clear())
    assert list(tmp_path.iterdir()) == []


def test_what_an_answer_took_is_given_back(sail: Cluster, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    with spilling_on(sail, tmp_path / "rollcall.duckdb") as spilled:
        rows = spilled.read(spilled.lent(ROWS), ["number"])
        pool = pyarrow.default_memory_pool()
        assert (pool.backend_name, rows.height) == ("system", 3)
        assert pool.bytes_allocated() == 0


def test_a_ledger_may_lie_in_a_folder_of_any_name(sail: Cluster, tmp_path: Path) -> None:
    ledger = tmp_path / "50% [of] all, ü" / "rollcall.duckdb"
    ledger.parent.mkdir()
    with spilling_on(sail, ledger) as spilled:
        assert_frame_equal(spilled.read(spilled.kept(spilled.lent(ROWS)), ["number"]), ROWS.sort("number"))
    assert list(ledger.parent.iterdir()) == []


def test_the_answer_of_a_ledger_is_taken_under_other_names(sail: Cluster, tmp_path: Path) -> None:
    with duckdb.connect() as ledger, spilling_on(sail, tmp_path / "rollcall.duckdb") as spilled:
        answer = ledger.sql("SELECT range AS n, 'x' || range AS a0 FROM range(3000)")
        spilled.take("devices", answer, {"a0": "extra.a"})
        taken = spilled.read(spilled.table("devices"), ["n"])
    assert taken.columns == ["n", "extra.a"]
    assert (taken.height, taken.row(2_999)) == (3_000, (2_999, "x2999"))


def _failed(cluster: Cluster, folder: Path, error: type[RollcallError] = StoreFailed) -> RollcallError:
    with pytest.raises(error) as failed, spilling_on(cluster, folder / "rollcall.duckdb"):
        pytest.fail("it was opened")
    return failed.value


def test_a_server_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setattr(session, "_CONNECT_SECONDS", 0.2)
    failed = _failed(Cluster(f"sc://127.0.0.1:{(port := free_port())}/;token=s3cret"), tmp_path)
    assert (failed.exit_code, failed.code) == (8, "no_cluster")
    assert failed.message == f"No Spark Connect server answers at sc://127.0.0.1:{port}."
    assert "--engine auto" in failed.hint


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    failed = _failed(Cluster("localhost:15002", scratch=str(tmp_path)), tmp_path, UsageProblem)
    assert failed.message == '"localhost:15002" is not the address of a Spark Connect server.'


def test_a_cluster_elsewhere_must_be_told_where_to_keep_its_stages(tmp_path: Path) -> None:
    failed = _failed(Cluster("sc://cluster.example:15002"), tmp_path, UsageProblem)
    assert "with scratch in the section [spark]" in failed.hint


@pytest.mark.system
def test_an_operation_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """By a server of its own, since it goes on working for nobody."""
    ledger = tmp_path / "state" / "rollcall.duckdb"
    ledger.parent.mkdir()
    with sail_server(tmp_path) as server, pytest.raises(StoreFailed) as failed:
        _ask_for_too_much(replace(server.cluster, timeout=2), ledger)
    assert failed.value.code == "cluster_slow"
    assert failed.value.message.endswith("took longer than 2 seconds for one operation.")
    assert list(ledger.parent.iterdir()) == []


def test_a_scratch_folder_that_somebody_empties_gives_no_decision(sail: Cluster, tmp_path: Path) -> None:
    """Sail finds no rows where there are no files, and says nothing."""
    scratch = tmp_path / "scratch"
    with pytest.raises(StoreFailed) as failed:
        _empty(scratch, replace(sail, scratch=str(scratch)))
    assert failed.value.code == "scratch_lost"
    assert list(scratch.iterdir()) == []


@pytest.mark.system
def test_a_server_that_dies_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "state" / "rollcall.duckdb"
    ledger.parent.mkdir()
    with sail_server(tmp_path) as server, pytest.raises(StoreFailed) as failed:
        _kill_while_deciding(server, ledger)
    assert (failed.value.exit_code, failed.value.code) == (8, "cluster_gone")
    assert "give the same files once more" in failed.value.hint
    assert list(ledger.parent.iterdir()) == []


def _ask_for_too_much(cluster: Cluster, ledger: Path) -> None:
    with spilling_on(cluster, ledger) as spilled:
        many = spilled.session.range(10**12)
        spilled.read(many.selectExpr("max(hash(id)) AS most"))


def _empty(scratch: Path, cluster: Cluster) -> None:
    with spilling_on(cluster, scratch / "rollcall.duckdb") as spilled:
        spilled.prove()
        for file in scratch.rglob("*.parquet"):
            file.unlink()
        spilled.prove()


def _kill_while_deciding(server: ClusterServer, ledger: Path) -> None:
    with spilling_on(server.cluster, ledger) as spilled:
        lent = spilled.lent(ROWS)
        server.process.kill()
        server.process.wait()
        spilled.kept(lent)
