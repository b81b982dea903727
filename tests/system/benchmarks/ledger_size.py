"""What the same rows cost against small and large ledgers: the cost follows the rows, not the ledger.

    python -m tests.system.benchmarks.ledger_size                    1,000 rows; 200,000, 1 and 10 million devices
    python -m tests.system.benchmarks.ledger_size --new 30           30 of them of unknown devices, and 20 new people
    python -m tests.system.benchmarks.ledger_size --command apply    a plan of 1,000 actions carried out; or `undo`
    python -m tests.system.benchmarks.ledger_size --engine duckdb --rows 1000000 --sizes 10000000 --turns 1
    python -m tests.system.benchmarks.ledger_size --picture          the figures and the picture of the guide
    python -m tests.system.benchmarks.ledger_size --sizes 200000 --sizes 1000000 --folder DIR

Whole processes of `rollcall plan`, so that nothing but reading, deciding and telling counts, each size in turn. For
`apply` and `undo` each row moves a device, and no analysts' copy is published, which `publish` measures. The ledgers
are made with SQL (2.2 GB for ten million devices), and are kept in the folder that --folder names. The floor is the
smallest ledger. Wanted: 1.5 x the processor time and the memory, and under 600 MB; with --engine duckdb, which has a
`memory_limit` of 2.5 GB, no more than that.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Sequence
from hashlib import md5
from pathlib import Path

import click
import polars as pl

from tests.support.told import cost
from tests.system.benchmarks.publish import make
from tests.system.benchmarks.whole_process import Measured, rollcall

_SIZES = (200_000, 1_000_000, 10_000_000)


@click.command()
@click.option("--sizes", multiple=True, default=_SIZES, help="Devices of each ledger.")
@click.option("--rows", default=1_000, help="Assignment rows, a fifth of which move a device.")
@click.option("--new", default=0, help="So many of them, in a thousand, are of unknown devices, and of new people.")
@click.option("--mode", default="instructions", help="instructions, or full: then only of the owners that are listed.")
@click.option("--command", type=click.Choice(["plan", "apply", "undo"]), default="plan", help="What is measured.")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "auto"]), default="auto", help="What decides.")
@click.option("--picture", is_flag=True, help="Measure and draw what the guide shows.")
@click.option("--turns", default=5, help="How often each is measured.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the ledgers here, and use those that are there.")
def main(
    sizes: Sequence[int],
    *,
    rows: int,
    new: int,
    mode: str,
    command: str,
    engine: str,
    picture: bool,
    turns: int,
    folder: Path | None,
) -> None:
    """Print the medians of each size, and their ratio to those of the smallest."""
    os.environ["ROLLCALL_ENGINE"] = engine
    if engine == "duckdb":
        os.environ["ROLLCALL_MEMORY_LIMIT"] = "2500MB"
    moving = 5 if command == "plan" else 1
    with tempfile.TemporaryDirectory() as scratch:
        if picture:
            cost.write([_figures(folder or Path(scratch), *one, turns) for one in cost.ASKED])
            return
        places = [prepared((folder or Path(scratch)) / str(size), size, rows, new, moving) for size in sizes]
        told = [[_measured(place, mode, command) for place in places] for _ in range(turns)]
    _print(sizes, told)


def _print(sizes: Sequence[int], told: Sequence[Sequence[Measured]]) -> None:
    floor: list[float] = []
    for size, of_size in zip(sizes, zip(*told, strict=True), strict=True):
        figures = [statistics.median(getattr(one, name) for one in of_size) for name in ("processor", "peak_gb")]
        floor = floor or figures
        seconds = statistics.median(one.seconds for one in of_size)
        print(f"{size:>11,} devices: {figures[0]:.2f} s of processor, {seconds:.2f} s, {figures[1]:.2f} GB", end="; ")
        print(f"{figures[0] / floor[0]:.2f} x the time and {figures[1] / floor[1]:.2f} x the memory of the first")


def prepared(place: Path, devices: int, rows: int, new: int, moving: int) -> Path:
    """A folder with a ledger of so many devices, and a sheet of so many rows about some, each or every fifth moving."""
    if not (place / "rollcall.duckdb").exists():
        make(place / "rollcall.duckdb", devices)
    step, owners = devices // rows, devices // 10
    told = []
    for number in range(1, rows + 1):
        device = number * (step - 1) + 1  # so that each is held by somebody else, in every ledger
        holder = 1 + device % owners
        owner = holder % owners + 1 if number % moving == 0 else holder
        is_new, is_newcomer = number % 1_000 < new, new / 3 <= number % 1_000 < new
        serial = md5(str(device).encode(), usedforsecurity=False).hexdigest()[:16].upper()
        email = f"newcomer.{number}@acme.example" if is_newcomer else f"person.{owner:07d}@acme.example"
        told.append((f"{serial[1:]}Q" if is_new else serial, email))
    sheet = pl.DataFrame(told, {"Serial Number": pl.String, "Owner Email": pl.String}, orient="row")
    sheet.write_csv(place / "desired.csv")
    return place


def _figures(folder: Path, size: int, rows: int, turns: int) -> dict[str, float]:
    place = prepared(folder / str(size), size, rows, new=0, moving=5)
    told = [_planned(place, "instructions") for _ in range(turns)]
    seconds, gb = (statistics.median(getattr(one, name) for one in told) for name in ("processor", "peak_gb"))
    return {"devices": size, "rows": rows, "seconds": round(seconds, 2), "gb": round(gb, 2)}


def _planned(place: Path, mode: str) -> Measured:
    """What to plan the sheet of the folder takes."""
    said = ["--create-devices", "--default-device-type", "laptop", "--mode", mode]
    return _asked(place, "plan", place / "desired.csv", "-o", place / "plan.xlsx", *said)


def _measured(place: Path, mode: str, command: str) -> Measured:
    """The command. After `apply` and `undo` the ledger is as it was, but for its history."""
    first = _planned(place, mode)
    if command == "plan":
        return first
    applied = _asked(place, "apply", place / "plan.xlsx", "--out", place / "out")
    undone = _asked(place, "undo", "last", "-o", place / "plan.xlsx")
    _asked(place, "apply", place / "plan.xlsx", "--out", place / "out")
    return applied if command == "apply" else undone


def _asked(place: Path, *words: object) -> Measured:
    if "-o" in words:
        (place / "plan.xlsx").unlink(missing_ok=True)
    return rollcall(place / "rollcall.duckdb", *words, allowed=(0, 4, 5))


if __name__ == "__main__":
    os.environ["ROLLCALL_PUBLISH__ENABLED"] = "false"
    main()
