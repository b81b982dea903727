"""What a plan workbook costs beyond its bare frames, to write and to read back.

    python -m tests.system.benchmarks.plan_file                 200,000 actions
    python -m tests.system.benchmarks.plan_file --saved FILE    reads FILE too: as a spreadsheet program saved it

Half of the actions are reassigns, a quarter each assigns and unassigns, decided on a ledger that was filled for it. The
floor of writing is xlsxturbo in constant memory on the same frames of lines, without any format, at its usual level of
compression, and then at the one that our big workbooks use. Plans are written by XlsxWriter, which takes some seven
times as long: what must hold is 3 s for a plan of 20,000 lines (`--actions 20000`; measured 1.3 s of processor time).
The floor of reading is fastexcel on every sheet of the same file, every cell as text. A plan that another program saved
is compared cell by cell; one that is as we wrote it is known by the seal over the file. Wall time and, for busy
machines, processor time.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
import fastexcel
import polars as pl
import xlsxturbo

from pipeline.intake.plans import read_plan
from pipeline.outputs.workbooks.plan.lines import line_pages
from pipeline.runs.run import run
from pipeline.runs.steps.clock import Stages
from pipeline.settings import load_settings
from tests.support.books.plans import Planned, planned
from tests.support.desk import Desk

_USUAL, _OURS = 6, 2


@click.command()
@click.option("--actions", default=200_000, help="Actions in the plan.")
@click.option("--pairs", default=5, help="Paired measurements.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the files here, and use those that are there.")
@click.option("--saved", type=click.Path(path_type=Path, exists=True), help="The plan as another program saved it.")
def main(actions: int, pairs: int, folder: Path | None, saved: Path | None) -> None:
    """Print floor, plan and ratio of each pair, and their medians."""
    with tempfile.TemporaryDirectory() as scratch:
        place = (folder or Path(scratch)).absolute()
        plan = prepared(place, actions)
        path = place / "plan.xlsx"
        frames = [(page.parts[0][0], page.name) for page in line_pages(plan.plan, plan.results)]
        print(f"{sum(frame.height for frame, _ in frames):,} lines, {len(frames)} sheets")
        for level in (_USUAL, _OURS):
            _print_pairs(f"write, floor at level {level}", pairs, _bare(place, frames, level), lambda: plan.write(path))
        for file in [path, *([saved] if saved else [])]:
            _print_pairs(f"read {file}", pairs, partial(_read_bare, file), partial(read_plan, file, key=None))


def prepared(place: Path, actions: int) -> Planned:
    desk = Desk(place)
    number = pl.int_range(0, actions, eager=True).alias("number")
    fleet = number.to_frame().select(
        pl.format("SN-{}", "number").alias("Serial Number"),
        pl.format("AT-{}", "number").alias("Asset Tag"),
        pl.format("Laptop {}", "number").alias("Name"),
        pl.lit("laptop").alias("Type"),
        pl.lit("computers").alias("Category"),
        (pl.col("number") % 2500 + 400).alias("Purchase Price"),
    )
    if not desk.state.exists():
        is_held = pl.col("number") % 4 != 0
        settings = load_settings(None, {"state": desk.state, "out": place / "results", "publish": {"enabled": False}})
        held = number.to_frame().filter(is_held).select(_serial(), _owner(0), pl.lit(None).alias("Action"))
        files = [_book(place / "fleet.xlsx", fleet), _book(place / "held.xlsx", held)]
        run(files, settings, Stages())
    asked = number.to_frame().select(_serial(), _owner(1), _action())
    return planned(desk, _book(place / "asked.xlsx", asked), limits={"enabled": False})


def _serial() -> pl.Expr:
    return pl.format("SN-{}", "number").alias("Serial Number")


def _owner(shift: int) -> pl.Expr:
    """One owner per four devices; a quarter of the devices belongs to nobody after the shift."""
    owner = pl.format("user{}@example.com", pl.col("number") // 4 + shift)
    return pl.when(_is_given_back() if shift else pl.lit(value=False)).then(None).otherwise(owner).alias("Owner Email")


def _action() -> pl.Expr:
    return pl.when(_is_given_back()).then(pl.lit("unassign")).alias("Action")


def _is_given_back() -> pl.Expr:
    return pl.col("number") % 4 == 1


def _book(path: Path, frame: pl.DataFrame) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        xlsxturbo.dfs_to_xlsx([(frame, "Sheet1")], path, constant_memory=True)
    return path


def _bare(place: Path, frames: list[tuple[pl.DataFrame, str]], level: int) -> Callable[[], object]:
    def write() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            xlsxturbo.dfs_to_xlsx(frames, place / "bare.xlsx", constant_memory=True, compression_level=level)

    return write


def _read_bare(path: Path) -> None:
    reader = fastexcel.read_excel(path)
    for sheet in reader.sheet_names:
        reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()


def _print_pairs(what: str, pairs: int, floor: Callable[[], object], whole: Callable[[], object]) -> None:
    walls, processors = [], []
    for _ in range(pairs):
        (floor_wall, floor_processor), (wall, processor) = _timed(floor), _timed(whole)
        walls.append(wall / floor_wall)
        processors.append(processor / floor_processor)
        print(f"{what}: floor {floor_wall:.2f} s ({floor_processor:.2f} s of processor)", end=", ")
        print(f"plan {wall:.2f} s ({processor:.2f} s), ratio {walls[-1]:.2f} ({processors[-1]:.2f})")
    print(f"{what}: median ratio {statistics.median(walls):.2f} (processor {statistics.median(processors):.2f})")


def _timed(action: Callable[[], Any]) -> tuple[float, float]:
    begun, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - begun, time.process_time() - processor


if __name__ == "__main__":
    main()
