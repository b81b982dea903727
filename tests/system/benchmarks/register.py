"""A register against its two halves in two workbooks: whole processes, in turn, on copies of one ledger.

    python -m tests.system.benchmarks.register [--rows 200000] [--pairs 5]

The rows have 14 columns. A ledger is filled with them; then a seventh of the devices has moved and passed to another
owner. Printed are the seconds of each pair and the median of their ratios, for the first load and for the second.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import polars as pl
import xlsxturbo

_ATTRIBUTES = ("name", "type", "category", "brand", "model", "location", "department", "purchase_price", "comment")
_HOLDING = ("owner_email", "owner_name", "label")


@click.command()
@click.option("--rows", default=200_000)
@click.option("--pairs", default=5)
def main(rows: int, pairs: int) -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        for step in (0, 1):
            write(place, table(rows, step), step)
        _compare("first load", place, None, 0, pairs)
        _seconds(place, place / "filled.duckdb", ["register0.xlsx"])
        _compare("second load", place, place / "filled.duckdb", 1, pairs)


def table(rows: int, step: int) -> pl.DataFrame:
    number = pl.int_range(0, rows, eager=True)
    has_moved = (number % 7 == 0) & (step > 0)
    owner = pl.select(pl.when(has_moved).then((number + 9) % 50_000).otherwise(number % 50_000)).to_series()
    place = pl.select(pl.when(has_moved).then(pl.lit("Paris")).otherwise(pl.lit("Rome"))).to_series()
    text = number.cast(pl.String)
    return pl.DataFrame(
        {
            "serial_number": "SN" + text.str.zfill(9),
            "asset_tag": "AT" + text.str.zfill(9),
            "name": "laptop-" + text,
            "type": pl.repeat("laptop", rows, eager=True),
            "category": pl.repeat("computers", rows, eager=True),
            "brand": pl.repeat("Dell", rows, eager=True),
            "model": "Latitude " + (number % 90).cast(pl.String),
            "location": place,
            "department": "D" + (number % 40).cast(pl.String),
            "purchase_price": (number % 3000).cast(pl.Float64) + 0.5,
            "comment": "row " + (number % 1000).cast(pl.String),
            "owner_email": "user" + owner.cast(pl.String) + "@example.com",
            "owner_name": "User " + owner.cast(pl.String),
            "label": "desk " + (number % 100).cast(pl.String),
        }
    )


def write(place: Path, table: pl.DataFrame, step: int) -> None:
    sheets = {
        "register": table,
        "inventory": table.select("serial_number", "asset_tag", *_ATTRIBUTES),
        "assignments": table.select("serial_number", "asset_tag", *_HOLDING),
    }
    for name, rows in sheets.items():
        xlsxturbo.df_to_xlsx(rows, str(place / f"{name}{step}.xlsx"), constant_memory=True)


def _compare(what: str, place: Path, filled: Path | None, step: int, pairs: int) -> None:
    ratios = []
    for _ in range(pairs):
        both, one = (
            _copied(place, filled, [f"{name}{step}.xlsx" for name in names])
            for names in (("inventory", "assignments"), ("register",))
        )
        ratios.append(one / both)
        print(f"{what}: two sheets {both:.2f} s, register {one:.2f} s, ratio {ratios[-1]:.2f}")
    print(f"{what}: median ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


def _copied(place: Path, filled: Path | None, files: list[str]) -> float:
    """The seconds of a run on a copy of the filled ledger, or on none."""
    desk = Path(tempfile.mkdtemp(dir=place))
    state = desk / "rollcall.duckdb"
    if filled is not None:
        shutil.copyfile(filled, state)
    seconds = _seconds(place, state, files)
    shutil.rmtree(desk)
    return seconds


def _seconds(place: Path, state: Path, files: list[str]) -> float:
    command = [sys.executable, "-m", "pipeline", "--state", str(state), "--quiet", "run"]
    out = ["--out", str(state.parent / "results")]
    begun = time.monotonic()
    subprocess.run(
        [*command, *(str(place / name) for name in files), *out],
        check=True,
        env={**os.environ, "ROLLCALL_LIMITS__ENABLED": "false"},
    )
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
