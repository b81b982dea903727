"""Frames that lack a column, or came without types, are brought into the shape of their schema."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from schemas.frames.columns import FrameSchema
from schemas.frames.events import EVENTS
from schemas.frames.polars_frames import empty, polars_schema, shaped
from schemas.frames.state import DEVICES
from schemas.frames.validation import validate
from tests.support.frames.rows_by_schema import SCHEMAS, sound

_each_schema = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)


@_each_schema
def test_a_sound_frame_stays_as_it_is(schema: FrameSchema) -> None:
    assert_frame_equal(shaped(sound(schema), schema), sound(schema))


@_each_schema
def test_a_frame_without_a_single_column_is_an_empty_one(schema: FrameSchema) -> None:
    assert_frame_equal(shaped(pl.DataFrame(), schema), empty(schema))


def test_a_column_that_an_older_rollcall_did_not_write_is_blank() -> None:
    older = sound(EVENTS).drop("plan_line", "comment")

    now = shaped(older, EVENTS)

    validate(now, EVENTS)
    assert now.columns == list(EVENTS.names)
    assert now.select("plan_line", "comment").row(0) == (None, None)
    assert_frame_equal(now.select(older.columns), older)


def test_a_column_that_a_newer_rollcall_wrote_is_left_out_unless_it_may_stand_there() -> None:
    floor = pl.lit("2").alias("extra.Floor")

    assert shaped(sound(EVENTS).with_columns(floor), EVENTS).columns == list(EVENTS.names)
    assert shaped(sound(DEVICES).with_columns(floor), DEVICES).columns == [*DEVICES.names, "extra.Floor"]


def test_an_attribute_that_is_not_there_is_not_made_up() -> None:
    assert shaped(sound(DEVICES).drop("brand"), DEVICES).columns == [n for n in DEVICES.names if n != "brand"]


def test_columns_of_nothing_but_blanks_get_their_types() -> None:
    blanks = pl.DataFrame({name: [None] for name in EVENTS.names})

    assert shaped(blanks, EVENTS).schema == pl.Schema(polars_schema(EVENTS))


def test_instants_stay_in_microseconds() -> None:
    exact = datetime(2026, 3, 2, 9, 30, 0, 1)
    written = sound(EVENTS).with_columns(pl.lit(exact).cast(pl.Datetime("ns")).alias("start_time"))

    assert shaped(written, EVENTS)["start_time"].item() == exact


def test_an_empty_frame_is_nobody_elses() -> None:
    one, other = empty(EVENTS), empty(EVENTS)
    one.columns = [f"my_{name}" for name in one.columns]
    assert other.schema == empty(EVENTS).schema
    assert one.schema != other.schema
