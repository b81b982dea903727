"""A frame is held to all that its schema says of it, and to nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest

from schemas.frames.columns import Column, ColumnType, FrameSchema
from schemas.frames.events import EVENTS
from schemas.frames.input_rows import INVENTORY, ORIGINALS
from schemas.frames.polars_frames import empty
from schemas.frames.validation import BrokenFrame, validate
from tests.support.frames.rows_by_schema import SCHEMAS, sound
from tests.support.strength import sampled

_COLUMNS = [(schema, column) for schema in SCHEMAS.values() for column in schema.columns]
_few_or_all = pytest.mark.parametrize("columns", sampled([[*_COLUMNS[::9]], _COLUMNS], every=2), ids=["few", "all"])
_each_schema = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)


def _refused(frame: pl.DataFrame, schema: FrameSchema) -> str:
    with pytest.raises(BrokenFrame) as refusal:
        validate(frame, schema)
    return str(refusal.value)


@_each_schema
def test_a_sound_row_and_no_row_at_all_are_as_the_schema_says(schema: FrameSchema) -> None:
    validate(sound(schema), schema)
    validate(empty(schema), schema)


@_each_schema
def test_what_may_be_blank_or_missing_is_allowed_to_be(schema: FrameSchema) -> None:
    blank = [pl.lit(None).cast(sound(schema).schema[c.name]).alias(c.name) for c in schema.columns if c.nullable]
    missing = [column.name for column in schema.columns if not column.is_required]

    validate(sound(schema).with_columns(blank).drop(missing), schema)


@_each_schema
def test_a_frame_without_a_row_is_held_to_its_names_and_types(schema: FrameSchema) -> None:
    bare = empty(schema)
    first = next(column.name for column in schema.columns if column.is_required)

    assert first in _refused(bare.drop(first), schema)
    assert first in _refused(bare.with_columns(pl.lit(None, pl.Int32).alias(first)), schema)
    if schema.others is None:
        assert "other" in _refused(bare.with_columns(pl.lit("a").alias("other")), schema)


@_few_or_all
def test_every_column_that_must_be_there_is_missed(columns: list[tuple[FrameSchema, Column]]) -> None:
    for schema, column in columns:
        if column.is_required:
            assert f"'{column.name}'" in _refused(sound(schema).drop(column.name), schema)


def test_a_column_has_one_type() -> None:
    for schema, column in _COLUMNS[::45]:
        assert column.name in _refused_of_another_type(column, schema)


@pytest.mark.system
def test_every_column_has_one_type() -> None:
    """Each by itself: Pandera takes twenty times as long for one among all of its frame."""
    for schema, column in _COLUMNS:
        alone = replace(schema, columns=(column,), key=(), later=None)
        assert column.name in _refused_of_another_type(column, alone)


def _refused_of_another_type(column: Column, schema: FrameSchema) -> str:
    other = pl.Int32 if column.type is not ColumnType.INTEGER else pl.String
    return _refused(sound(schema).with_columns(pl.lit(None, other).alias(column.name)), schema)


@_few_or_all
def test_every_column_that_is_never_blank_is_held_to_it(columns: list[tuple[FrameSchema, Column]]) -> None:
    for schema, column in columns:
        if not column.nullable:
            blank = pl.lit(None).cast(sound(schema).schema[column.name]).alias(column.name)
            assert f"non-nullable column '{column.name}'" in _refused(sound(schema).with_columns(blank), schema)


def test_every_column_of_words_takes_no_other() -> None:
    for schema, column in _COLUMNS:
        if column.words:
            assert "isin" in _refused(sound(schema).with_columns(pl.lit("nonsense").alias(column.name)), schema)


def test_every_number_with_a_least_value_is_held_to_it() -> None:
    for schema, column in _COLUMNS:
        if column.least is not None:
            below = sound(schema).with_columns(pl.lit(column.least - 1, pl.Int64).alias(column.name))
            assert "greater_than_or_equal_to" in _refused(below, schema)


@_each_schema
def test_no_two_rows_have_the_same_key(schema: FrameSchema) -> None:
    twice = pl.concat([sound(schema), sound(schema)])

    if schema.key:
        assert "not unique" in _refused(twice, schema)
    else:
        validate(twice, schema)


@pytest.mark.parametrize("numbers", [[1, 2, 2], [2, 1, 2], [1, 3, 2, 1]])
def test_a_number_that_comes_twice_is_refused_wherever_it_stands(numbers: list[int]) -> None:
    rows = pl.concat([sound(ORIGINALS).with_columns(row_id=pl.lit(number, pl.Int64)) for number in numbers])
    assert "not unique" in _refused(rows, ORIGINALS)
    validate(rows.unique("row_id", maintain_order=True), ORIGINALS)


@pytest.mark.parametrize("schema", [schema for schema in SCHEMAS.values() if schema.later], ids=lambda s: s.name)
@pytest.mark.parametrize("end", [datetime(2026, 3, 2), datetime(2026, 3, 1)])
def test_a_span_ends_after_it_begins(schema: FrameSchema, end: datetime) -> None:
    assert schema.later == ("start_time", "end_time")
    assert "end_time is after start_time" in _refused(sound(schema).with_columns(end_time=pl.lit(end)), schema)


def test_a_column_that_is_not_stated_is_refused() -> None:
    assert "extra.Floor" in _refused(sound(EVENTS).with_columns(pl.lit("2").alias("extra.Floor")), EVENTS)


def test_what_may_stand_beside_the_stated_columns_is_text_of_such_a_name() -> None:
    floor = pl.lit("2").alias("extra.Floor")
    validate(sound(INVENTORY).with_columns(floor), INVENTORY)
    validate(sound(ORIGINALS).with_columns(floor, pl.lit(None, pl.String).alias("Any header")), ORIGINALS)

    assert "Floor" in _refused(sound(INVENTORY).with_columns(pl.lit("2").alias("Floor")), INVENTORY)
    assert "extra.Floor" in _refused(sound(INVENTORY).with_columns(floor.cast(pl.Int64)), INVENTORY)


def test_a_refusal_names_the_frame() -> None:
    for name, schema in SCHEMAS.items():
        assert name in _refused(sound(schema).with_columns(pl.lit(1, pl.Int8).alias(schema.names[0])), schema)
