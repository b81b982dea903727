"""The processes of jobs: one for each job, which may be started before there is one.

A process takes as long to start as to read a list of 50,000 rows. So one may be made ready while somebody looks at a
page from which a job is likely to be begun. It waits for the folder of its job at its input, and ends when that is
closed: with the process that has started it, however that ends, or when nobody has begun a job for a while.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from pipeline.runs.steps.log import log

_COMMAND = (sys.executable, "-m", "pipeline.runs.jobs.work")
_WAITS_SECONDS = 600.0
_ENDS_SECONDS = 10.0


class Processes:
    """The processes of the jobs of one server; `ready` is the one that waits for a job, if there is one."""

    def __init__(self) -> None:
        self.ready: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None
        self._changing = threading.Lock()

    def make_ready(self) -> None:
        """Have a process ready for the next job."""
        with self._changing:
            if self.ready is None or self.ready.poll() is not None:
                self.ready = _started("--ahead")
            self._wait_anew()

    def carry_out(self, folder: Path) -> None:
        """Have a job done by a process of its own, from its beginning to its end."""
        with self._changing:
            process, self.ready = self.ready, None
        if process is None or process.poll() is not None:
            process = _started()
        _said, problem = process.communicate(f"{folder}\n".encode())
        if process.returncode:
            log.error("job_failed", job=folder.name, problem=problem.decode("utf-8", "replace")[-4000:])

    def rest(self) -> None:
        """End the process that is ready."""
        with self._changing:
            process, self.ready = self.ready, None
            if self._timer is not None:
                self._timer.cancel()
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=_ENDS_SECONDS)
            process.kill()

    def _wait_anew(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(_WAITS_SECONDS, self.rest)
        self._timer.daemon = True
        self._timer.start()


def _started(*how: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this program
        [*_COMMAND, *how], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
