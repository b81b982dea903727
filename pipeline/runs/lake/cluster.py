"""A Sail server on this machine: an engine for big ledgers that speaks Spark Connect, to be tried without a cluster."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec

from pipeline.errors import StoreFailed, UsageProblem

_TO_START, _TO_END = 60.0, 10.0
_PROGRAM = "pipeline.runs.lake.sail_process"


def serve(port: int, *, tell: Callable[[str], None]) -> None:
    """Run the server until Ctrl-C; `tell` is called with its address once it listens there.

    Raises UsageProblem where it is not installed, and StoreFailed where it does not start, or ends by itself.
    """
    if find_spec("pysail") is None:
        raise UsageProblem(
            "Sail is not installed: pysail is missing.", 'Install it with: pip install "rollcall[spark]"'
        )
    words = [sys.executable, "-P", "-m", _PROGRAM, str(port)]
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(  # noqa: S603 - our own Python, and nothing that a person typed but a number
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **paths}
    ) as process:
        try:
            with suppress(KeyboardInterrupt):
                tell(f"sc://127.0.0.1:{_port(process, port)}")
                raise _ended(process.wait())
        finally:
            _end(process)


def _port(process: subprocess.Popen[str], wanted: int) -> int:
    """The port at which the server listens. Raises StoreFailed where it says none for too long."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    stdout = process.stdout
    if stdout is not None:
        threading.Thread(target=lambda: said.put(stdout.readline()), daemon=True).start()
    with suppress(queue.Empty):
        line = said.get(timeout=_TO_START).strip()
        if line.isdecimal() and int(line):
            return int(line)
    raise StoreFailed(
        f"Sail did not start at port {wanted}.",
        "See what it says above. If another program listens there, name another port: --port 0 takes any that is free.",
        code="no_cluster",
    )


def _ended(code: int) -> StoreFailed:
    return StoreFailed(
        f"Sail has ended by itself (exit code {code}). No ledger is half-written.",
        "Start it again, and do again what was being decided on it; with more memory, if there was too little.",
        code="no_cluster",
    )


def _end(process: subprocess.Popen[str]) -> None:
    """Have the server end, which it does when nobody holds its stdin; kill it where it does not."""
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(_TO_END)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
