"""No room: a small disk that is full at many different points, files that may not grow, writes that fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.system.faults import ledgers
from tests.system.faults.servant import Ended, Servant
from tests.system.faults.sweeps.inboxes import SETTINGS, WORDS, Folder, finish, lost_in_the_end, lost_now
from tests.system.faults.trials import STATE, Line, Stage, lost

MB = 1 << 20
_DISK = 48 * MB
NO_ROOM = 8
_A_WAY_OUT = re.compile(r"Make room|Use a disk|or use another one|another place|another folder|limit raised")


@dataclass(frozen=True, slots=True)
class Place:
    """What lies on the small disk: `name` in the folder of the scene, and how the command is told of it."""

    name: str
    env: tuple[tuple[str, str], ...] = ()


ALL = Place(".")
RESULTS = Place("results")
PUBLISHED = Place("published")
TEMPORARY = Place("tmp", (("TMPDIR", "tmp"),))
STATE_ONLY = Place("state", (("ROLLCALL_STATE", f"state/{STATE}"), ("ROLLCALL_PUBLISH__ENABLED", "false")))


PLACES = ((RESULTS, 80_000), (PUBLISHED, 8 * MB), (STATE_ONLY, 8 * MB), (ALL, 16 * MB))
"""What is tried for a run, with as many bytes as are enough."""


@contextmanager
def small_disk(at: Path, size: int = _DISK) -> Iterator[Path]:
    """A disk of that size, mounted there."""
    at.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)], check=True, capture_output=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True, capture_output=True)


def why_no_disk() -> str | None:
    """Why no small disk can be made here; None where it can."""
    if sys.platform != "linux":
        return "small disks are mounted as Linux does it"
    try:
        with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder) / "disk"):
            return None
    except (OSError, subprocess.CalledProcessError):
        return "mounting a small disk needs to be root"


def sizes(most: int, *, points: int) -> list[int]:
    """So many amounts of free room, from none to that many bytes, closer together where they are small."""
    return sorted({int(most * (at / (points - 1)) ** 2) // 4096 * 4096 for at in range(points)})


def try_full_disk(stage: Stage, place: Place, free: Sequence[int]) -> Line:
    """The command, with so many bytes free where that place lies; and again when there is room."""
    line = Line(f"disk full, {_words(place)}: {stage.scene.name}")
    codes: dict[int, int] = {}
    for room in free:
        ended, found = _with_room(stage, place, room)
        codes[ended.code] = codes.get(ended.code, 0) + 1
        line.add(f"{room:,} bytes free", found)
    line.remark = ", ".join(f"exit {code}: {count}" for code, count in sorted(codes.items()))
    return line


def try_small_files(stage: Stage, largest: Sequence[int]) -> Line:
    """The command, with no file allowed to grow past so many bytes; and again without that."""
    line = Line(f"files may not grow: {stage.scene.name}")
    codes: dict[int, int] = {}
    for size in largest:
        folder = stage.copied(f"largest {size}")
        ended = stage.give(folder, largest=size)
        codes[ended.code] = codes.get(ended.code, 0) + 1
        line.add(f"{size:,} bytes at most", [*badly_told(stage, ended, folder), *lost(stage, folder)])
    line.remark = ", ".join(f"exit {code}: {count}" for code, count in sorted(codes.items()))
    return line


def badly_told(stage: Stage, ended: Ended, folder: Path) -> list[str]:
    """What is wrong with how the command ended, if anything: it says what to free, and whether it was done."""
    if ended.code == stage.scene.code:
        return []
    if ended.code != NO_ROOM or "Traceback" in ended.said:
        return [f"ended with {ended.code}: {ended.said[-400:]}"]
    said = ended.said.replace("\n", " ").strip()
    wrong = [] if _A_WAY_OUT.search(said) else [f"no way out is told: {said}"]
    if stage.before != stage.after:
        is_new = ledgers.told(folder / STATE) == stage.after
        words = ("in the ledger",) if is_new else ("othing was written", "wholly in the ledger or not at all")
        wrong += [] if any(word in said for word in words) else [f"is new: {is_new}, but it says: {said}"]
    return wrong


def try_full_sweeps(drop: Folder, servant: Servant, free: Sequence[int]) -> Line:
    """A sweep with everything on a small disk; and again when there is room. No file is refused for want of room."""
    line = Line("disk full, everything: sweep")
    codes: dict[int, int] = {}
    for room in free:
        disk = drop.ready.parent / f"disk_{room}"
        with small_disk(disk):
            shutil.copytree(drop.ready, disk, dirs_exist_ok=True, copy_function=shutil.copy2)
            (disk / "tmp").mkdir()
            filler = disk / ".filler"
            _fill(filler, room)
            ended = servant.give(disk, WORDS, env={**SETTINGS, "TMPDIR": str(disk / "tmp")})
            codes[ended.code] = codes.get(ended.code, 0) + 1
            filler.unlink()
            wrong = _badly_swept(ended) + (lost_now(drop, disk) if (disk / STATE).exists() else [])
            last = finish(servant, disk)
            wrong += [] if last.code in (0, 4) else [f"the next sweep ended with {last.code}: {last.said[-400:]}"]
            shutil.rmtree(disk / "tmp")
            line.add(f"{room:,} bytes free", [*wrong, *lost_in_the_end(drop, disk)])
        disk.rmdir()
    line.remark = ", ".join(f"exit {code}: {count}" for code, count in sorted(codes.items()))
    return line


def _badly_swept(ended: Ended) -> list[str]:
    if ended.code in (0, 4) and "Traceback" not in ended.said:
        return []
    if ended.code != NO_ROOM or "Traceback" in ended.said:
        return [f"ended with {ended.code}: {ended.said[-400:]}"]
    return [] if _A_WAY_OUT.search(ended.said) else [f"no way out is told: {ended.said[-400:]}"]


def _with_room(stage: Stage, place: Place, room: int) -> tuple[Ended, list[str]]:
    folder = stage.points / f"{stage.scene.name} {place.name} {room}".replace(" ", "_").replace("/", "_")
    folder.mkdir()
    disk = folder if place.name == "." else folder / place.name
    with small_disk(disk):
        shutil.copytree(stage.ready, folder, dirs_exist_ok=True)
        filler = disk / ".filler"
        env = {name: str(folder / value) if "/" in value or value == "tmp" else value for name, value in place.env}
        if "ROLLCALL_STATE" in env and (folder / STATE).exists():
            shutil.move(folder / STATE, env["ROLLCALL_STATE"])
        _fill(filler, room)
        ended = stage.give(folder, env=env)
        filler.unlink()
        if "ROLLCALL_STATE" in env and Path(env["ROLLCALL_STATE"]).exists():
            for path in sorted(disk.iterdir()):
                shutil.move(path, folder / path.name)
        freed = _unmounted(folder, disk)
        found = [*badly_told(stage, ended, freed), *lost(stage, freed)]
    shutil.rmtree(folder, ignore_errors=True)
    return ended, found


def _unmounted(folder: Path, disk: Path) -> Path:
    """A copy of the folder that lies on no small disk."""
    copy = folder.with_name(f"{folder.name}_freed")
    skipped = {disk.name} if disk.name in {"tmp", "state"} and disk != folder else set()
    shutil.copytree(folder, copy, ignore=lambda at, names: skipped if Path(at) == folder else set())
    return copy


def _fill(filler: Path, room: int) -> None:
    """Everything but so many bytes is taken."""
    with filler.open("wb") as file:
        found = os.statvfs(filler)
        file.write(bytes(max(found.f_bavail * found.f_frsize - room, 0)))


def _words(place: Place) -> str:
    return "everything" if place.name == "." else place.name
