"""A run against its floor, both as whole processes: start, imports, reading, deciding, writing.

    python -m tests.system.benchmarks.run_vs_floor                200,000 inventory and 200,000 assignment rows
    python -m tests.system.benchmarks.run_vs_floor --rows 1000000 --only-assignments
    python -m tests.system.benchmarks.run_vs_floor --small        1,000 + 1,000, and 20,000 + 20,000 rows
    python -m tests.system.benchmarks.run_vs_floor --decisions    1,000,000 rows against 10,000,000 devices, no files
    python -m tests.system.benchmarks.run_vs_floor --decisions --engine duckdb --memory 1_200_000_000
    python -m tests.system.benchmarks.run_vs_floor --decisions --engine spark --remote sc://127.0.0.1:50051

The floor reads the same workbooks with fastexcel, one after the other, and writes the assignment rows, and a quarter of
them as changes, with xlsxturbo in constant memory; it does nothing else. The floor of a start is a process that imports
Polars and DuckDB. All are measured in turns. Beside the seconds on the clock stand those of the processor, which others
on the machine disturb less. Every figure is printed; what counts are the medians.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from tests.system.benchmarks.whole_process import Measured, measured

MEASURED = "tests.system.benchmarks.measured"
_SMALL = (1_000, 20_000)
_SOME_REJECTED = 4


@dataclass(frozen=True, slots=True)
class _Pair:
    """A start, a floor and a run, one after the other."""

    start: Measured
    floor: Measured
    run: Measured


@click.command()
@click.option("--rows", default=200_000, help="Assignment rows, and devices.")
@click.option("--only-assignments", is_flag=True, help="The second run reads the assignments alone.")
@click.option("--pairs", default=5, help="Paired runs.")
@click.option("--small", is_flag=True, help="The files that people mostly send.")
@click.option("--decisions", is_flag=True, help="Only the decisions: rows against ten times as many devices.")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), default="polars", help="What decides.")
@click.option("--memory", default=1_200_000_000, help="The bytes that DuckDB may have for its tables.")
@click.option(
    "--remote", default="sc://127.0.0.1:50051", help="The server of a cluster, such as `rollcall lake serve`."
)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the files here, and use those that are there.")
def main(
    rows: int,
    *,
    only_assignments: bool,
    pairs: int,
    small: bool,
    decisions: bool,
    engine: str,
    memory: int,
    remote: str,
    folder: Path | None,
) -> None:
    """Print start, floor, run and ratio of each pair, and their medians."""
    if decisions:
        count = 1_000_000 if rows == 200_000 else rows
        by = {"duckdb": partial(_elsewhere, "spilled", str(memory)), "spark": partial(_elsewhere, "clustered", remote)}
        decide = by.get(engine, _decided)
        _print_decisions([decide(count) for _ in range(pairs)], count)
        return
    for count in _SMALL if small else (rows,):
        with tempfile.TemporaryDirectory() as scratch:
            place = folder / str(count) if folder else Path(scratch)
            files = _prepared(place, count, only_assignments=only_assignments)
            _print_pairs([_pair(place, files) for _ in range(pairs)], count)


def _prepared(place: Path, rows: int, *, only_assignments: bool) -> list[Path]:
    """The workbooks of the second run, with a ledger that the first run has filled."""
    if not (place / "filled.duckdb").exists():
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "sample_data.generate", "--rows", str(rows), "--out", str(place)], check=True
        )
        first = _run(place, place / "filled.duckdb", [place / "inventory.xlsx", place / "opening.xlsx"])
        print(f"{rows:,} rows, filling the ledger: {first.said}")
    names = ["assignments.xlsx"] if only_assignments else ["inventory.xlsx", "assignments.xlsx"]
    return [place / name for name in names]


def _pair(place: Path, files: list[Path]) -> _Pair:
    state = place / "again" / "state.duckdb"
    shutil.rmtree(state.parent, ignore_errors=True)
    state.parent.mkdir()
    shutil.copyfile(place / "filled.duckdb", state)
    return _Pair(
        start=measured([sys.executable, "-c", "import polars, duckdb"]),
        floor=measured([sys.executable, "-m", MEASURED, "floor", place / "floor.xlsx", *files]),
        run=_run(place, state, files),
    )


def _run(place: Path, state: Path, files: list[Path]) -> Measured:
    """A run without limits, which are measured all the same, so that their cost is in the figures."""
    config = place / "rollcall.toml"
    config.write_text("[limits]\nenabled = false\n", encoding="utf-8")
    words = ["--config", config, "--state", state, "--json", "run", *files, "--out", place / "results"]
    return measured([sys.executable, "-m", "pipeline", *words], allowed=(0, _SOME_REJECTED))


def _print_pairs(pairs: list[_Pair], rows: int) -> None:
    for number, pair in enumerate(pairs, start=1):
        stages = json.loads(pair.run.out)["timings"]
        print(f"pair {number}: start {pair.start.said}; floor {pair.floor.said}; run {pair.run.said}", end="; ")
        print(f"ratio {pair.run.seconds / pair.floor.seconds:.2f}; {json.dumps(stages)}")
    ratios = [pair.run.seconds / pair.floor.seconds for pair in pairs]
    spent = [pair.run.processor / pair.floor.processor for pair in pairs]
    print(f"{rows:,} rows, medians: start {_median([pair.start for pair in pairs])}", end="; ")
    print(f"floor {_median([pair.floor for pair in pairs])}; run {_median([pair.run for pair in pairs])}", end="; ")
    print(f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})", end=", ")
    print(f"of the processor {statistics.median(spent):.2f}")


def _median(all_of_one: list[Measured]) -> str:
    figures = ([getattr(one, name) for one in all_of_one] for name in ("seconds", "processor", "peak_gb"))
    seconds, processor, peak_gb = map(statistics.median, figures)
    return Measured(seconds, processor, peak_gb, "").said


def _decided(count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", MEASURED, "decisions", str(count), str(10 * count)]
    figures: dict[str, Any] = json.loads(measured(command).out.splitlines()[-1])
    return figures


def _elsewhere(measurement: str, asked: str, count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        measured([sys.executable, "-m", MEASURED, "fleet", str(count), str(10 * count), folder])
        command = [sys.executable, "-m", MEASURED, measurement, folder, str(10 * count), asked]
        figures: dict[str, Any] = json.loads(measured(command).out.splitlines()[-1])
    return figures


def _print_decisions(results: list[dict[str, Any]], count: int) -> None:
    for figures in results:
        print(f"{count:,} rows, {10 * count:,} devices: {figures['seconds']:.2f} s", end=", ")
        print(f"{figures['processor']:.2f} s of processor, peak {figures['peak_gb']:.2f} GB")
    print(f"median {statistics.median(figures['seconds'] for figures in results):.2f} s")


if __name__ == "__main__":
    main()
