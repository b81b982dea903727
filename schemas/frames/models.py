"""The Pandera models of frames, made from their schemas: they say what is wrong with a frame that is not sound.

Importing Pandera takes a fifth of a second, so only `validation` imports this module, and only where it is needed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from schemas.frames.polars_frames import POLARS_TYPES

if TYPE_CHECKING:
    from schemas.frames.columns import Column, FrameSchema


def breach(frame: pl.DataFrame, schema: FrameSchema) -> Exception | None:
    """The error with which the model of a frame refuses it, or None where it does not."""
    try:
        model(schema).validate(frame)
    except (SchemaError, SchemaErrors) as problem:
        return problem
    return None


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
