"""Every fault at many points, as a table: `python -m tests.system.faults [--short] [--only WORD] [--folder DIR]`.

The random kills of sweeps have a command of their own: `python -m tests.system.faults.kills`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.system.faults import kills, scenes
from tests.system.faults.injected import clocks, failpoints, full_disks, lakes, rivals, syscalls, torn_files
from tests.system.faults.servant import Servant
from tests.system.faults.sweeps import failpoints as swept_points
from tests.system.faults.sweeps import inboxes
from tests.system.faults.trials import Line, Stage, set_up

_KB, _MB = 1 << 10, 1 << 20
_ERRORS = (
    ("EIO", syscalls.SYNCS),
    ("EIO", syscalls.WRITES),
    ("ENOSPC", syscalls.WRITES),
    ("ENOSPC", "rename,renameat,renameat2"),
    ("EIO", "rename,renameat,renameat2"),
)
_SMALL = (4 * _KB, 8 * _KB, 16 * _KB, 64 * _KB, 256 * _KB, 1 * _MB, 3 * _MB, 3 * _MB + 512 * _KB, 4 * _MB, 8 * _MB)


def main() -> None:
    """Tries them one after the other, and prints a line for each: fault, points tried, lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="Fewer points.")
    parser.add_argument("--only", default="", metavar="WORD", help="Only faults with this word in their part's name.")
    parser.add_argument("--folder", type=Path, help="Where it all happens.  [a new one]")
    asked = parser.parse_args()
    lost: list[str] = []
    _say(f"{'fault':<60} {'points':>7} {'lost':>6}  {'seconds':>7}  remark")
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        began = time.monotonic()
        for line in _lines(Path(folder), only=asked.only, is_short=asked.short):
            seconds = time.monotonic() - began
            _say(f"{line.fault:<60} {line.tried:>7,} {len(line.lost):>6,}  {seconds:>7.0f}  {line.remark}")
            lost += line.lost
            began = time.monotonic()
    for what in lost:
        _say(what[:600])
    sys.exit(1 if lost else 0)


def _lines(folder: Path, *, only: str, is_short: bool) -> Iterator[Line]:
    (folder / "rival").mkdir()
    with Servant(folder) as servant, Servant(folder / "rival") as rival:
        parts: dict[str, Callable[[], Iterator[Line]]] = {
            "failpoints": lambda: _failpoints(servant, folder),
            "sweep": lambda: _sweep(servant, folder, is_short=is_short),
            "calls": lambda: _calls(servant, folder, is_short=is_short),
            "space": lambda: _space(servant, folder, is_short=is_short),
            "log": lambda: _log(servant, folder, is_short=is_short),
            "rivals": lambda: _rivals(servant, rival, folder, is_short=is_short),
            "clock": lambda: _clock(servant, folder),
            "lake": lambda: _lake(servant, rival, folder, is_short=is_short),
        }
        for name, lines in parts.items():
            if only in name:
                yield from lines()


def _failpoints(servant: Servant, folder: Path) -> Iterator[Line]:
    for scene in scenes.SCENES:
        yield failpoints.try_failpoints(set_up(scene, servant, folder / "failpoints"))


def _sweep(servant: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    drop = inboxes.made_ready(servant, folder / "sweep", scenes.full_inbox)
    points = range(1, failpoints.MOST, 9) if is_short else range(1, failpoints.MOST)
    yield swept_points.try_sweep_failpoints(drop, servant, points)
    (folder / "kills").mkdir()
    done = kills.kill_sweeps(folder / "kills", kills=10 if is_short else 100, seed=1)
    yield Line("kill -9 at random: sweeps of 20 files", done.kills, done.lost, f"{done.rounds} rounds")


def _calls(servant: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    why = syscalls.why_no_strace()
    if why:
        yield Line("system calls", remark=f"not tried: {why}")
        return
    for scene in scenes.SCENES[1:2] if is_short else scenes.SCENES:
        stage = set_up(scene, servant, folder / "calls")
        for calls in syscalls.KILLED:
            yield syscalls.try_kills(stage, calls, range(1, 3 if is_short else 80))
    stage = _changing(servant, folder / "errors")
    for error, calls in _ERRORS:
        yield syscalls.try_errors(stage, calls, error, range(1, 3 if is_short else 40))


def _space(servant: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    stage = _changing(servant, folder / "space")
    yield full_disks.try_small_files(stage, _SMALL[::3] if is_short else _SMALL)
    why = full_disks.why_no_disk()
    if why:
        yield Line("disk full", remark=f"not tried: {why}")
        return
    points = 4 if is_short else 20
    for place, most in full_disks.PLACES:
        yield full_disks.try_full_disk(stage, place, full_disks.sizes(most, points=points))
    first = set_up(scenes.FIRST_RUN, servant, folder / "space")
    yield full_disks.try_full_disk(first, full_disks.TEMPORARY, full_disks.sizes(64 * _KB, points=points))
    drop = inboxes.made_ready(servant, folder / "swept", scenes.full_inbox)
    yield full_disks.try_full_sweeps(drop, servant, full_disks.sizes(16 * _MB, points=points))


def _log(servant: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    stage = _changing(servant, folder / "log")
    content = torn_files.log_content(stage)
    cut = torn_files.truncated(content, 20 if is_short else 400)
    yield torn_files.try_torn("log cut off", stage, servant, [*cut], run_again=10)
    yield torn_files.try_torn(
        "log damaged", stage, servant, [*torn_files.flipped(content, 20 if is_short else 300, seed=1)]
    )
    yield torn_files.try_torn("log with rubbish", stage, servant, [*torn_files.followed(content)], run_again=1)


def _rivals(servant: Servant, rival: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    stage = _changing(servant, folder / "rivals")
    yield rivals.try_pairs(stage, (servant, rival), 2 if is_short else 10)
    yield rivals.try_reader_of_copy(stage)
    yield rivals.try_holder_of_ledger(stage)


def _clock(servant: Servant, folder: Path) -> Iterator[Line]:
    yield clocks.try_clock_set_back(_changing(servant, folder / "clock"))


def _lake(servant: Servant, rival: Servant, folder: Path, *, is_short: bool) -> Iterator[Line]:
    for scene in (scenes.FIRST_RUN, scenes.CHANGING_RUN, scenes.APPLY):
        stage = lakes.made_ready(scene, servant, folder / "lake" / scene.name)
        yield lakes.try_failpoints(stage, points=range(1, 400, 5) if is_short else None)
        yield lakes.try_kills(stage, 3 if is_short else 30, seed=1)
        if scene is scenes.CHANGING_RUN:
            yield lakes.try_pairs(stage, (servant, rival), 1 if is_short else 10)


def _changing(servant: Servant, folder: Path) -> Stage:
    return set_up(scenes.CHANGING_RUN, servant, folder)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
