"""What a command spares itself of Python's housekeeping: one that ends soon has no garbage worth looking for.

Hardly anything that is loaded is ever garbage. To look through it 200 times, and once more at the end, took a fifth of
the processor that a small file costs; to take a thousand modules apart at the end, piece by piece, as much as to
publish (measured). The system takes back a whole process at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_CODES: list[int] = []


def look_rarely() -> None:
    """Look for garbage after 200,000 new objects rather than after some hundreds, and not at the end."""
    gc.set_threshold(200_000, 20, 20)
    atexit.register(_end)


def look_as_usual() -> None:
    """Look for garbage as any Python does, in a process that stays."""
    gc.set_threshold(*_USUAL)


@contextmanager
def absent(module: str) -> Iterator[None]:
    """Let what is imported in the block do without a module that it may use, unless that is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def end_at_once(code: int) -> None:
    """Let this process end with that code as soon as all is done that was registered to be done at its end.

    For the program itself, which has nothing else to do: whoever calls its functions goes on after them.
    """
    _CODES.append(code)


def _end() -> None:
    """Called last of all, since it was registered first: no thread is left by then that would be waited for."""
    gc.freeze()
    if not _CODES:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # what could not be said is told by Python, as ever
        return
    os._exit(_CODES[-1])
