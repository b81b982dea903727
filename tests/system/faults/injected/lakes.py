"""A ledger in a lake: kill -9 at every step and at any moment; two writers on two machines, and a reader in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

from pipeline.model import Lake, Ledger
from tests.support.office import DESIRED
from tests.support.workbooks import write
from tests.system.faults import ledgers
from tests.system.faults.injected import failpoints
from tests.system.faults.scenes import ENVIRONMENT, Scene
from tests.system.faults.servant import Ended, Servant
from tests.system.faults.trials import Line, Stage

FLEET = "fleet"
LAKE = ("--state", f"lake:{FLEET}")
_DONE, _BUSY, _STALE = 0, 7, 6


@dataclass(frozen=True, slots=True)
class LakeStage(Stage):
    """A stage whose ledger lies in a lake, and the seconds that the command takes where nothing disturbs it."""

    seconds: float

    def give(self, folder: Path, **disturbed: object) -> Ended:
        """The command of the scene."""
        words = (*self.scene.words, *LAKE)
        return self.servant.give(folder, words, env=ENVIRONMENT, **disturbed)  # type: ignore[arg-type]


def lake_in(folder: Path) -> Ledger:
    """The ledger in the lake of that folder."""
    return Ledger(folder / FLEET, wait=10, lake=Lake(str(folder / FLEET)))


def made_ready(scene: Scene, servant: Servant, folder: Path) -> LakeStage:
    """Make the scene ready in a lake, and see how it goes undisturbed."""
    ready = folder / f"{scene.name}_ready".replace(" ", "_")
    ready.mkdir(parents=True)
    scene.fill(ready)
    for step in scene.steps:
        ended = servant.give(ready, (*step, *LAKE), env=ENVIRONMENT)
        assert ended.code in (0, 4), (scene.name, step, ended)
    calm = Path(shutil.copytree(ready, folder / f"{scene.name}_calm".replace(" ", "_")))
    ended = servant.give(calm, (*scene.words, *LAKE), env=ENVIRONMENT)
    assert ended.code == scene.code, (scene.name, ended)
    before, after = ledgers.told(lake_in(ready)), ledgers.told(lake_in(calm))
    return LakeStage(scene, ready, before, after, frozenset(), servant, folder, ended.seconds)


def try_failpoints(stage: LakeStage, *, points: range | None = None) -> Line:
    """Kill the command after its first durable step, its second, and so on."""
    return failpoints.try_failpoints(stage, points=points, place="lake: ", lost_at=_lost)


def try_kills(stage: LakeStage, kills: int, *, seed: int) -> Line:
    """Kill the command at any moment: between two durable steps a table is written file by file."""
    line, random = Line(f"lake: kill -9 at random: {stage.scene.name}"), Random(seed)
    for number in range(kills):
        folder, after = stage.copied(f"kill {number}"), stage.seconds * random.uniform(0.2, 1)
        stage.give(folder, kill_after=after)
        line.add(f"kill {number} after {after:.2f} s", _lost(stage, folder))
    return line


def try_pairs(stage: LakeStage, rivals: tuple[Servant, Servant], pairs: int) -> Line:
    """Two runs at the same time that no lock keeps apart, as on two machines, while somebody reads all the time."""
    line = Line("lake: two runs at once, and a reader")
    looks = 0
    for number in range(pairs):
        folder = stage.copied(f"pair {number}")
        with _read_all_along(lake_in(folder)) as (seen, wrong):
            ended = _at_once(folder, rivals)
        looks += len(seen)
        line.add(f"pair {number}", [*wrong, *_wrong_of_pair(folder, ended, stage)])
        shutil.rmtree(folder)
    line.remark = f"{looks} times read meanwhile"
    return line


def _at_once(folder: Path, rivals: Sequence[Servant]) -> list[Ended]:
    """The runs of two people, each on a desk of their own beside the lake, and so with a lock of their own."""
    desks = []
    for name in ("ada", "bob"):
        desk = folder / name
        desk.mkdir()
        write(desk / "moves.xlsx", {"Desired": [DESIRED[:2], *_wanted(name)]})
        desks.append(desk)
    words = ("run", "moves.xlsx", "--state", f"lake:{(folder / FLEET).as_uri()}")
    with ThreadPoolExecutor(2) as threads:
        tries = [threads.submit(one.give, desk, words) for one, desk in zip(rivals, desks, strict=True)]
        return [one.result() for one in tries]


def _wanted(name: str) -> list[tuple[str, str]]:
    numbers = range(60, 64) if name == "ada" else range(62, 66)
    return [(f"LT-{number:04}", f"{name}@acme.example") for number in numbers]


def _wrong_of_pair(folder: Path, ended: Sequence[Ended], stage: LakeStage) -> list[str]:
    lake, done = lake_in(folder), sum(one.code == _DONE for one in ended)
    strange = [f"ended with {one.code}: {one.said[-300:]}" for one in ended if one.code not in (_DONE, _BUSY, _STALE)]
    runs = len(ledgers.told(lake)["runs"]) - len(stage.before["runs"])
    lost = [] if runs == done and done else [f"{done} runs were done, and {runs} are on record"]
    return [*strange, *lost, *ledgers.proved(lake)]


@contextmanager
def _read_all_along(lake: Ledger) -> Iterator[tuple[list[int], list[str]]]:
    """What was read again and again until the end of the block: how many runs there were, and what did not fit."""
    seen: list[int] = []
    wrong: list[str] = []
    is_over = Event()

    def look() -> None:
        while not is_over.is_set():
            try:
                seen.append(len(ledgers.told(lake)["runs"]))
                wrong.extend(ledgers.proved(lake))
            except Exception as problem:  # whatever a reader finds
                wrong.append(f"{type(problem).__name__}: {problem}"[:500])

    reader = Thread(target=look)
    reader.start()
    try:
        yield seen, wrong
    finally:
        is_over.set()
        reader.join()
    if seen != sorted(seen):
        wrong.append(f"what was read went back: {seen}")


def _lost(stage: Stage, folder: Path) -> list[str]:
    """What does not hold after the fault, and after the next try of the same command. The folder is gone then."""
    lake = lake_in(folder)
    try:
        is_there = ledgers.told(lake)
        found = [] if is_there in (stage.before, stage.after) else ["neither old nor new"]
        found += ledgers.proved(lake)
        ended = stage.give(folder)
        now = ledgers.told(lake)
        if ended.code not in (stage.scene.code, *stage.scene.again):
            found.append(f"the next try ended with {ended.code}: {ended.said[-400:]}")
        if is_there == stage.after:
            found += ledgers.differences(ledgers.facts(now), ledgers.facts(stage.after))
        else:
            found += ledgers.differences(now, stage.after)
        return [*found, *ledgers.proved(lake)]
    except Exception as problem:  # every failure is to be counted, and the next point tried
        return [f"{type(problem).__name__}: {problem}"[:500]]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
