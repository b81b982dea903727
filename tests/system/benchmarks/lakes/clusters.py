"""What it takes to decide on a cluster about a lake that it reads by itself: here, and there, by rows and devices.

    python -m tests.system.benchmarks.lakes.clusters                          1 million rows, 10 million devices
    python -m tests.system.benchmarks.lakes.clusters --rows 200000 --devices 1000000 --devices 10000000 --folder DIR
    python -m tests.system.benchmarks.lakes.clusters --workers 2              Sail as a cluster of so many
    python -m tests.system.benchmarks.lakes.clusters --picture                the figures and the picture of the guide
    python -m tests.system.benchmarks.lakes.clusters --compared               a tenth of the rows, as DuckDB decides

The command is a `run` of which only what changes is listed, and which a limit refuses once all is decided: so it takes
everything but the writing, and the lake stays as it is. Each is asked of a server of its own, which Sail is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from pipeline.runs.steps import read_files
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.decide import decide
from pipeline.settings import load_settings
from tests.support.told import cluster_cost
from tests.system.benchmarks.lakes.made import make_lake, make_list
from tests.system.benchmarks.whole_process import rollcall

_REFUSED = 5
_A_BUCKET = 1_000_000
_MINUTE = r" at \d\d:\d\d UTC"  # in messages: one of the two decides some minutes after the other
_TICKS = os.sysconf("SC_CLK_TCK")


@click.command()
@click.option("--rows", multiple=True, default=(1_000_000,), type=int, help="Rows of the list.")
@click.option("--devices", multiple=True, default=(10_000_000,), type=int, help="Devices of the lake.")
@click.option("--workers", default=0, help="Workers of the cluster; 0 for a server that works by itself.")
@click.option("--picture", is_flag=True, help="Measure and draw what the guide shows.")
@click.option("--compared", is_flag=True, help="Compare a tenth of the rows, one by one, with what DuckDB decides.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the lakes here, and use those that are there.")
def main(
    rows: Sequence[int], devices: Sequence[int], workers: int, *, picture: bool, compared: bool, folder: Path | None
) -> None:
    """Print a line for each list and lake."""
    os.environ |= {"ROLLCALL_LIMITS__REASSIGN_PERCENT": "0.001", "ROLLCALL_RESULTS__ROWS": "changed"}
    asked = cluster_cost.ASKED if picture else [(size, count, workers) for size in devices for count in rows]
    with tempfile.TemporaryDirectory() as scratch:
        measure = _compared if compared else _measured
        figures = [measure((folder or Path(scratch)) / str(case[0]), *case) for case in asked]
    if picture and not compared:
        cluster_cost.write(figures)


def _made(place: Path, devices: int, rows: int) -> tuple[Path, Path]:
    """The lake of so many devices, and a list of so many rows."""
    fleet, listed = place / "fleet", place / f"{rows}.parquet"
    if not fleet.exists():
        place.mkdir(parents=True, exist_ok=True)
        make_lake(fleet, devices, max(1, devices // _A_BUCKET))
    make_list(listed, rows, devices)
    return fleet, listed


def _compared(place: Path, devices: int, rows: int, workers: int) -> dict[str, float]:
    """Raises AssertionError where a row of a tenth of the list, in no order, is judged otherwise by DuckDB."""
    fleet, listed = _made(place, devices, rows)
    tenth = place / f"{rows}-tenth.parquet"
    sample = f"FROM read_parquet('{listed}', file_row_number = true) WHERE hash(file_row_number) % 10 = 0"
    duckdb.sql(f"COPY (SELECT * EXCLUDE file_row_number {sample} ORDER BY file_row_number) TO '{tenth}'")
    numbers = duckdb.execute(f"SELECT file_row_number {sample} ORDER BY ALL").fetchall()
    with _server(workers) as (address, _server_id):
        there = _judged(fleet, listed, engine="spark", spark_remote=address)
    here = _judged(fleet, tenth, engine="duckdb")
    assert_frame_equal(there[[number for (number,) in numbers]], here)
    print(f"{here.height:,} of {rows:,} rows, {devices:,} devices: as DuckDB decides", flush=True)
    return {}


def _judged(fleet: Path, listed: Path, **asked: object) -> pl.DataFrame:
    settings = load_settings(None, {"state": f"lake:{fleet}", **asked})
    decision = decide("check", read_files.read([listed], settings, Stages()), settings, Stages())
    told = decision.judged.with_columns(pl.col("message").str.replace_all(_MINUTE, ""))
    return told.select("outcome", "action", "reason", "message", "org_id", "device_id", "owner_email")


def _measured(place: Path, devices: int, rows: int, workers: int) -> dict[str, float]:
    fleet, listed = _made(place, devices, rows)
    with _server(workers) as (address, server):
        words = ("run", listed, "--out", place / "out", "--engine", "spark", "--spark-remote", address)
        here = rollcall(f"lake:{fleet}", *words, allowed=(_REFUSED,))
        seconds, peak_gb = _taken(server)
    print(f"{rows:,} rows, {devices:,} devices, {workers} workers:", end=" ")
    print(f"{here.processor:.1f} s of processor and {here.peak_gb:.2f} GB", end="; ")
    print(f"on the cluster {seconds:.1f} s and {peak_gb:.2f} GB", flush=True)
    told = {"seconds_there": seconds, "gb_there": peak_gb, "seconds": here.processor, "gb": here.peak_gb}
    return {"devices": devices, "rows": rows, "workers": workers, **told}


@contextmanager
def _server(workers: int) -> Iterator[tuple[str, int]]:
    """The address of a server with so many workers, or none but itself, and the number of its process."""
    of_workers = {"SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": str(workers)} if workers else {}
    command = [sys.executable, "-m", "pipeline", "lake", "serve", "--port", "0"]
    env = os.environ | of_workers
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            (server,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            yield said.split()[3].rstrip("."), int(server)
        finally:
            process.terminate()


def _taken(process: int) -> tuple[float, float]:
    """The seconds of the processor that a process has taken until now, and its greatest memory."""
    place = Path(f"/proc/{process}")
    spent = (place / "stat").read_text().rpartition(")")[2].split()
    peak = (place / "status").read_text().partition("VmHWM:")[2].split()[0]
    return (int(spent[11]) + int(spent[12])) / _TICKS, int(peak) / 1e6


if __name__ == "__main__":
    main()
