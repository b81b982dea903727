"""A log that was not written to its end, or not as it was meant: what a power cut leaves beside the ledger."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.system.faults import ledgers
from tests.system.faults.scenes import ENVIRONMENT
from tests.system.faults.servant import Servant
from tests.system.faults.trials import STATE, Line, Stage, lost

_REFUSED = 8


def killed_before_its_checkpoint(stage: Stage) -> Path:
    """The folder of a run that was killed when its transaction was in the log, and not yet in the ledger."""
    folder = stage.copied("log outstanding")
    ended = stage.give(folder, cut_after="transaction committed")
    assert ended.is_killed, ended
    assert log_of(folder).stat().st_size > 0
    return folder


def log_content(stage: Stage) -> bytes:
    """What stands in the log of such a run."""
    folder = killed_before_its_checkpoint(stage)
    content = log_of(folder).read_bytes()
    shutil.rmtree(folder)
    return content


def log_of(folder: Path) -> Path:
    """The log of its ledger."""
    return folder / f"{STATE}.wal"


def truncated(content: bytes, points: int) -> Iterator[tuple[str, bytes]]:
    """The log cut off at so many places, the first and the last bytes one by one."""
    size = len(content)
    edges = {*range(min(40, size)), *range(max(size - 40, 0), size)}
    evenly = {size * at // max(points, 1) for at in range(points)}
    chosen = sorted(edges | evenly) if points >= 100 else sorted(evenly | {1, size - 1})
    yield from ((f"cut at {at:,} of {size:,}", content[:at]) for at in chosen)


def flipped(content: bytes, points: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """The log with one byte changed, at so many places."""
    chance = random.Random(seed)
    for at in sorted(chance.sample(range(len(content)), min(points, len(content)))):
        yield (
            f"byte {at:,} flipped",
            content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :],
        )


def followed(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The log with rubbish after its end, or in the place of its end."""
    yield "4,096 zeros after it", content + bytes(4096)
    yield "rubbish after it", content + random.Random(0).randbytes(512)
    yield "its last 512 bytes zeros", content[:-512] + bytes(min(512, len(content)))


def try_torn(
    fault: str, stage: Stage, servant: Servant, torn: Sequence[tuple[str, bytes]], *, run_again: int = 10
) -> Line:
    """Open the ledger with each of these logs beside it; every `run_again`th time also run the command again."""
    line = Line(fault)
    ready = killed_before_its_checkpoint(stage)
    counts = {"old": 0, "new": 0, "refused": 0}
    for number, (point, content) in enumerate(torn):
        folder = Path(shutil.copytree(ready, stage.points / f"torn {number}".replace(" ", "_")))
        log_of(folder).write_bytes(content)
        how, wrong = _opened(stage, servant, folder)
        counts[how] = counts.get(how, 0) + 1
        if not wrong and how != "refused" and number % run_again == 0:
            wrong = lost(stage, folder)
        line.add(point, wrong)
        shutil.rmtree(folder, ignore_errors=True)
    line.remark = ", ".join(f"{how}: {count}" for how, count in counts.items())
    shutil.rmtree(ready)
    return line


def _opened(stage: Stage, servant: Servant, folder: Path) -> tuple[str, list[str]]:
    """How the ledger is when it is opened, and what is wrong with that."""
    ended = servant.give(folder, ["show", "runs"], env=ENVIRONMENT)
    if ended.code == _REFUSED:
        ways_out = ("restore", "Restore", "rebuild")
        wrong = [] if any(word in ended.said for word in ways_out) else [f"no way out is told: {ended.said[-300:]}"]
        return "refused", wrong
    if ended.code != 0:
        return "failed", [f"ended with {ended.code}: {ended.said[-300:]}"]
    is_there = ledgers.told(folder / STATE)
    how = "new" if is_there == stage.after else "old" if is_there == stage.before else "half"
    wrong = ledgers.differences(is_there, stage.after) if how == "half" else []
    return how, [*wrong, *ledgers.proved(folder / STATE)]
