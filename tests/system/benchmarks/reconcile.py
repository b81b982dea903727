"""What it costs to reconcile a workbook that has not changed with a ledger that has moved, beside reading it anew.

    python -m tests.system.benchmarks.reconcile    1,000,000 rows, 300 of their devices moved since
    python -m tests.system.benchmarks.reconcile --rows 200000 --pairs 3 --folder FOLDER

A ledger is brought in line with the workbook, in full mode, so that the cache knows its rows; then another workbook
passes a few hundred devices to other owners. Measured in turns, each in a process of its own, without imports:

    read        the workbook is read without a cache
    reconcile   its hash, the cache, what is needed of the ledger, the decisions, limits and words: a ready decision
    in whole    the same, but with every row looked at, as it was without knowing which of them are at rest
    night       the reconciliation with its commit, results and publication

Seconds by the clock, and of the processors, those of the readers' processes among them.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import polars as pl
import xlsxturbo

from pipeline.model import Ledger

Figures = dict[str, Any]
_TURNS = ("read", "reconcile", "in whole", "night")


@click.command()
@click.option("--rows", default=1_000_000, help="Rows of the workbook.")
@click.option("--moved", default=300, help="Devices that have passed to another owner since.")
@click.option("--pairs", default=5, help="How often each is measured.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the files here, and use those that are there.")
@click.option("--measure", nargs=2, hidden=True)
def main(rows: int, moved: int, pairs: int, folder: Path | None, measure: tuple[str, str] | None) -> None:
    """Print what each takes, and the ratio of the reconciliation and of reading the workbook."""
    if measure:
        print(json.dumps(_MEASUREMENTS[measure[0]](Path(measure[1]))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = (folder or Path(scratch)).resolve()
        if not (place / "filled.duckdb").exists():
            _fill_ledger(place, rows)
        _move_some(place, moved)
        _print_turns([{what: _turn(place, what) for what in _TURNS} for _ in range(pairs)])


def _fill_ledger(place: Path, rows: int) -> None:
    """A workbook, and a ledger that is as it says."""
    command = [sys.executable, "-m", "sample_data.generate", "--rows", str(rows), "--out", str(place)]
    subprocess.run(command, check=True)
    print("fill:", json.dumps(_measured(place, "fill")))
    (place / "state.duckdb").rename(place / "filled.duckdb")


def _move_some(place: Path, moved: int) -> None:
    """A cache that knows the rows, and then a few devices that pass to another owner."""
    shutil.copyfile(place / "filled.duckdb", place / "state.duckdb")
    print("night:", json.dumps(_measured(place, "night")))
    few = pl.read_excel(place / "assignments.xlsx", infer_schema_length=None).head(moved * 2).gather_every(2)
    passed = few.select("Serial Number", pl.col("Owner Email").reverse())
    xlsxturbo.df_to_xlsx(passed, str(place / "passed.xlsx"))
    print("move:", json.dumps(_measured(place, "move")))
    shutil.copyfile(place / "state.duckdb", place / "moved.duckdb")


def _turn(place: Path, what: str) -> Figures:
    shutil.copyfile(place / "moved.duckdb", place / "state.duckdb")
    return _measured(place, what)


def _measured(place: Path, what: str) -> Figures:
    command = [sys.executable, "-m", "tests.system.benchmarks.reconcile", "--measure", what, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{what} failed")
    figures: Figures = json.loads(printed.splitlines()[-1])
    rest = used.ru_utime + used.ru_stime - figures.pop("until")
    is_reading = what in {"read", "fill"}  # else no other process took part, and the rest is the end of this one
    return {**figures, "processor": round(figures["processor"] + is_reading * rest, 3)}


def _print_turns(turns: list[dict[str, Figures]]) -> None:
    for number, turn in enumerate(turns, start=1):
        print(f"turn {number}:", "; ".join(f"{what} {_seconds(turn[what])}" for what in _TURNS))
        print(f"  {json.dumps(turn['reconcile']['stages'])} {json.dumps(turn['reconcile']['rows'])}")
    for unit in ("seconds", "processor"):
        medians = {what: statistics.median(turn[what][unit] for turn in turns) for what in _TURNS}
        ratios = [turn["reconcile"][unit] / turn["read"][unit] for turn in turns]
        print(f"median {unit}:", ", ".join(f"{what} {figure:.2f}" for what, figure in medians.items()), end="; ")
        print(f"reconcile / read {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


def _seconds(figures: Figures) -> str:
    return f"{figures['seconds']:.2f} s ({figures['processor']:.2f} s)"


def _fill(place: Path) -> Figures:
    from pipeline.runs.run import run

    settings = _settings(place, limits={"enabled": False}, create_devices=True, default_device_type="laptop")
    files = [place / "inventory.xlsx", place / "assignments.xlsx"]
    return _timed(lambda stages: dict(run(files, settings, stages).report.rows))


def _move(place: Path) -> Figures:
    from pipeline.runs.run import run

    settings = _settings(place)
    return _timed(lambda stages: dict(run([place / "passed.xlsx"], settings, stages).report.rows))


def _read(place: Path) -> Figures:
    from pipeline import intake
    from pipeline.intake import read_files  # noqa: F401 - imports are left out
    from pipeline.model import Reading

    return _timed(lambda _: {"in": intake.read_files([place / "assignments.xlsx"], Reading()).assignments.height})


def _reconcile(place: Path, *, in_whole: bool = False) -> Figures:
    import duckdb  # noqa: F401 - as above

    from pipeline.intake.cache import parsed_files  # noqa: F401
    from pipeline.runs.steps import decide
    from pipeline.runs.steps.read_files import read

    settings, cache = _settings(place, mode="full"), place / "cache"

    def decided(stages: Any) -> dict[str, int]:
        checked = read([place / "assignments.xlsx"], settings, stages, cache=cache)
        known = None if in_whole else cache
        return dict(decide.decide("run", checked, settings, stages, cache=known).report.rows)

    return _timed(decided)


def _night(place: Path) -> Figures:
    from pipeline import store
    from pipeline.runs.run import bring_in_line
    from pipeline.runs.steps.clock import clock
    from pipeline.runs.steps.read_files import read
    from schemas.frames import models  # noqa: F401 - as above

    settings, cache = _settings(place, mode="full"), place / "cache"

    def done(stages: Any) -> dict[str, int]:
        checked = read([place / "assignments.xlsx"], settings, stages, cache=cache)
        with store.hold_state(Ledger(settings.state), command="run", started_at=clock()):
            committed = bring_in_line("run", checked, settings, stages, cache=cache)
        return dict(committed.show(stages).report.rows)

    return _timed(done)


def _settings(place: Path, **options: Any) -> Any:
    from pipeline.settings import load_settings

    given = {"state": place / "state.duckdb", "out": place / "results", "results": {"rows": "changed"}}
    return load_settings(None, {**given, **options})


def _timed(work: Callable[[Any], dict[str, int]]) -> Figures:
    from pipeline.runs.steps.clock import Stages

    stages = Stages()
    begun, worked = time.perf_counter(), time.process_time()
    rows = work(stages)
    taken = {"seconds": round(time.perf_counter() - begun, 3), "processor": time.process_time() - worked}
    return {**taken, "until": time.process_time(), "rows": rows, "stages": stages.seconds}


_MEASUREMENTS: dict[str, Callable[[Path], Figures]] = {
    "fill": _fill,
    "move": _move,
    "read": _read,
    "reconcile": _reconcile,
    "in whole": lambda place: _reconcile(place, in_whole=True),
    "night": _night,
}

if __name__ == "__main__":
    main()
