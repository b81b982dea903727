"""Whether the time of an answer tells that something is there: another organization's thing, and one that is nowhere.

    python -m tests.system.benchmarks.strangers [--pairs 100] [--only WORD] [--processor]

Both are asked for in turn, in either order by chance, of a server in this process. Told of each question: the median of
both, the median of the differences of the pairs with its interval of 99 %, and in how many pairs in a hundred the
other's thing took longer. Where the interval has 0 in it, no difference was seen.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path

import click
from fastapi.testclient import TestClient

from pipeline.settings import load_settings
from pipeline.web.app import make_app
from tests.support.servers.api import Program, Server
from tests.support.servers.strangers import NOBODYS, QUESTIONS, Named, Question, other_program, things_of_acme

# So many standard deviations of a count of heads are the interval of 99 %.
_WIDE = 2.576


@click.command()
@click.option("--pairs", default=100, help="How often each question is asked about either.")
@click.option("--only", default="", help="Only questions with this word.")
@click.option("--processor", is_flag=True, help="Compare the processor time, where the machine is not quiet.")
def main(*, pairs: int, only: str, processor: bool) -> None:
    """Print a line per question."""
    with tempfile.TemporaryDirectory() as folder:
        unlimited = {"requests_per_second": 100_000}
        settings = load_settings(None, {"state": Path(folder) / "rollcall.duckdb", "web": unlimited})
        with TestClient(make_app(settings), raise_server_exceptions=False) as client:
            server = Server(client, settings)
            theirs = things_of_acme(server)
            me = other_program(server)
            clock = time.process_time if processor else time.perf_counter
            for name, ask in QUESTIONS.items():
                if only in name:
                    print(f"{name:<40} {_told(_asked(ask, me, theirs, pairs, clock))}", flush=True)


def _asked(
    ask: Question, me: Program, theirs: Named, pairs: int, clock: Callable[[], float]
) -> list[tuple[float, float]]:
    """The seconds of each pair: of the other's thing, and of one that is nowhere."""
    chance = random.Random(pairs)
    seconds = []
    for _ in range(pairs):
        took = {}
        for one in chance.sample([theirs, NOBODYS], 2):
            begun = clock()
            ask(me, one)
            took[one] = clock() - begun
        seconds.append((took[theirs], took[NOBODYS]))
    return seconds


def _told(seconds: Sequence[tuple[float, float]]) -> str:
    theirs, nobodys = (statistics.median(of) * 1000 for of in zip(*seconds, strict=True))
    apart = sorted((one - other) * 1000 for one, other in seconds)
    half, middle = _WIDE * sqrt(len(apart)) / 2, len(apart) / 2
    low, high = apart[max(0, int(middle - half))], apart[min(len(apart) - 1, int(middle + half))]
    longer = 100 * sum(one > 0 for one in apart) / len(apart)
    seen = "" if low <= 0 <= high else "   a difference"
    return (
        f"{theirs:8.2f} {nobodys:8.2f} ms   {statistics.median(apart):+7.3f} ({low:+.3f} to {high:+.3f}) ms   "
        f"{longer:3.0f} %{seen}"
    )


if __name__ == "__main__":
    main()
