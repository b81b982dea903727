"""A lock with one holder at a time, on a state file or anything else.

The operating system releases it when the holder dies. The lock file names its holder, as JSON, for the message to
whoever waits. It is read only while the lock is held and emptied when the lock is released; a process of this computer
that has ended is never named. The text begins at the second byte: Windows forbids reading the locked part, which is the
first byte.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, SoftFileLock, Timeout

from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import Ledger
from schemas.instants import instant_text

_TEXT_BEGINS = 1
# The locks that this process holds: its id, that of the thread, and the path of the lock.
_OURS: set[tuple[int, int, Path]] = set()


@contextmanager
def hold_state(ledger: Ledger, *, command: str, started_at: datetime) -> Iterator[None]:
    """Hold the lock of the state file for the whole block, from reading the state to the end of the commit.

    Raises StateBusy, naming the holder, when it is still held after `ledger.wait` seconds.
    """
    with hold(_lock_of(ledger), what=str(ledger.path), wait=ledger.wait, command=command, started_at=started_at):
        yield


def holds_state(ledger: Ledger) -> bool:
    """True where this thread holds the lock of the state file."""
    return _key(_lock_of(ledger)) in _OURS


@contextmanager
def hold(lock_path: Path, *, what: str, wait: float, command: str, started_at: datetime) -> Iterator[None]:
    """Hold the lock of `what` (as people call it) for the whole block; its folder is created.

    Raises StateBusy, naming the holder, when it is still held after `wait` seconds.
    """
    lock = FileLock(lock_path, timeout=wait)
    try:
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as timeout:
        raise StateBusy(
            f"{what} is held by {_holder(lock_path)}.",
            "Wait until it is done, or let this command wait longer with --wait SECONDS.",
        ) from timeout
    except OSError as error:
        raise StoreFailed(
            f"The lock of {what} cannot be made: {lock_path}. ({error})",
            "See that its folder exists, you may write to it and the disk is not full, or give another place.",
        ) from error
    # The fallback for file systems without locks writes its own text.
    is_ours_to_write = not isinstance(lock, SoftFileLock)
    _OURS.add(_key(lock_path))
    try:
        if is_ours_to_write:
            _write_holder(lock_path, command, started_at)
        yield
    finally:
        _OURS.discard(_key(lock_path))
        if is_ours_to_write:
            _erase_holder(lock_path)
        lock.release()


def _lock_of(ledger: Ledger) -> Path:
    whole = ledger.path.resolve()  # the same lock for one file, however its path is written
    return whole.with_name(f"{whole.name}.lock")


def _key(lock_path: Path) -> tuple[int, int, Path]:
    return os.getpid(), threading.get_ident(), lock_path


def _write_holder(lock_path: Path, command: str, started_at: datetime) -> None:
    """Write the holder into the lock file. Where that fails, the lock is held all the same."""
    who = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "command": command,
        "started_at": instant_text(started_at),
    }
    with suppress(OSError), lock_path.open("rb+", buffering=0) as file:
        with suppress(OSError):
            file.write(b" ")
        file.seek(_TEXT_BEGINS)
        file.write(f"{json.dumps(who)}\n".encode())
        file.truncate()


def _erase_holder(lock_path: Path) -> None:
    with suppress(OSError), lock_path.open("rb+", buffering=0) as file:
        file.truncate(0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _holder(lock_path: Path) -> str:
    """The holder of a lock that is held, in words."""
    try:
        with lock_path.open("rb", buffering=0) as file:
            file.seek(_TEXT_BEGINS)
            who = json.loads(file.read())
        if _is_dead(who):
            return "another process"
        return "process {pid} ({user}@{host}, rollcall {command}, since {started_at})".format(**who)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "another process"


def _is_dead(who: dict[str, Any]) -> bool:
    """True for a process that has ended: the one that now holds the lock has not yet written its own name."""
    if sys.platform == "win32" or who["host"] != socket.gethostname():
        return False
    try:
        os.kill(int(who["pid"]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
