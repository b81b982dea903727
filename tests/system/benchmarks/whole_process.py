"""A process from its start to its end: its imports, what it does, and the processes that it starts.

Its modules are compiled from the second time on, as those of a program that was installed are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

# A process begins with the memory of the one that starts it, which counts as its own: so a small one starts it.
_STARTER = """
import json, os, sys, time
begun = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
seconds = time.perf_counter() - begun
told = [os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6]
with open(sys.argv[1], "w") as figures:
    json.dump(told, figures)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the clock and of the processor (with those of all children), the greatest memory of one process."""

    seconds: float
    processor: float
    peak_gb: float
    out: str

    @property
    def said(self) -> str:
        """The three figures."""
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of processor, {self.peak_gb:.2f} GB)"


def rollcall(state: object, *words: object, allowed: Sequence[int] = (0,)) -> Measured:
    """Run a command on that ledger to its end; see `measured`."""
    return measured([sys.executable, "-m", "pipeline", "--quiet", "--state", state, *words], allowed)


def measured(command: Sequence[object], allowed: Sequence[int] = (0,)) -> Measured:
    """Run the command to its end. Raises RuntimeError with what it said where its exit code is not an `allowed` one."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
        tempfile.NamedTemporaryFile("r") as figures,
    ):
        words = [sys.executable, "-IS", "-c", _STARTER, figures.name, *map(str, command)]
        subprocess.run(words, stdout=out, stderr=err, env=usual, check=True)
        code, seconds, processor, peak_gb = json.load(figures)
        said, told = _text(out), _text(err)
    if code not in allowed:
        raise RuntimeError(f"{command} ended with {code}: {said[-500:]} {told[-5000:]}")
    return Measured(seconds, processor, peak_gb, said)


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read()
