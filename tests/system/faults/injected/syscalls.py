"""Faults at system calls, made from outside with strace: the process is killed there, or the call fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.system.faults.injected.full_disks import badly_told
from tests.system.faults.scenes import ENVIRONMENT
from tests.system.faults.servant import LONGEST, QUIET, ROOT, Ended
from tests.system.faults.trials import Line, Stage, lost

MOVES = "rename,renameat,renameat2,link,linkat,unlink,unlinkat"
SYNCS = "fsync,fdatasync"
WRITES = "pwrite64"
KILLED = (MOVES, SYNCS, WRITES)
_SYSTEM_CALLS_SAY_SO = 137


def why_no_strace() -> str | None:
    """Why nothing can be traced here; None where it can."""
    if shutil.which("strace") is None:
        return "there is no strace on this machine"
    tried = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "strace may not trace here"


def try_kills(stage: Stage, calls: str, numbers: Iterable[int]) -> Line:
    """Kill the command at the Nth of these calls in one of its threads, until it ends by itself."""
    line = Line(f"kill -9 at {calls.split(',', maxsplit=1)[0]}: {stage.scene.name}")
    for number in numbers:
        folder = stage.copied(f"{calls[:6]} {number}")
        ended = traced(folder, stage.scene.words_in(folder), f"inject={calls}:signal=SIGKILL:when={number}")
        if not ended.is_killed:
            shutil.rmtree(folder)
            break
        line.add(f"call {number}", lost(stage, folder))
    return line


def try_errors(stage: Stage, calls: str, error: str, numbers: Iterable[int]) -> Line:
    """Let the Nth of these calls, and all after it in that thread, fail."""
    line = Line(f"{error} at {calls}: {stage.scene.name}")
    codes: dict[int, int] = {}
    for number in numbers:
        folder = stage.copied(f"{error} {calls[:6]} {number}")
        ended = traced(folder, stage.scene.words_in(folder), f"inject={calls}:error={error}:when={number}+")
        codes[ended.code] = codes.get(ended.code, 0) + 1
        line.add(f"call {number}", [*badly_told(stage, ended, folder), *lost(stage, folder)])
        if ended.code == stage.scene.code:
            break
    line.remark = ", ".join(f"exit {code}: {count}" for code, count in sorted(codes.items()))
    return line


def traced(folder: Path, words: Sequence[str], *expressions: str, env: Mapping[str, str] | None = None) -> Ended:
    """The command in a process of its own, with these faults."""
    calls = ",".join(expression.partition("=")[2].partition(":")[0] for expression in expressions)
    options = [option for expression in expressions for option in ("-e", expression)]
    command = ["strace", "-f", "-qqq", "-o", os.devnull, "-e", f"trace={calls}", *options]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, sys.executable, "-m", "pipeline", *words],
        cwd=folder,
        env={**os.environ, **QUIET, **ENVIRONMENT, **dict(env or {}), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = process.communicate(timeout=LONGEST)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[1]
        return Ended(process.returncode, said, time.monotonic() - began, is_hung=True)
    code = -9 if process.returncode == _SYSTEM_CALLS_SAY_SO else process.returncode
    return Ended(code, said, time.monotonic() - began)
