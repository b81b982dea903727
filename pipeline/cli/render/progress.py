"""The stage of a long command, shown at a terminal on standard error once a second has passed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.runs.steps.clock import Stages

_PATIENCE = 1.0
_WORDS = {
    "read": "Reading the files",
    "state": "Reading the ledger",
    "decide": "Comparing the files with the ledger",
    "describe": "Putting the results into words",
    "commit": "Writing the ledger",
    "publish": "Publishing the analysts' copy",
    "results": "Writing the results",
}


@contextmanager
def watched_stages(*, is_silent: bool) -> Iterator[Stages]:
    """Stages whose names are shown with a spinner once a second has passed; nothing is shown outside of a terminal."""
    if is_silent or not sys.stderr.isatty():
        yield Stages()
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = shown.add_task("")
    patience = threading.Timer(_PATIENCE, shown.start)
    patience.daemon = True
    patience.start()
    try:
        yield Stages(tell=lambda stage: shown.update(task, description=_WORDS.get(stage, stage)))
    finally:
        patience.cancel()
        shown.stop()
