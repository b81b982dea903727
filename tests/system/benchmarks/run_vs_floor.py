"""What a run costs beyond reading its workbooks and writing its results.

    python -m tests.system.benchmarks.run_vs_floor                200,000 inventory and 200,000 assignment rows
    python -m tests.system.benchmarks.run_vs_floor --rows 1000000 --only-assignments
    python -m tests.system.benchmarks.run_vs_floor --decisions    1,000,000 rows against 10,000,000 devices, no files

The floor reads the same workbooks with fastexcel in string mode, one after the other, and writes the same result frames
(whatever the run itself wrote) with xlsxturbo in constant memory, and does nothing else. Both are measured in a process
of their own, in turns, so that neither warms the other; imports are left out of both. Every figure is printed.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

MEASURED = "tests.system.benchmarks.measured"


@click.command()
@click.option("--rows", default=200_000, help="Assignment rows, and devices.")
@click.option("--only-assignments", is_flag=True, help="The second run reads the assignments alone.")
@click.option("--pairs", default=5, help="Paired runs.")
@click.option("--decisions", is_flag=True, help="Only the decisions: rows against ten times as many devices.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the files here, and use those that are there.")
def main(rows: int, *, only_assignments: bool, pairs: int, decisions: bool, folder: Path | None) -> None:
    """Print floor, run and ratio of each pair, and their medians."""
    if decisions:
        count = 1_000_000 if rows == 200_000 else rows
        results = [_measured("decisions", str(count), str(10 * count)) for _ in range(pairs)]
        _print_decisions(results, count)
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch)
        files = _prepared(place, rows, only_assignments=only_assignments)
        _print_pairs([_pair(place, files) for _ in range(pairs)])


def _prepared(place: Path, rows: int, *, only_assignments: bool) -> list[str]:
    """The workbooks of the second run, with a store that the first run has filled."""
    if not (place / "filled.duckdb").exists():
        subprocess.run(
            [sys.executable, "-m", "sample_data.generate", "--rows", str(rows), "--out", str(place)], check=True
        )
        print(
            "filling the store:",
            json.dumps(_measured("run", str(place), "filled.duckdb", "inventory.xlsx", "opening.xlsx")),
        )
    return ["assignments.xlsx"] if only_assignments else ["inventory.xlsx", "assignments.xlsx"]


def _pair(place: Path, files: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    shutil.copyfile(place / "filled.duckdb", place / "state.duckdb")
    run = _measured("run", str(place), "state.duckdb", *files)
    return _measured("floor", str(place), run["parquet"], *files), run


def _measured(what: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", MEASURED, what, *arguments]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


def _print_pairs(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for number, (floor, run) in enumerate(pairs, start=1):
        ratio = run["seconds"] / floor["seconds"]
        print(f"pair {number}: floor {floor['seconds']:.2f} s, run {run['seconds']:.2f} s, ratio {ratio:.2f};", end=" ")
        print(f"peak {floor['peak_gb']:.2f} GB and {run['peak_gb']:.2f} GB; {json.dumps(run['stages'])}")
    ratios = [run["seconds"] / floor["seconds"] for floor, run in pairs]
    floors, runs = ([pair[at]["seconds"] for pair in pairs] for at in (0, 1))
    print(f"median floor {statistics.median(floors):.2f} s, run {statistics.median(runs):.2f} s", end=", ")
    print(f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})", end=", ")
    print(f"peak {max(run['peak_gb'] for _, run in pairs):.2f} GB")


def _print_decisions(results: list[dict[str, Any]], count: int) -> None:
    for figures in results:
        print(f"{count:,} rows, {10 * count:,} devices: {figures['seconds']:.2f} s, peak {figures['peak_gb']:.2f} GB")
    print(f"median {statistics.median(figures['seconds'] for figures in results):.2f} s")


if __name__ == "__main__":
    main()
