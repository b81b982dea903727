"""The check of frames between the layers against their schemas: a breach is a bug, and stops the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.errors import StoreFailed
from pipeline.model import ChangeSet, Checked, Plan, Results, State
from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.input_rows import CHECKED_FRAMES
from schemas.frames.plan import JUDGED, PLAN_FRAMES
from schemas.frames.results import RESULTS_FRAMES
from schemas.frames.state import STATE_FRAMES
from schemas.frames.validation import BrokenFrame, validate

if TYPE_CHECKING:
    import polars as pl

    from schemas.frames.columns import FrameSchema


def validate_checked(checked: Checked) -> None:
    """Check the rows of the input files; raises BrokenFrame."""
    _validate(checked, CHECKED_FRAMES)


def validate_state(state: State) -> None:
    """Check the state. Raises StoreFailed, since another program may have written to the ledger."""
    try:
        _validate(state, STATE_FRAMES)
    except BrokenFrame as problem:
        raise StoreFailed(
            f"The ledger holds what no run writes to it: {problem}",
            "See what is wrong with it: rollcall verify. Then: rollcall rebuild.",
            code="unsound",
        ) from problem


def validate_changes(change_set: ChangeSet) -> None:
    """Check what a run writes; raises BrokenFrame."""
    _validate(change_set, CHANGE_SET_FRAMES)


def validate_results(results: Results, judged: pl.DataFrame) -> None:
    """Check the results and the judged rows; raises BrokenFrame."""
    _validate(results, RESULTS_FRAMES)
    validate(judged.select(JUDGED.names), JUDGED)


def validate_plan(plan: Plan) -> None:
    """Check a plan, before it is written and after it is read; raises BrokenFrame."""
    validate_changes(plan.change_set)
    _validate(plan, PLAN_FRAMES)


def _validate(frames: object, schemas: Mapping[str, FrameSchema]) -> None:
    """Check every frame of these names that is not None."""
    for name, schema in schemas.items():
        frame = getattr(frames, name)
        if frame is not None:
            validate(frame, schema)
