"""What a ledger in a lake takes: files, bytes, and the processor time of whole commands, by devices and buckets.

    python -m tests.system.benchmarks.lakes.unit_costs    1 million devices in 8 buckets and in 64
    python -m tests.system.benchmarks.lakes.unit_costs --devices 2000000 --buckets 2 --folder DIR

From these come the unit costs of the guide's page about large fleets: bytes by a device, seconds by a million devices
that are read or written anew, and by a thousand files that are opened. The list has 1,000 rows; a fifth moves a device.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from tests.system.benchmarks.ledger_size import prepared
from tests.system.benchmarks.whole_process import Measured, rollcall

_ROWS, _MOVING = 1_000, 5


@click.command()
@click.option("--devices", default=1_000_000, help="Devices of the ledger.")
@click.option("--buckets", multiple=True, default=(8, 64), type=int, help="In so many parts.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the ledger here, and use the one that is there.")
def main(devices: int, buckets: Sequence[int], folder: Path | None) -> None:
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as scratch:
        place = prepared((folder or Path(scratch)) / str(devices), devices, _ROWS, 0, _MOVING)
        for count in buckets:
            os.environ["ROLLCALL_LAKE__BUCKETS"] = str(count)
            _try(place, devices, count)


def _try(place: Path, devices: int, buckets: int) -> None:
    fleet = place / f"lake{buckets}"
    shutil.rmtree(fleet, ignore_errors=True)
    said = f"{devices:,} devices, {buckets} buckets:"
    _say(said, "import", _asked(fleet, "lake", "import", place / "rollcall.duckdb"))
    files = [path for path in fleet.rglob("*.parquet") if "_delta_log" not in path.parts]
    size = sum(path.stat().st_size for path in files)
    print(f"{said} {len(files):,} files, {size / 1e6:,.0f} MB, {size / devices:.0f} bytes a device", flush=True)
    _say(said, "plan", _asked(fleet, "plan", place / "desired.csv"))
    _say(said, "run of 200 changes", _asked(fleet, "run", place / "desired.csv", "--out", place / "out"))
    _say(said, "run that changes nothing", _asked(fleet, "run", place / "desired.csv", "--out", place / "out"))
    _say(said, "tidy", _asked(fleet, "lake", "tidy"))


def _asked(fleet: Path, *words: object) -> Measured:
    return rollcall(f"lake:{fleet}", *words, allowed=(0, 4))


def _say(said: str, what: str, taken: Measured) -> None:
    print(f"{said} {what}: {taken.processor:.1f} s of processor, {taken.peak_gb:.2f} GB", flush=True)


if __name__ == "__main__":
    main()
