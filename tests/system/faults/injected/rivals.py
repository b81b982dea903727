"""Two commands at once, and other programs that hold the ledger or its copy open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.support.office import DESIRED
from tests.support.workbooks import write
from tests.system.faults import ledgers
from tests.system.faults.servant import Ended, Servant
from tests.system.faults.trials import STATE, Line, Stage, lost

_BUSY = 7
_HOLD = """
import sys, time
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.sql("SELECT count(*) FROM events").fetchall()
print("held", flush=True)
sys.stdin.readline()
print(connection.sql("SELECT count(*) FROM events").fetchall()[0][0], flush=True)
"""


def try_pairs(stage: Stage, rivals: tuple[Servant, Servant], pairs: int) -> Line:
    """Two runs at the same time; every second pair without patience, where one may be told that the other is busy."""
    line = Line("two runs at once")
    codes: dict[str, int] = {}
    for number in range(pairs):
        folder, wait = stage.copied(f"pair {number}"), "0" if number % 2 else "60"
        for name in ("ada", "bob"):
            write(folder / f"{name}.xlsx", {"Desired": [DESIRED[:2], *_wanted(name)]})
        with ThreadPoolExecutor(2) as threads:
            tries = [
                threads.submit(rival.give, folder, ("run", f"{name}.xlsx", "--wait", wait))
                for rival, name in zip(rivals, ("ada", "bob"), strict=True)
            ]
            ended = [one.result() for one in tries]
        said = " and ".join(str(one.code) for one in sorted(ended, key=lambda one: one.code))
        codes[said] = codes.get(said, 0) + 1
        line.add(f"pair {number}", _wrong_of_pair(folder, ended, stage, is_patient=wait != "0"))
    line.remark = ", ".join(f"exits {said}: {count}" for said, count in sorted(codes.items()))
    return line


def try_reader_of_copy(stage: Stage) -> Line:
    """Somebody has the published copy open during the command, and reads on in it afterwards."""
    line = Line(f"published copy held open: {stage.scene.name}")
    folder = stage.copied("reader")
    with held(folder / "published" / STATE) as holder:
        ended = stage.give(folder)
        count = holder.communicate("\n")[0].strip()
    events = len(stage.before["events"])
    wrong = [] if ended.code == stage.scene.code else [f"ended with {ended.code}: {ended.said[-300:]}"]
    wrong += [] if count == str(events) else [f"the reader found {count} events in its copy, not {events}"]
    line.add("during a run", [*wrong, *lost(stage, folder)])
    return line


def try_holder_of_ledger(stage: Stage) -> Line:
    """Another DuckDB program has the ledger itself open: busy, with its process named; then the command goes well."""
    line = Line(f"ledger held open by another program: {stage.scene.name}")
    folder = stage.copied("holder")
    with held(folder / STATE) as holder:
        ended = stage.give(folder, env={"ROLLCALL_WAIT": "0.3"})
        wrong = [] if ended.code == _BUSY else [f"ended with {ended.code}: {ended.said[-300:]}"]
        wrong += [] if str(holder.pid) in ended.said else [f"the holder {holder.pid} is not named: {ended.said[-300:]}"]
    line.add("during a run", [*wrong, *lost(stage, folder)])
    return line


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has that database open for reading, until its standard input says a line."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.kill()
        holder.wait()


def _wanted(name: str) -> list[tuple[str, str]]:
    first = 70 if name == "ada" else 90
    return [(f"LT-{number:04}", f"{name}@acme.example") for number in range(first, first + 10)]


def _wrong_of_pair(folder: Path, ended: list[Ended], stage: Stage, *, is_patient: bool) -> list[str]:
    codes = sorted(one.code for one in ended)
    wrong = []
    if codes != [0, 0] and (is_patient or codes != [0, _BUSY]):
        wrong.append(f"ended with {[(one.code, one.said[-200:]) for one in ended]}")
    refused = [one.said for one in ended if one.code == _BUSY]
    wrong += [f"the holder is not named: {said[-200:]}" for said in refused if "process" not in said]
    ledger = ledgers.told(folder / STATE)
    done = codes.count(0)
    if len(ledger["runs"]) != len(stage.before["runs"]) + done:
        wrong.append(f"{done} runs were done, and {len(ledger['runs'])} are on record")
    taken = len(ledger["ownerships"]) - len(stage.before["ownerships"])
    if taken != 10 * done:
        wrong.append(f"{done} runs gave {taken} ownerships")
    return [*wrong, *ledgers.proved(folder / STATE)]
