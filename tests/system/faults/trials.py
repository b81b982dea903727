"""One scene under one fault: what must hold after it, and the line of the table that tells how often it did."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tests.system.faults import ledgers
from tests.system.faults.ledgers import Told
from tests.system.faults.scenes import ENVIRONMENT, Scene
from tests.system.faults.servant import Ended, Servant

STATE = "rollcall.duckdb"


@dataclass(slots=True)
class Line:
    """One line of the table: how many points of a fault were tried, and what was lost at which."""

    fault: str
    tried: int = 0
    lost: list[str] = field(default_factory=list)
    remark: str = ""

    def add(self, point: object, lost: list[str]) -> None:
        """One more point was tried."""
        self.tried += 1
        self.lost += [f"{self.fault}, {point}: {what}" for what in lost]


@dataclass(frozen=True, slots=True)
class Stage:
    """A scene made ready once, to be copied for every point, with how it ends where nothing disturbs it."""

    scene: Scene
    ready: Path
    before: Told
    after: Told
    names: frozenset[str]
    servant: Servant
    points: Path

    def copied(self, point: object) -> Path:
        """The folder for one point."""
        return Path(shutil.copytree(self.ready, self.points / f"{self.scene.name} {point}".replace(" ", "_")))

    def give(self, folder: Path, **disturbed: object) -> Ended:
        """The command of the scene."""
        env = {**ENVIRONMENT, **dict(disturbed.pop("env", {}) or {})}  # type: ignore[call-overload]
        return self.servant.give(folder, self.scene.words_in(folder), env=env, **disturbed)  # type: ignore[arg-type]


def set_up(scene: Scene, servant: Servant, folder: Path) -> Stage:
    """Make the scene ready, and see how it goes undisturbed."""
    folder.mkdir(exist_ok=True)
    name = scene.name.replace(" ", "_")
    ready = scene.prepare(folder / f"{name}_ready", servant)
    calm = Path(shutil.copytree(ready, folder / f"{name}_calm"))
    ended = servant.give(calm, scene.words_in(calm), env=ENVIRONMENT)
    assert ended.code == scene.code, (scene.name, ended)
    points = folder / "points"
    points.mkdir(exist_ok=True)
    before, after = ledgers.told(ready / STATE), ledgers.told(calm / STATE)
    return Stage(scene, ready, before, after, names_in(calm), servant, points)


def lost(stage: Stage, folder: Path, *, again: Callable[[], Ended] | None = None) -> list[str]:
    """What does not hold after the fault, and after the next try of the same command. The folder is gone then."""
    try:
        is_there = ledgers.told(folder / STATE)
        found = _after_fault(stage, folder, is_there)
        is_new = not found and is_there == stage.after != stage.before
        ended = again() if again else stage.give(folder)
        return [*found, *_after_again(stage, folder, ended, is_new=is_new)]
    except Exception as problem:  # every failure is to be counted, and the next point tried
        return [f"{type(problem).__name__}: {problem}"[:500]]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def half_written(folder: Path) -> list[str]:
    """The files under their final names that are not whole."""
    return [f"{path.relative_to(folder)} is not whole: {why}" for path in seen(folder) if (why := _fault_of(path))]


def seen(folder: Path) -> Iterator[Path]:
    """The files that people see, those given to a command aside."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_ours = not any(part.startswith(".") for part in parts) and parts[0] not in {"inbox", "processing", "refused"}
        if is_ours and path.is_file() and "archive" not in parts:
            yield path


def names_in(folder: Path) -> frozenset[str]:
    """The names of all files, ids of runs and numbers of Parquet editions aside; the cache is nobody's loss."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    names = (ledgers.masked(str(path), folder) for path in files if path.parts[0] != "cache")
    return frozenset(re.sub(r"parquet/\d{6}/", "parquet/EDITION/", name) for name in names)


def _after_fault(stage: Stage, folder: Path, is_there: Told) -> list[str]:
    found = half_written(folder)
    if (folder / STATE).exists():
        found += ledgers.proved(folder / STATE)
    if is_there not in (stage.before, stage.after):
        found += [f"neither old nor new: {line}" for line in ledgers.differences(is_there, stage.after)]
    copy = folder / "published" / STATE
    if copy.exists():
        is_shown = ledgers.facts(ledgers.told(copy))
        if is_shown not in (ledgers.facts(stage.before), ledgers.facts(stage.after)):
            found.append("the published copy is neither old nor new")
    return found


def _after_again(stage: Stage, folder: Path, ended: Ended, *, is_new: bool) -> list[str]:
    expected = stage.scene.again if is_new else (stage.scene.code,)
    if ended.code not in expected:
        return [f"the next try ended with {ended.code}: {ended.said[-400:]}"]
    now = ledgers.told(folder / STATE)
    found = [*ledgers.proved(folder / STATE), *half_written(folder)]
    if is_new:
        found += ledgers.differences(ledgers.facts(now), ledgers.facts(stage.after))
        if len(now["runs"]) > len(stage.after["runs"]) + 1:
            found.append("more runs than commands")
    else:
        found += ledgers.differences(now, stage.after)
    copy = folder / "published" / STATE
    if copy.exists() and stage.scene.words[0] != "backup" and (ended.code != 6 or stage.scene.words[0] == "publish"):
        found += ledgers.differences(ledgers.facts(ledgers.told(copy)), ledgers.facts(stage.after))
    left = names_in(folder) - stage.names
    return [
        *found,
        *(f"left behind: {name}" for name in sorted(left) if not _may_stay(name, is_refused=ended.code == 6)),
    ]


def _may_stay(name: str, *, is_refused: bool) -> bool:
    """What a killed run leaves and a later one removes; and ledgers that were set aside, which nobody ever removes.

    A plan that is refused since it was applied publishes nothing, and so removes nothing of the published folder; nor
    does it write, so that the log of the killed process is still read with the ledger, until somebody does.
    """
    is_half_published = name.startswith("published/") and ".new" in name
    is_of_refused = is_refused and (is_half_published or name == f"{STATE}.wal")
    return is_of_refused or name.startswith("results/.") or ".before-" in name


def _fault_of(path: Path) -> str | None:
    try:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                return archive.testzip()
        if path.suffix == ".parquet":
            pl.read_parquet(path)
    except Exception as problem:  # whatever the reader finds
        return f"{type(problem).__name__}: {problem}"
    return None
