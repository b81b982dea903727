"""The ownership on record that a line of a plan changes, and how far back: expressions over events."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from pipeline.outputs.local_times import local_expr
from schemas.instants import OPEN_END
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import EventType


def changed_span_expr(prefix: str, made_at: datetime, timezone: str) -> pl.Expr:
    """The ownership that an event ends, moves or cancels: `2026-01-01 - open, now ends 2026-03-01, 264 days earlier`.

    The columns are those of the events, with the prefix. The days are counted from the former end, or from the plan's
    instant where the former end is later. Null where the event changes no ownership on record.
    """
    start, was, end = (pl.col(f"{prefix}{name}") for name in ("start_time", "previous_end_time", "end_time"))
    span = format_expr("{} - {}", _day_expr(start, timezone), _end_expr(was, timezone))
    ends = (
        pl.when(end < OPEN_END).then(format_expr("now ends {}", _day_expr(end, timezone))).otherwise(pl.lit("now open"))
    )
    days = _whole_days(end, pl.min_horizontal(was, pl.lit(made_at)))
    noun = pl.when(days == 1).then(pl.lit("day")).otherwise(pl.lit("days"))
    earlier = pl.when(days > 0).then(format_expr("{} {} earlier", days, noun))
    is_cancelled = pl.col(f"{prefix}type") == EventType.OWNERSHIP_CANCELLED
    return (
        pl.when(is_cancelled)
        .then(format_expr("{}, cancelled", span))
        .when(was.is_not_null() & (was != end))
        .then(pl.concat_str(span, ends, earlier, separator=", ", ignore_nulls=True))
    )


def days_back_expr(made_at: datetime) -> pl.Expr:
    """The whole days before the plan at which an ownership event takes effect; null for less than one."""
    start, was, end = (pl.col(name) for name in ("start_time", "previous_end_time", "end_time"))
    begins = pl.col("type").is_in([EventType.OWNERSHIP_TAKEN, EventType.OWNERSHIP_CANCELLED])
    at = pl.when(begins).then(start).when(was < end).then(was).otherwise(end)
    days = _whole_days(at, pl.lit(made_at))
    return pl.when(days > 0).then(days)


def _whole_days(since: pl.Expr, until: pl.Expr) -> pl.Expr:
    return (until - since).dt.total_days()


def _end_expr(end: pl.Expr, timezone: str) -> pl.Expr:
    return pl.when(end < OPEN_END).then(_day_expr(end, timezone)).otherwise(pl.lit("open"))


def _day_expr(utc: pl.Expr, timezone: str) -> pl.Expr:
    """The date in that zone, and the time of day only where it is not midnight."""
    instant = local_expr(utc, timezone)
    is_midnight = instant.dt.time() == pl.time(0, 0, 0)
    return pl.when(is_midnight).then(instant.dt.strftime("%Y-%m-%d")).otherwise(instant.dt.strftime("%Y-%m-%d %H:%M"))
