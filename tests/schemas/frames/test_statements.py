"""Every frame that crosses a layer is stated once, and stating it costs nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields

import pytest

from pipeline.model import ChangeSet, Checked, Digest, Plan, Results, State
from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.columns import FrameSchema
from schemas.frames.digest import DIGEST_FRAMES
from schemas.frames.input_rows import CHECKED_FRAMES
from schemas.frames.plan import PLAN_FRAMES
from schemas.frames.results import RESULTS_FRAMES
from schemas.frames.state import STATE_FRAMES
from tests.support.frames.rows_by_schema import SCHEMAS

_STATEMENTS = ("columns", "input_rows", "state", "events", "changes", "plan", "results", "digest", "verdicts")


@pytest.mark.parametrize(
    ("record", "frames"),
    [
        (Checked, CHECKED_FRAMES),
        (State, STATE_FRAMES),
        (ChangeSet, CHANGE_SET_FRAMES),
        (Plan, PLAN_FRAMES),
        (Results, RESULTS_FRAMES),
        (Digest, DIGEST_FRAMES),
    ],
)
def test_every_frame_of_a_record_has_a_schema(record: type, frames: Mapping[str, FrameSchema]) -> None:
    assert sorted(frames) == sorted(field.name for field in fields(record) if "DataFrame" in str(field.type))


def test_no_column_is_stated_twice_and_every_key_is_stated() -> None:
    for schema in SCHEMAS.values():
        assert len(set(schema.names)) == len(schema.names)
        assert {*schema.key, *(schema.later or ())} <= set(schema.names)


@pytest.mark.parametrize("module", _STATEMENTS)
def test_a_statement_loads_no_library_of_frames(module: str) -> None:
    code = f"import sys, schemas.frames.{module}; print({{'polars', 'narwhals', 'pandera'}} & sys.modules.keys())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
