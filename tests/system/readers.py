"""Many readers in other processes while one run after the other changes the ledger: no error on either side.

    python -m tests.system.readers                       ten readers, 100 runs
    python -m tests.system.readers --readers 4 --runs 10

Some open the copy, ask and close it, again and again; some hold it open; some read the Parquet files. Each sees that
what it reads is whole: a device has one holder, none is lost, time only goes on, and a copy that is held open stays
as it is. What each kind of reader read is printed, and what the runs took.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click

from pipeline.runs.ledger_safety import publish
from pipeline.runs.run import run
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings, load_settings
from tests.support.desk import Desk
from tests.support.office import asked, open_office

READER = """
import json, sys, time
from pathlib import Path
import duckdb, polars as pl

kind, published, stop = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
WHAT = '''
SELECT max(state_version), (SELECT count(*) FROM devices), (SELECT count(*) FROM current_ownerships),
       (SELECT count(DISTINCT device_id) FROM current_ownerships), (SELECT max(event_id) - count(*) FROM events)
FROM runs
'''
read, problems, last = 0, [], 0
PAUSE = 0.2

def look(told):
    global read, last
    version, devices, held, holders, missing = told
    read += 1
    if (devices, held, holders, missing) != (7, 4, 4, 0) or version < last:
        problems.append(f"{told} after version {last}")
    last = version

def again():
    with duckdb.connect(published, read_only=True) as copy:
        look(copy.sql(WHAT).fetchall()[0])

def held():
    with duckdb.connect(published, read_only=True) as copy:
        first = copy.sql(WHAT).fetchall()[0]
        until = time.monotonic() + 2
        while time.monotonic() < until and not stop.exists():
            told = copy.sql(WHAT).fetchall()[0]
            look(told)
            if told != first:
                problems.append(f"{told} in a copy that said {first}")
            time.sleep(PAUSE)

def parquet():
    edition = (published.parent / "parquet" / "latest").resolve()
    said = json.loads((edition / "manifest.json").read_text())
    tables = ("runs", "devices", "ownerships", "events")
    rows = {table: pl.read_parquet(edition / table / "*.parquet") for table in tables}
    held = rows["ownerships"].filter(pl.col("superseded_at").dt.year() == 2999, pl.col("end_time").dt.year() == 2999)
    held = held.filter(pl.col("start_time").dt.year() < 2030)
    if said["runs"] != rows["runs"].height:
        problems.append(f"{rows['runs'].height} runs, and the manifest says {said}")
    missing = rows["events"]["event_id"].max() - rows["events"].height
    version = rows["runs"]["state_version"].max()
    look((version, rows["devices"].height, held.height, held["device_id"].n_unique(), missing))

print("ready", flush=True)
try:
    while not stop.exists():
        {"again": again, "held": held, "parquet": parquet}[kind]()
        time.sleep(PAUSE)
    parquet() if kind == "parquet" else again()
except Exception as problem:
    problems.append(f"{type(problem).__name__}: {problem}")
print(json.dumps({"kind": kind, "read": read, "last": last, "problems": problems}))
"""
KINDS = ("again", "held", "parquet", "again", "held")


@dataclass(frozen=True, slots=True)
class Observed:
    """What happened: of each reader its kind, how often it read, the last version it saw, and what was wrong."""

    readers: list[dict[str, Any]]
    runs: list[float]
    state_version: int

    @property
    def problems(self) -> list[str]:
        """What any reader found wrong."""
        return [f"{reader['kind']}: {problem}" for reader in self.readers for problem in reader["problems"]]


def observe(folder: Path, *, readers: int, times: int) -> Observed:
    """Let so many readers read while so many runs each pass a device to another owner."""
    desk = open_office(Desk(folder))
    books = [desk.book(f"{name}.xlsx", *asked(("LT-0001", f"{name}@acme.example"))) for name in ("ben", "anna")]
    settings = load_settings(
        None, {"state": desk.state, "out": folder / "results", "wait": 0, "publish": {"parquet": True}}
    )
    publish(settings)
    with _reading(folder, readers) as told:
        seconds = [_run(book, settings) for book in islice(cycle(books), times)]
    return Observed(told, seconds, times + 1)


def _run(book: Path, settings: Settings) -> float:
    begun = time.perf_counter()
    done = run([book], settings, Stages())
    if done.report.actions["reassign"] != 1:
        raise AssertionError(f"{book} was to pass on one device: {done.report.actions}")
    return time.perf_counter() - begun


@contextmanager
def _reading(folder: Path, readers: int) -> Iterator[list[dict[str, Any]]]:
    """The readers, at work inside the block; what they found is in the list after it."""
    stop, published = folder / "stop", folder / "published" / "rollcall.duckdb"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READER, kind, str(published), str(stop)], stdout=subprocess.PIPE, text=True
        )
        for kind in islice(cycle(KINDS), readers)
    ]
    for process in processes:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise AssertionError("a reader did not start")
    told: list[dict[str, Any]] = []
    try:
        yield told
    finally:
        stop.touch()
        told.extend(json.loads(process.communicate()[0]) for process in processes)


@click.command()
@click.option("--readers", default=10, help="Processes that read.")
@click.option("--runs", "times", default=100, help="Runs, each of which changes something.")
def main(readers: int, times: int) -> None:
    """Print what was read, what a run took, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        observed = observe(Path(folder), readers=readers, times=times)
    for kind in sorted(set(KINDS)):
        some = [reader for reader in observed.readers if reader["kind"] == kind]
        click.echo(f"{len(some)} readers of kind {kind}: {sum(reader['read'] for reader in some):,} answers")
    took = statistics.median(observed.runs)
    click.echo(f"{times} runs: median {took:.2f} s, longest {max(observed.runs):.2f} s, all {sum(observed.runs):.0f} s")
    click.echo("\n".join(observed.problems) or "no error on either side")
    sys.exit(1 if observed.problems else 0)


if __name__ == "__main__":
    main()
