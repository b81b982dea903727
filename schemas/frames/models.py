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
    if _is_sound(stated, schema):
        return  # Pandera takes 5 ms for each frame to find nothing wrong, which is a tenth of a small run.
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


def _is_sound(frame: pl.DataFrame, schema: FrameSchema) -> bool:
    """True where one look at all rows finds nothing wrong; where it is not, Pandera says what, if anything."""
    types = polars_schema(schema)
    required = {column.name for column in schema.columns if column.is_required}
    if not required <= set(frame.columns) or any(types.get(name) != dtype for name, dtype in frame.schema.items()):
        return False
    checks = [check for column in schema.columns if column.name in frame.columns for check in _checks_expr(column)]
    if schema.later:
        first, second = schema.later
        checks.append((pl.col(second) > pl.col(first)).fill_null(value=False).all())
    if schema.key:
        checks.append(pl.struct(schema.key).is_unique().all())
    return (
        frame.is_empty()
        or not checks
        or all(frame.select(check.alias(f"{at}") for at, check in enumerate(checks)).row(0))
    )


def _checks_expr(column: Column) -> list[pl.Expr]:
    """What must be true of a column."""
    values = pl.col(column.name)
    checks = [] if column.nullable else [values.is_not_null().all()]
    if column.words:
        checks.append(values.drop_nulls().is_in(list(column.words)).all())
    return [*checks, (values.drop_nulls() >= column.least).all()] if column.least is not None else checks


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
