"""What is stated of the frames of a decision: their columns, and what stands in them, whatever is decided."""

from __future__ import annotations

from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.plan import SUSPECTS
from schemas.frames.validation import validate
from schemas.frames.verdicts import VERDICT_FRAMES
from tests.support.worlds.decisions import Verdict

_FRAMES = {
    **VERDICT_FRAMES,
    "suspects": SUSPECTS,
    **{name: schema for name, schema in CHANGE_SET_FRAMES.items() if name not in {"organizations", "row_outcomes"}},
}


def assert_frames_as_stated(verdict: Verdict) -> None:
    """Each frame that the core hands on has the columns and the values that its schema allows."""
    for name, schema in _FRAMES.items():
        validate(getattr(verdict.decided, name).collect("polars").to_native(), schema)
