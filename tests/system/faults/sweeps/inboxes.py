"""A sweep of a drop folder under faults: nothing lost at any moment, and in the end all as if nothing had happened."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.office import DESIRED
from tests.support.workbooks import write
from tests.system.faults import ledgers
from tests.system.faults.ledgers import Told
from tests.system.faults.scenes import ENVIRONMENT, HEADER, set_times, workbooks
from tests.system.faults.servant import Ended, Servant
from tests.system.faults.trials import STATE, half_written, names_in

WORDS = ("sweep", "inbox")
SETTINGS = {
    **ENVIRONMENT,
    "ROLLCALL_SWEEP__STABLE_SECONDS": "0",
    "ROLLCALL_SWEEP__UNFINISHED_MINUTES": "0",
    "ROLLCALL_SWEEP__ATTEMPTS": "100000",
    "ROLLCALL_LIMITS__NEW_OWNERS": "false",
}
_ENDS = (0, 4)
_PLACES = ("inbox", "processing", "archive", "refused")
_MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Folder:
    """A drop folder made ready, and how the ledger, the files and their fingerprints are once it is swept."""

    ready: Path
    after: Told
    names: frozenset[str]
    originals: frozenset[str]
    seconds: float


def twenty_files(folder: Path) -> None:
    """Inventories, assignments, changes, bad rows, three to be refused, equal bytes, a full folder's three."""
    workbooks(folder)
    inbox = folder / "inbox"
    for name in ("full", "hr", "it"):
        (inbox / name).mkdir(parents=True)
    (inbox / "hr" / "rollcall.toml").write_text('added_by = "hr"\n')
    shutil.copy(folder / "inventory.xlsx", inbox / "01 devices.xlsx")
    (inbox / "02 phones.csv").write_text(_csv(HEADER, *(_phone(number) for number in range(30))))
    shutil.copy(folder / "monday.xlsx", inbox / "03 monday.xlsx")
    shutil.copy(folder / "monday.xlsx", inbox / "04 monday again.xlsx")
    for number in range(6):
        rows = [
            (f"LT-{serial:04}", f"owner{number}@acme.example") for serial in range(70 + number * 5, 75 + number * 5)
        ]
        (inbox / f"{number + 5:02} part.csv").write_text(_csv(DESIRED[:2], *rows))
    shutil.copy(folder / "tuesday.xlsx", inbox / "11 with bad rows.xlsx")
    (inbox / "12 broken.xlsx").write_bytes((folder / "monday.xlsx").read_bytes()[:-200] + bytes(200))
    (inbox / "13 strange.csv").write_text("Colour;Shape\nred;round\n")
    taken = [(f"LT-{number:04}", "greedy@acme.example") for number in range(100)]
    write(inbox / "hr" / "14 too much.xlsx", {"Desired": [DESIRED[:2], *taken]})
    (inbox / "hr" / "15 new.csv").write_text(_csv(DESIRED[:2], *((f"PH-{n:04}", "ben@acme.example") for n in range(5))))
    (inbox / "it" / "16 moved.csv").write_text(_csv(("Serial Number", "Location"), ("LT-0001", "Paris")))
    (inbox / "it" / "17 moved.csv").write_text(_csv(("Serial Number", "Location"), ("LT-0002", "Rome")))
    for part in range(3):
        serials = range(6 + part * 3, 9 + part * 3)
        rows = [(f"PH-{serial:04}", "max@acme.example") for serial in serials]
        (inbox / "full" / f"{part + 18} part.csv").write_text(_csv(DESIRED[:2], *rows))
    set_times(inbox)


def made_ready(servant: Servant, folder: Path, fill: Callable[[Path], None] = twenty_files) -> Folder:
    """The folder, and a sweep of a copy of it that nothing disturbs; another one then has nothing to do."""
    ready, calm = folder / "ready", folder / "calm"
    ready.mkdir(parents=True)
    fill(ready)
    shutil.copytree(ready, calm, copy_function=shutil.copy2)
    ended = servant.give(calm, WORDS, env=SETTINGS)
    assert ended.code in _ENDS, ended
    after = ledgers.told(calm / STATE)
    assert is_swept(calm), sorted(str(path) for path in (calm / "inbox").rglob("*"))
    return Folder(ready, after, names_in(calm), frozenset(_fingerprints(ready / "inbox")), ended.seconds)


def copied(drop: Folder, point: object) -> Path:
    """The drop folder for one point."""
    return Path(
        shutil.copytree(drop.ready, drop.ready.parent / f"swept_{point}".replace(" ", "_"), copy_function=shutil.copy2)
    )


def is_swept(folder: Path) -> bool:
    """True when nothing is left to do."""
    return (folder / "processing").exists() and files_waiting(folder) == 0


def files_waiting(folder: Path) -> int:
    """How many files are left in the inbox, and how many folders in `processing`."""
    waiting = [path for path in (folder / "inbox").rglob("*") if path.is_file() and path.suffix != ".toml"]
    begun = [path for path in (folder / "processing").glob("*") if path.is_dir()]
    return len(waiting) + len(begun)


def lost_now(drop: Folder, folder: Path) -> list[str]:
    """What is wrong in the middle: a file that is nowhere, bytes applied twice, a ledger that is not sound."""
    found = [*ledgers.proved(folder / STATE), *half_written(folder)]
    missing = drop.originals - {print_ for place in _PLACES for print_ in _fingerprints(folder / place)}
    found += [f"{len(missing)} files are nowhere"] if missing else []
    applied = Counter(line.split(" | ")[3] for line in ledgers.told(folder / STATE)["sources"])
    expected = Counter(line.split(" | ")[3] for line in drop.after["sources"])
    return found + [f"{print_} was applied {count} times" for print_, count in (applied - expected).items()]


def finish(servant: Servant, folder: Path) -> Ended:
    """Sweep until all is done."""
    for _ in range(_MOST_TRIES):
        ended = servant.give(folder, WORDS, env=SETTINGS)
        if ended.code not in _ENDS or is_swept(folder):
            break
    return ended


def lost_in_the_end(drop: Folder, folder: Path) -> list[str]:
    """What is not as after a sweep that nothing disturbed."""
    found = [*ledgers.proved(folder / STATE), *half_written(folder)]
    found += ledgers.differences(ledgers.told(folder / STATE), drop.after)
    copy = ledgers.facts(ledgers.told(folder / "published" / STATE))
    found += [f"published copy: {line}" for line in ledgers.differences(copy, ledgers.facts(drop.after))]
    names = names_in(folder)
    found += [f"is missing: {name}" for name in sorted(drop.names - names)]
    return found + [f"left behind: {name}" for name in sorted(names - drop.names) if not _is_fleeting(name)]


def _is_fleeting(name: str) -> bool:
    """What a killed process leaves and a later one removes a day later."""
    return name.startswith("results/.")


def _fingerprints(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*") if folder.exists() else ():
        if path.is_file() and path.suffix in {".xlsx", ".csv"}:
            yield hashlib.sha256(path.read_bytes()).hexdigest()


def _phone(number: int) -> tuple[object, ...]:
    return (f"PH-{number:04}", f"PT-{number}", f"Phone {number}", "phone", "phones", "Berlin", 500 + number)


def _csv(*rows: tuple[object, ...]) -> str:
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in rows)
