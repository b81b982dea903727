"""Power cuts: a command ends by kill -9 after one of its durable steps, the one of that number or the first so called.

`python -m tests.support.power_cuts STEP WORD...` gives a command in a process of its own, and ends it so.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from pipeline.durable import observe_steps


def cut_after(step: str) -> None:
    """End this process after that durable step."""
    numbers = count(1)

    def cut(name: str) -> None:
        if step in {name, str(next(numbers))}:
            os.kill(os.getpid(), signal.SIGKILL)

    observe_steps(cut)


def list_steps(path: str) -> None:
    """The name of each durable step that this process passes becomes a line of that file."""

    def note(name: str) -> None:
        with open(path, "a", encoding="utf-8") as log:
            log.write(f"{name}\n")

    observe_steps(note)


if __name__ == "__main__":
    from pipeline.cli import main

    cut_after(sys.argv[1])
    main(sys.argv[2:])
