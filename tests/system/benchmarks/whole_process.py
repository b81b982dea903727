"""A process from its start to its end: its imports, what it does, and the processes that it starts.

Its modules are compiled from the second time on, as those of a program that was installed are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass


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
    """Run the command to its end. Raises RuntimeError where its exit code is not an `allowed` one."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as out:
        begun = time.perf_counter()
        words = [str(word) for word in command]
        child = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL, env=usual)
        _pid, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if child.returncode not in allowed:
        raise RuntimeError(f"{command} ended with {child.returncode}: {said[-500:]}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6, said)
