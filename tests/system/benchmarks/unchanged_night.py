"""The nightly file that says what it said the night before, swept again: against a process that only reads it.

    python -m tests.system.benchmarks.unchanged_night                200,000 assignment rows
    python -m tests.system.benchmarks.unchanged_night --rows 1000000

Both are whole processes, measured in turns. `same` is a file with the same bytes; `saved` one with the same cells, but
saved anew, as most systems do: it must be read to know that nothing has changed. The night ends with its digest.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import click

from tests.system.benchmarks.run_vs_floor import MEASURED
from tests.system.benchmarks.whole_process import Measured, measured

_SETTINGS = "[limits]\nenabled = false\n\n[sweep]\nstable_seconds = 0\n"


@click.command()
@click.option("--rows", default=200_000, help="Assignment rows, and devices.")
@click.option("--pairs", default=3, help="Nights of each kind, each beside a reading.")
def main(rows: int, pairs: int) -> None:
    """Print each reading and night, and the medians of their ratios."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        file = _first_nights(place, rows)
        ratios: dict[str, list[float]] = {"same": [], "saved": []}
        for number in range(pairs):
            for kind, found in ratios.items():
                if kind == "saved":
                    _save_anew(file, number)
                reading = measured([sys.executable, "-m", MEASURED, "read", "-", file])
                night = _swept(place, file)
                found.append(night.seconds / reading.seconds)
                print(f"{kind}: reading {reading.said}; night {night.said}; ratio {found[-1]:.2f}")
        told = (f"{kind} {statistics.median(found):.2f}" for kind, found in ratios.items())
        print(f"{rows:,} rows, medians: {'; '.join(told)}")


def _first_nights(place: Path, rows: int) -> Path:
    """The nightly file, once the ledger has what it says."""
    subprocess.run([sys.executable, "-m", "sample_data.generate", "--rows", str(rows), "--out", str(place)], check=True)
    (place / "rollcall.toml").write_text(_SETTINGS, encoding="utf-8")
    for name in ("inventory.xlsx", "opening.xlsx", "assignments.xlsx"):
        print(f"{rows:,} rows, {name}: {_swept(place, place / name).said}")
    return place / "assignments.xlsx"


def _swept(place: Path, file: Path) -> Measured:
    inbox = place / "inbox"
    inbox.mkdir(exist_ok=True)
    shutil.copyfile(file, inbox / file.name)
    words = ["--quiet", "--config", place / "rollcall.toml", "--state", place / "state.duckdb", "sweep", inbox]
    return measured([sys.executable, "-m", "pipeline", *words], allowed=(0, 4))


def _save_anew(file: Path, number: int) -> None:
    """The same workbook in other bytes."""
    with zipfile.ZipFile(file, "a") as book:
        book.comment = f"saved {number}".encode()


if __name__ == "__main__":
    main()
