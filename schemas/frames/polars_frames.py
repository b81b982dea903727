"""Polars frames made to fit their schema: empty frames, and frames that lack a column or a type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from schemas.frames.columns import ColumnType

if TYPE_CHECKING:
    from schemas.frames.columns import FrameSchema

PolarsType: TypeAlias = pl.DataType

POLARS_TYPES: Mapping[ColumnType, PolarsType] = {
    ColumnType.TEXT: pl.String(),
    ColumnType.INTEGER: pl.Int64(),
    ColumnType.NUMBER: pl.Float64(),
    ColumnType.MONEY: pl.Decimal(18, 2),
    ColumnType.DATE: pl.Date(),
    ColumnType.INSTANT: pl.Datetime("us"),
    ColumnType.BOOLEAN: pl.Boolean(),
}


@cache
def polars_schema(schema: FrameSchema) -> Mapping[str, PolarsType]:
    """The types of the columns of the schema, by name."""
    return {column.name: POLARS_TYPES[column.type] for column in schema.columns}


def empty(schema: FrameSchema) -> pl.DataFrame:
    """A frame without rows, with the required columns of the schema."""
    return _empty(schema).clone()


@cache
def _empty(schema: FrameSchema) -> pl.DataFrame:
    required = {column.name for column in schema.columns if column.is_required}
    return pl.DataFrame(schema={name: dtype for name, dtype in polars_schema(schema).items() if name in required})


def shaped(frame: pl.DataFrame, schema: FrameSchema) -> pl.DataFrame:
    """The rows of the frame in the columns of the schema, each of its type; a required column that is missing is blank.

    A frame of an older Rollcall may have fewer columns, and a column of nothing but blanks has no type. Further columns
    that the schema allows are kept.
    """
    if not frame.width:
        return empty(schema)
    dtypes = polars_schema(schema)
    if list(frame.schema.items()) == list(dtypes.items()):
        return frame
    columns = [
        pl.col(column.name).cast(dtypes[column.name])
        if column.name in frame.columns
        else pl.lit(None, dtypes[column.name]).alias(column.name)
        for column in schema.columns
        if column.is_required or column.name in frame.columns
    ]
    return frame.select(*columns, *other_columns(frame, schema))


def other_columns(frame: pl.DataFrame, schema: FrameSchema) -> list[str]:
    """The further columns of the frame, beside those of the schema, that the schema allows."""
    if schema.others is None:
        return []
    return [name for name in frame.columns if name not in schema.names and name.startswith(schema.others)]


def with_own_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with copies of its texts: else a few rows of many keep all texts of these in memory."""
    return frame.with_columns(pl.col(pl.String) + "")
