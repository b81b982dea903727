"""Commands killed after each of their durable steps in turn, until they get to their end.

Everything is loaded once, before anything is opened, and each try is a fork of that process: so a try costs what the
command does, not what starting it costs.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pipeline.cli import main
from tests.support.desk import ROOT, Desk
from tests.support.power_cuts import cut_after
from tests.system.faults.injected.loading import load_program


@dataclass(frozen=True, slots=True)
class Killed:
    """A command on a desk, and the folder that gets a copy of the desk for each kill."""

    desk: Desk
    places: Path
    words: tuple[str, ...]

    @property
    def desks(self) -> list[Desk]:
        """The desk as each kill left it, in the order of the steps; on the last one the command got to its end."""
        return [Desk(self.places / str(number)) for number in range(1, len(list(self.places.iterdir())) + 1)]


def kill_at_each_step(jobs: Sequence[Killed]) -> None:
    """Do all of it, in one process."""
    told = json.dumps([[str(job.desk.folder), str(job.places), *job.words] for job in jobs])
    command = [sys.executable, "-m", "tests.system.faults.injected.killed_steps", told]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _kill_at_each_step(folder: Path, places: Path, words: list[str]) -> None:
    for number in count(1):
        place = shutil.copytree(folder, places / str(number))
        child = os.fork()
        if child == 0:
            _run_until(number, place, words)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        assert os.WTERMSIG(status) == signal.SIGKILL, status
    if status:
        sys.exit(os.waitstatus_to_exitcode(status))


def _run_until(step: int, place: Path, words: list[str]) -> None:
    """The whole command, but for what comes after that step; never returns."""
    os.chdir(place)
    cut_after(str(step))
    try:
        main(words)
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(str(end.code)))
    os._exit(1)


if __name__ == "__main__":
    load_program()
    for job_folder, job_places, *job_words in json.loads(sys.argv[1]):
        _kill_at_each_step(Path(job_folder), Path(job_places), job_words)
