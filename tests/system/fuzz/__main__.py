"""By hand, as long as one likes: `python -m tests.system.fuzz --count 100000 --first 10000`."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from polars.exceptions import PanicException

from tests.system.fuzz.trial import outcome_of, write_mutation


def main() -> None:
    """Tries the mutations one after the other, and prints how they ended and which took longest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.first, asked.first + asked.count):
            path, begun = write_mutation(number, Path(folder)), time.monotonic()
            try:
                outcomes[outcome_of(path)] += 1
            except (Exception, PanicException) as error:  # every failure is to be counted, and the next file tried
                outcomes[f"FAILED {type(error).__name__}"] += 1
                print(f"mutation {number}: {type(error).__name__}: {error}"[:300])
            slowest = sorted([*slowest, (time.monotonic() - begun, number)], reverse=True)[:3]
            path.unlink()
    for outcome, count in outcomes.most_common():
        print(f"{count:>8,}  {outcome}")
    print("slowest:", ", ".join(f"{number} ({seconds:.2f} s)" for seconds, number in slowest))


if __name__ == "__main__":
    main()
