"""What big files cost, beside a process that only reads the same workbooks and writes their rows: whole processes.

    python -m tests.system.benchmarks.big_files load        1,000,000 devices and 900,000 assignments, no ledger yet
    python -m tests.system.benchmarks.big_files apply       a plan of 200,000 actions, of which half are reassigns
    python -m tests.system.benchmarks.big_files night       a full sheet of 850,000 rows that came the night before
    python -m tests.system.benchmarks.big_files register    200,000 rows of 14 columns, a seventh of which have moved
    python -m tests.system.benchmarks.big_files load --rows 90000 --pairs 3 --folder DIR

Floor and command are measured in turns. The floor reads with fastexcel, one file after the other, and writes with
xlsxturbo in constant memory: of a first load and of a plan all rows, of a register the rows and a quarter of them as
changes, of the night's file nothing. Beside the seconds on the clock stand those of the processor, which others on the
machine disturb less, and the memory of the largest process. What is wanted is printed below them. Others measure two
sheets on a ledger that is filled (`run_vs_floor`), and many rows on a large ledger (`ledger_size`).
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from sample_data.big import Size, write_big
from tests.system.benchmarks import plan_file, register
from tests.system.benchmarks.run_vs_floor import MEASURED
from tests.system.benchmarks.whole_process import Measured, measured, rollcall

_ALL_DONE, _SOME_REJECTED = 0, 4


@dataclass(frozen=True, slots=True)
class _Case:
    """What is measured: `make` puts so many rows into a folder, `floor` and `run` work on what is there."""

    rows: int
    make: Callable[[Path, int], None]
    floor: Callable[[Path], Measured]
    run: Callable[[Path], Measured]
    wanted: str


@click.command()
@click.argument("what", type=click.Choice(["load", "apply", "night", "register"]))
@click.option("--rows", default=0, help="Rows of assignments, actions or rows; by itself as above.")
@click.option("--pairs", default=3, help="Paired runs.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the files here, and use those that are there.")
def main(what: str, rows: int, pairs: int, folder: Path | None) -> None:
    """Print floor, run and ratio of each pair, and their medians."""
    os.environ["ROLLCALL_LIMITS__ENABLED"] = "false"
    case = _CASES[what]
    rows = rows or case.rows
    with tempfile.TemporaryDirectory() as scratch:
        place = (folder or Path(scratch)).resolve() / f"{what}-{rows}"
        if not place.exists():
            place.mkdir(parents=True)
            case.make(place, rows)
        told = [(case.floor(place), case.run(place)) for _ in range(pairs)]
    for floor, run in told:
        print(f"floor {floor.said}; run {run.said}; ratio {run.seconds / floor.seconds:.2f}")
    ratios = statistics.median(run.seconds / floor.seconds for floor, run in told)
    spent = statistics.median(run.processor / floor.processor for floor, run in told)
    peak = max(run.peak_gb for _, run in told)
    print(f"{what}, {rows:,} rows: median ratio {ratios:.2f}, of the processor {spent:.2f}, peak {peak:.2f} GB")
    print(f"wanted: {case.wanted}")


def _make_load(place: Path, rows: int) -> None:
    write_big(place, Size(rows, rows * 10 // 9))


def _load(place: Path) -> Measured:
    state = _copied(place, None)
    return _rollcall(state, "run", place / "inventory.xlsx", place / "assignments.xlsx", "--out", state.parent / "out")


def _load_floor(place: Path) -> Measured:
    return _floor("copied", place, "inventory.xlsx", "assignments.xlsx")


def _make_apply(place: Path, rows: int) -> None:
    plan_file.prepared(place, rows).write(place / "plan.xlsx")
    shutil.copyfile(place / "rollcall.duckdb", place / "filled.duckdb")


def _apply(place: Path) -> Measured:
    state = _copied(place, place / "filled.duckdb")
    return _rollcall(state, "apply", place / "plan.xlsx", "--out", state.parent / "out")


def _make_night(place: Path, rows: int) -> None:
    write_big(place, Size(rows * 100 // 85, rows * 100 // 85))
    (place / "inbox" / "full").mkdir(parents=True)
    state = place / "again" / "rollcall.duckdb"
    options = ["--create-devices", "--default-device-type", "laptop"]
    _rollcall(state, "run", place / "inventory.xlsx", *options, "--out", place / "out")
    _night(place)
    shutil.rmtree(place / "out")


def _night(place: Path) -> Measured:
    """A sweep of the file, which came before, on a ledger that nobody has touched since."""
    os.environ["ROLLCALL_SWEEP__STABLE_SECONDS"] = "0"
    shutil.copyfile(place / "opening.xlsx", place / "inbox" / "full" / "opening.xlsx")
    return _rollcall(place / "again" / "rollcall.duckdb", "sweep", place / "inbox", "--out", place / "out")


def _make_register(place: Path, rows: int) -> None:
    for step in (0, 1):
        register.write(place, register.table(rows, step), step)
    state = _copied(place, None)
    _rollcall(state, "run", place / "register0.xlsx", "--out", state.parent / "out")
    shutil.copyfile(state, place / "filled.duckdb")


def _register(place: Path) -> Measured:
    state = _copied(place, place / "filled.duckdb")
    return _rollcall(state, "run", place / "register1.xlsx", "--out", state.parent / "out")


def _copied(place: Path, ledger: Path | None) -> Path:
    """A ledger like that one in an empty folder, or only the path of one."""
    state = place / "again" / "rollcall.duckdb"
    shutil.rmtree(state.parent, ignore_errors=True)
    state.parent.mkdir()
    if ledger is not None:
        shutil.copyfile(ledger, state)
    return state


def _rollcall(state: Path, *words: object) -> Measured:
    return rollcall(state, *words, allowed=(_ALL_DONE, _SOME_REJECTED))


def _floor(what: str, place: Path, *files: str) -> Measured:
    return measured([sys.executable, "-m", MEASURED, what, place / "floor.xlsx", *(place / file for file in files)])


_CASES = {
    "load": _Case(900_000, _make_load, _load_floor, _load, "30 s where the floor takes 17, 3.5 GB"),
    "apply": _Case(200_000, _make_apply, lambda place: _floor("copied", place, "plan.xlsx"), _apply, "2.0 x"),
    "night": _Case(850_000, _make_night, lambda place: _floor("read", place, "opening.xlsx"), _night, "0.2 x"),
    "register": _Case(
        200_000, _make_register, lambda place: _floor("floor", place, "register1.xlsx"), _register, "1.3 x, 1.2 GB"
    ),
}

if __name__ == "__main__":
    main()
