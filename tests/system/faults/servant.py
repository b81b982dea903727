"""A process that gives commands: it has imported everything once, and forks for each of them.

A command then takes a fifth of the time that one from a prompt takes, and is killed by the same kill -9.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.power_cuts import cut_after, list_steps
from tests.system.faults.injected.loading import load_program

ROOT = Path(__file__).parents[3]
LONGEST = 120.0
"""Seconds after which a command counts as hanging, and is killed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or minus the signal that ended it; and what it said on standard error."""

    code: int
    said: str
    seconds: float
    is_hung: bool = False

    @property
    def is_killed(self) -> bool:
        """True where somebody ended it with kill -9."""
        return self.code == -signal.SIGKILL and not self.is_hung


class Servant:
    """Gives commands one after the other, each in a fork of a process that has everything loaded."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "said.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.system.faults.servant"],
            cwd=ROOT,
            env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def give(
        self,
        folder: Path,
        words: Sequence[object],
        *,
        env: Mapping[str, str] | None = None,
        kill_after: float | None = None,
        largest: int | None = None,
        cut_after: str | None = None,
        steps: Path | None = None,
    ) -> Ended:
        """Give the command in that folder; kill it after so many seconds, or let no file grow past so many bytes.

        Or cut the power after the durable step of that name or number, or list the steps that it passes in a file.
        """
        wanted = {"folder": str(folder), "words": [str(word) for word in words], "env": dict(env or {})}
        more = {"kill_after": kill_after, "said": str(self._said), "largest": largest}
        watched = {"cut_after": cut_after, "steps": None if steps is None else str(steps)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**wanted, **more, **watched}) + "\n")
        self._process.stdin.flush()
        code, seconds, is_hung = json.loads(self._process.stdout.readline())
        return Ended(code, self._said.read_text(encoding="utf-8", errors="replace"), seconds, is_hung)


QUIET = {
    "POLARS_MAX_THREADS": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "NO_COLOR": "1",
    "COLUMNS": "400",
}
"""For processes that are many and short."""


def main() -> None:
    """Answers each line on standard input with the end of a command, until there are no more."""
    load_program()
    for line in sys.stdin:
        wanted = json.loads(line)
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            _obey(wanted)
        status, is_hung = _ending(pid, wanted["kill_after"])
        _say(json.dumps([os.waitstatus_to_exitcode(status), time.monotonic() - began, is_hung]))


def _ending(pid: int, kill_after: float | None) -> tuple[int, bool]:
    """How it ends by itself, or by our hand when its time has come."""
    limit = LONGEST if kill_after is None else kill_after
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status, False
        time.sleep(min(0.002, max(deadline - time.monotonic(), 0)))
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1], kill_after is None


def _obey(wanted: dict[str, Any]) -> None:
    code = 1
    try:
        said = os.open(wanted["said"], os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.dup2(said, 2)
        os.chdir(wanted["folder"])
        os.environ.update(wanted["env"])
        _watch(wanted["cut_after"], wanted["steps"])
        _limit(wanted["largest"])
        code = _main(wanted["words"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _main(words: list[str]) -> int:
    from pipeline.cli import main as command

    try:
        command(words)
    except SystemExit as end:
        return int(str(end.code or 0))
    return 0


def _watch(cut: str | None, steps: str | None) -> None:
    """Of this command alone: it is a fork."""
    import tempfile

    tempfile.tempdir = None
    if steps is not None:
        list_steps(steps)
    if cut is not None:
        cut_after(cut)


def _limit(largest: int | None) -> None:
    if largest is not None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
