"""How often Python looks for garbage: a command that ends soon has none that would be worth it, a server has.

Hardly anything that is loaded is ever garbage. To look through it 200 times, and once more at the end, took a fifth of
the processor that a small file costs (measured).
"""

from __future__ import annotations

import atexit
import gc

_USUAL = gc.get_threshold()


def look_rarely() -> None:
    """Look for garbage after 200,000 new objects rather than after some hundreds, and not at the end."""
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)


def look_as_usual() -> None:
    """Look for garbage as any Python does, in a process that stays."""
    gc.set_threshold(*_USUAL)
