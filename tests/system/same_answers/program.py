"""The program that is recorded: the command of some checkout, run as a process of its own."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BATCH = Path(__file__).with_name("batch.py")
_SECONDS = 600
_PASSED_ON = ("PATH", "HOME", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of one command: its exit code and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Program:
    """The words of a command such as `/venv/bin/python -m pipeline`, with the checkout that its code is taken from.

    `cache` is where its compiled modules are kept: nothing is written to the checkout.
    """

    command: tuple[str, ...]
    checkout: Path
    cache: Path

    @property
    def python(self) -> str:
        """The interpreter of the command."""
        return self.command[0]

    def run(self, words: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Answer:
        """Give one command in that folder."""
        done = subprocess.run(
            [*self.command, *words],
            cwd=folder,
            env={**self._environment(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        return Answer(done.returncode, *(text.decode("utf-8", "replace") for text in (done.stdout, done.stderr)))

    def run_batch(self, commands: Sequence[tuple[Path, Sequence[str]]], scratch: Path) -> list[Answer]:
        """Give many commands, each in its folder, to one process: a start each would take most of the time."""
        jobs: list[dict[str, Any]] = [
            {"folder": str(folder), "words": list(words), "out": str(scratch / f"{at}.out")}
            for at, (folder, words) in enumerate(commands)
        ]
        subprocess.run(
            [self.python, "-P", str(_BATCH)],
            cwd=scratch,
            env=self._environment(),
            input=json.dumps(jobs).encode(),
            timeout=_SECONDS * 2,
            check=True,
        )
        return [_answer(Path(job["out"])) for job in jobs]

    def _environment(self) -> dict[str, str]:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        fixed = {"COLUMNS": "100", "TZ": "UTC", "PYTHONIOENCODING": "utf-8"}
        return {**passed_on, **fixed, "PYTHONPATH": str(self.checkout), "PYTHONPYCACHEPREFIX": str(self.cache)}


def command_words(command: str) -> tuple[str, ...]:
    """The words of a command line, with the whole path of the program: it is run in other folders."""
    program, *words = shlex.split(command)
    return os.path.abspath(shutil.which(program) or program), *words


def _answer(out: Path) -> Answer:
    code, text, errors = (out.with_suffix(ending) for ending in (".code", ".out", ".err"))
    return Answer(int(code.read_text()), *(file.read_bytes().decode("utf-8", "replace") for file in (text, errors)))
