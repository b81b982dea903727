"""Every schema there is, and for each a row that is as it says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import chain

import polars as pl

from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.columns import Column, ColumnType, FrameSchema
from schemas.frames.digest import DIGEST_FRAMES
from schemas.frames.input_rows import CHECKED_FRAMES
from schemas.frames.plan import PLAN_FRAMES
from schemas.frames.polars_frames import polars_schema
from schemas.frames.results import RESULTS_FRAMES
from schemas.frames.state import STATE_FRAMES
from schemas.frames.verdicts import VERDICT_FRAMES

_RECORDS = (CHECKED_FRAMES, STATE_FRAMES, CHANGE_SET_FRAMES, PLAN_FRAMES, RESULTS_FRAMES, DIGEST_FRAMES, VERDICT_FRAMES)
SCHEMAS: dict[str, FrameSchema] = {
    schema.name: schema for schema in chain.from_iterable(record.values() for record in _RECORDS)
}
_VALUES: dict[ColumnType, object] = {
    ColumnType.TEXT: "a",
    ColumnType.INTEGER: 7,
    ColumnType.NUMBER: 0.5,
    ColumnType.MONEY: Decimal("1.25"),
    ColumnType.DATE: date(2026, 3, 2),
    ColumnType.INSTANT: datetime(2026, 3, 2),
    ColumnType.BOOLEAN: True,
}


def sound(schema: FrameSchema) -> pl.DataFrame:
    """One row of the schema, with a value in every column."""
    row = {column.name: _value(column) for column in schema.columns}
    if schema.later:
        row[schema.later[1]] = datetime(2026, 3, 3)
    return pl.DataFrame([row], schema=polars_schema(schema))


def _value(column: Column) -> object:
    if column.words:
        return column.words[0]
    return _VALUES[column.type] if column.least is None else column.least
