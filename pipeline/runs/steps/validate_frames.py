"""The frames between the layers, held to their Pandera models: a frame that breaks one is a bug, and stops the run.

Pandera takes about a second to load, so it is loaded while the files are being read, which leaves Python idle.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import polars as pl

from pipeline.model import ChangeSet, Checked, Results, State


@contextmanager
def models_loading() -> Iterator[None]:
    """Load the models beside whatever is done in the block."""
    loading = threading.Thread(target=import_module, args=("schemas.frames.models",))
    loading.start()
    try:
        yield
    finally:
        loading.join()


def hold_to_models(checked: Checked, state: State) -> None:
    """What came in and what is on record; raises pandera's SchemaError."""
    from schemas.frames import models  # noqa: PLC0415 - see above

    models.assignments_model().validate(checked.assignments)
    models.inventory_model().validate(checked.inventory)
    models.issues_model().validate(checked.issues)
    models.devices_model().validate(state.devices)
    models.owners_model().validate(state.owners)
    models.spans_model().validate(state.spans)


def hold_plan_to_models(change_set: ChangeSet, judged: pl.DataFrame, results: Results) -> None:
    """What was decided and will be told; raises pandera's SchemaError."""
    from schemas.frames import models  # noqa: PLC0415 - see above

    models.events_model().validate(change_set.events)
    models.outcomes_model().validate(judged)
    models.changes_model().validate(results.changes)
    models.issues_model().validate(results.issues)
