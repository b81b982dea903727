"""Sweeps of a folder of 20 files, killed at random.

`python -m tests.system.faults.kills --kills 1000 --seed 1 --jobs 2`
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.system.faults.servant import Servant
from tests.system.faults.sweeps.inboxes import (
    SETTINGS,
    WORDS,
    Folder,
    copied,
    files_waiting,
    finish,
    is_swept,
    lost_in_the_end,
    lost_now,
    made_ready,
    twenty_files,
)
from tests.system.faults.trials import STATE

_SHORTEST = 0.05
_ENOUGH = 100
_USUAL = 36
"""A usual sweep lives for a 36th of the time that all of it needs: half a file or so."""


@dataclass(slots=True)
class Rounds:
    """What came of so many kills: how many rounds, sweeps that ended by themselves, files swept, and what was lost."""

    kills: int = 0
    rounds: int = 0
    ended: int = 0
    files: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, other: Rounds) -> None:
        """Those of another job too."""
        self.kills += other.kills
        self.rounds += other.rounds
        self.ended += other.ended
        self.files += other.files
        self.lost += other.lost


def kill_sweeps(folder: Path, *, kills: int, seed: int, fill: Callable[[Path], None] = twenty_files) -> Rounds:
    """Kill sweeps at random moments, over and over until each folder is swept; so many kills in all."""
    done, chance = Rounds(), random.Random(seed)
    with Servant(folder) as servant:
        drop = made_ready(servant, folder, fill)
        while done.kills < kills and len(done.lost) < _ENOUGH:
            _round(drop, servant, chance, done, kills)
    return done


def _round(drop: Folder, servant: Servant, chance: random.Random, done: Rounds, kills: int) -> None:
    folder = copied(drop, f"round {done.rounds}")
    wrong: list[str] = []
    waiting, patience = len(drop.originals), 1.0
    while done.kills < kills and not wrong:
        ended = servant.give(folder, WORDS, env=SETTINGS, kill_after=_moment(drop, chance, patience))
        if not ended.is_killed:
            done.ended += 1
            wrong += [] if ended.code in (0, 4) else [f"ended with {ended.code}: {ended.said[-500:]}"]
            if is_swept(folder):
                break
        done.kills += ended.is_killed
        wrong += lost_now(drop, folder) if (folder / STATE).exists() else []
        before, waiting = waiting, files_waiting(folder)
        patience = 1.0 if waiting < before else patience * 1.2
    if not wrong:
        last = finish(servant, folder)
        wrong += [] if last.code in (0, 4) else [f"the last sweep ended with {last.code}: {last.said[-500:]}"]
        wrong += lost_in_the_end(drop, folder)
    done.lost += [f"round {done.rounds}, after {done.kills} kills: {line}" for line in wrong]
    done.rounds += 1
    _say(f"{folder.parent.name}: {done.kills:,} kills in {done.rounds:,} rounds, {len(done.lost):,} lost")
    done.files += len(drop.originals)
    shutil.rmtree(folder)


def _moment(drop: Folder, chance: random.Random, patience: float) -> float:
    """Seconds until the kill: the shorter ones more often; more of them while nothing gets done."""
    return _SHORTEST + chance.expovariate(_USUAL / drop.seconds) * patience


def main() -> None:
    """Prints how many sweeps were killed, how often, and whether anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="Where the folders are made.  [a new one]")
    asked = parser.parse_args()
    if asked.folder is not None:
        asked.folder.mkdir(parents=True, exist_ok=True)
    total, began = Rounds(), time.monotonic()
    apart = get_context("spawn")
    with (
        tempfile.TemporaryDirectory(dir=asked.folder) as folder,
        ProcessPoolExecutor(asked.jobs, mp_context=apart) as processes,
    ):
        jobs = []
        for job in range(asked.jobs):
            place = Path(folder) / f"job {job}"
            place.mkdir()
            share = asked.kills // asked.jobs + (job < asked.kills % asked.jobs)
            jobs.append(processes.submit(kill_sweeps, place, kills=share, seed=asked.seed * 1000 + job))
        for one in jobs:
            total.add(one.result())
    _say(f"{'kills':>8} {'rounds':>8} {'files':>8} {'ended':>8} {'lost':>8} {'seconds':>8}")
    seconds = round(time.monotonic() - began)
    _say(
        f"{total.kills:>8,} {total.rounds:>8,} {total.files:>8,} {total.ended:>8,} {len(total.lost):>8,} {seconds:>8,}"
    )
    for line in total.lost[:50]:
        _say(line)
    sys.exit(1 if total.lost else 0)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
