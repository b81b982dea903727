"""kill -9 after each durable step, one after the other, until the command ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.system.faults.trials import Line, Stage, lost

MOST = 400


def passed(stage: Stage) -> list[str]:
    """The names of the durable steps of the command, in order."""
    folder = stage.copied("log")
    log = folder.parent / f"{folder.name}.log"
    stage.give(folder, steps=log)
    return steps_in(log)


def steps_in(log: Path) -> list[str]:
    """The names of the steps that were passed, in order."""
    return log.read_text().splitlines() if log.exists() else []


def named(names: list[str], number: int) -> str:
    """The number of a step with its name."""
    return f"{number} ({names[number - 1]})" if number <= len(names) else str(number)


def try_failpoints(
    stage: Stage,
    *,
    points: range | None = None,
    place: str = "",
    lost_at: Callable[[Stage, Path], list[str]] = lost,
) -> Line:
    """Kill the command after its first durable step, its second, and so on; `lost_at` says what does not hold then."""
    names = passed(stage)
    line = Line(f"{place}kill -9 after a durable step: {stage.scene.name}", remark=", ".join(dict.fromkeys(names)))
    for number in points or range(1, MOST):
        folder = stage.copied(f"failpoint {number}")
        ended = stage.give(folder, cut_after=str(number))
        if not ended.is_killed:
            line.lost += [] if ended.code == stage.scene.code else [f"{line.fault}: ended with {ended}"]
            break
        line.add(named(names, number), lost_at(stage, folder))
    return line
