"""The Pandera models of frames, made from their schemas: the contract between the layers.

Their errors are not for users: the intake checks what people typed, row by row, with messages. A frame that breaks its
model is a bug, found where it was made and not three layers later. Importing Pandera takes half a second, so only code
that validates frames imports this module.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from schemas.frames.polars_frames import POLARS_TYPES, other_columns, polars_schema

if TYPE_CHECKING:
    from schemas.frames.columns import Column, FrameSchema


_LONGEST = 200


class BrokenFrame(Exception):
    """A frame does not satisfy its schema; the cause is pandera's error, in full."""


def validate(frame: pl.DataFrame, schema: FrameSchema) -> None:
    """Raises BrokenFrame where the frame does not satisfy its schema."""
    beside = other_columns(frame, schema)
    for name in beside:
        if frame.schema[name] != pl.String:
            raise BrokenFrame(f"{schema.name}: expected column '{name}' to have type String, got {frame.schema[name]}")
    stated = frame.drop(beside)
    if stated.is_empty() and _is_shaped(stated, schema):
        return  # Most frames of a small run are empty: no row can break a check, and Pandera takes a while to say so.
    try:
        model(schema).validate(stated)
    except (SchemaError, SchemaErrors) as problem:
        first, *_ = str(problem).splitlines()
        raise BrokenFrame(f"{schema.name}: {first[:_LONGEST]}") from problem


@cache
def model(schema: FrameSchema) -> pa.DataFrameSchema:
    """The model of a frame with the columns of its schema only, without the further columns that it allows."""
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in schema.columns},
        checks=[_is_later(*schema.later)] if schema.later else [],
        unique=list(schema.key) or None,
        strict=True,
        name=schema.name,
    )


def _is_shaped(frame: pl.DataFrame, schema: FrameSchema) -> bool:
    """True where every column is stated and of its type, and none is missing."""
    types = polars_schema(schema)
    required = {column.name for column in schema.columns if column.is_required}
    return required <= set(frame.columns) and all(types.get(name) == dtype for name, dtype in frame.schema.items())


def _column(column: Column) -> pa.Column:
    checks = [pa.Check.isin(list(column.words))] if column.words else []
    if column.least is not None:
        checks.append(pa.Check.ge(column.least))
    return pa.Column(POLARS_TYPES[column.type], checks, nullable=column.nullable, required=column.is_required)


def _is_later(first: str, second: str) -> pa.Check:
    """The check that the second column is after the first in every row."""
    return pa.Check(
        lambda data: data.lazyframe.select(pl.col(second) > pl.col(first)), error=f"{second} is after {first}"
    )
