"""One writer per state file: a lock that the operating system releases when its holder dies.

Who holds it stands as JSON in a small file beside the lock, so that whoever has to wait knows for whom.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import StateBusy, StoreFailed
from schemas.instants import instant_text


@contextmanager
def hold_state(state: Path, *, wait: float, command: str, started_at: datetime) -> Iterator[None]:
    """Hold the state file against all other writers, from reading it to the end of the commit.

    Raises StateBusy, naming the holder, when it is still held after `wait` seconds.
    """
    lock = FileLock(_beside(state, "lock"), timeout=wait)
    try:
        state.absolute().parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as timeout:
        raise _busy(state) from timeout
    except OSError as error:
        raise StoreFailed(
            f"The lock beside {state} cannot be made. ({error})",
            "See that the folder exists and that you may write to it, or name another file with --state.",
        ) from error
    try:
        _say_who(state, command, started_at)
        yield
    finally:
        with suppress(OSError):
            _beside(state, "holder").unlink(missing_ok=True)
        lock.release()


def _beside(state: Path, what: str) -> Path:
    """The same lock for one file, however its path is written."""
    whole = state.resolve()
    return whole.with_name(f"{whole.name}.{what}")


def _say_who(state: Path, command: str, started_at: datetime) -> None:
    who = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "command": command,
        "started_at": instant_text(started_at),
    }
    new = _beside(state, "holder.new")
    with suppress(OSError):
        new.write_text(json.dumps(who), encoding="utf-8")
        os.replace(new, _beside(state, "holder"))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _busy(state: Path) -> StateBusy:
    try:
        who = json.loads(_beside(state, "holder").read_text(encoding="utf-8"))
        holder = "process {pid} ({user}@{host}, rollcall {command}, since {started_at})".format(**who)
    except (OSError, ValueError, KeyError):
        holder = "another process"
    return StateBusy(
        f"{state} is held by {holder}.",
        "Wait until it is done, or let this command wait longer with --wait SECONDS.",
    )
