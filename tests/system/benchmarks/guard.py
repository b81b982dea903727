"""What it costs to find the new owners who look like known ones.

    python -m tests.system.benchmarks.guard            50,000 new owners against 500,000 known: wanted under 10 s
    python -m tests.system.benchmarks.guard --new 3    a usual night

Each round is measured in a process of its own. Imports and the making of the owners are left out of the seconds; the
peak is that of the whole process, beside what it held before.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

import click

MEASURED = "tests.system.benchmarks.measured"


@click.command()
@click.option("--new", default=50_000, help="New owners.")
@click.option("--known", default=500_000, help="Known owners.")
@click.option("--rounds", default=5, help="How often to measure.")
def main(new: int, known: int, rounds: int) -> None:
    """Print the seconds and the peak of each round, and the median."""
    figures = [_measured(new, known) for _ in range(rounds)]
    for each in figures:
        print(
            f"{new:,} new against {known:,} known: {each['seconds']:.2f} s (processor {each['processor']:.2f} s), "
            f"peak {each['peak_gb']:.2f} GB (before {each['owners_gb']:.2f} GB); {json.dumps(each['suspects'])}"
        )
    print(f"median {statistics.median(each['seconds'] for each in figures):.2f} s")


def _measured(new: int, known: int) -> dict[str, Any]:
    command = [sys.executable, "-m", MEASURED, "suspects", str(new), str(known)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
