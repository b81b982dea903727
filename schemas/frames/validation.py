"""The check of frames against their schemas: the contract between the layers.

Its errors are not for users: the intake checks what people typed, row by row, with messages. A frame that breaks its
schema is a bug, found where it was made and not three layers later. One look at all rows finds a frame sound; only a
frame that is not goes to its Pandera model, which says what is wrong. (To find nothing, Pandera takes 5 ms for each
frame and a fifth of a second to load, a quarter of a small run.)
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from schemas.frames.polars_frames import other_columns, polars_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    stated = frame.drop(beside) if beside else frame
    if _is_sound(stated, schema):
        return
    from schemas.frames.models import breach  # noqa: PLC0415 - Pandera takes a while to load

    problem = breach(stated, schema)
    if problem is not None:
        first, *_ = str(problem).splitlines()
        raise BrokenFrame(f"{schema.name}: {first[:_LONGEST]}") from problem


def _is_sound(frame: pl.DataFrame, schema: FrameSchema) -> bool:
    """True where one look at all rows finds nothing wrong; where it is not, Pandera says what, if anything."""
    types, there = polars_schema(schema), frame.schema
    if not _required(schema) <= there.keys() or any(types.get(name) != dtype for name, dtype in there.items()):
        return False
    if frame.is_empty():
        return True
    columns = [column for column in schema.columns if column.name in there]
    if any(frame[column.name].null_count() for column in columns if not column.nullable):
        return False
    checks = [check for column in columns for check in _checks_expr(column)]
    if schema.later:
        first, second = schema.later
        checks.append((pl.col(second) > pl.col(first)).fill_null(value=False).all())
    if schema.key and not _is_rising(frame, schema.key):
        checks.append(pl.struct(schema.key).is_unique().all())
    return not checks or all(frame.select(check.alias(f"{at}") for at, check in enumerate(checks)).row(0))


def _is_rising(frame: pl.DataFrame, key: Sequence[str]) -> bool:
    """True where the key is a number that rises from row to row, so that no two can be the same."""
    numbers = frame[key[0]]
    if len(key) > 1 or not numbers.dtype.is_integer():
        return False
    return bool((numbers.slice(1) > numbers.slice(0, frame.height - 1)).fill_null(value=False).all())


@cache
def _required(schema: FrameSchema) -> frozenset[str]:
    return frozenset(column.name for column in schema.columns if column.is_required)


def _checks_expr(column: Column) -> list[pl.Expr]:
    """What must be true of the values of a column."""
    values = pl.col(column.name).drop_nulls()
    checks = [values.is_in(list(column.words)).all()] if column.words else []
    return [*checks, (values >= column.least).all()] if column.least is not None else checks
