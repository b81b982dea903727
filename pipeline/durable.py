"""The durable steps: what is done once it is done, whatever happens next. Each has a name, and says when it is done.

They are there to be tested: `ROLLCALL_FAILPOINT=3` ends the process after the third of them as a power cut would (kill
-9), `ROLLCALL_FAILPOINT=committed` after the first of that name, and `ROLLCALL_FAILPOINT_LOG=FILE` lists those passed.
"""

from __future__ import annotations

import os
import signal
from itertools import count

_WANTED = os.environ.get("ROLLCALL_FAILPOINT")
_LOG = os.environ.get("ROLLCALL_FAILPOINT_LOG")
_numbers = count(1)


def durable(step: str) -> None:
    """The step of that name is done."""
    if _WANTED is None and _LOG is None:
        return
    number = next(_numbers)
    if _LOG is not None:
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{number} {step}\n")
    if _WANTED in {step, str(number)}:
        os.kill(os.getpid(), signal.SIGKILL)
