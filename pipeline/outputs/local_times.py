"""Instants as people read them: in the time zone of the settings. Data for programs keep UTC."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from polars import selectors as cs

_UTC = "UTC"


def zone_of(settings: Mapping[str, object]) -> str:
    """The time zone of recorded settings, which have only what differs from the defaults."""
    return str(settings.get("timezone") or _UTC)


def local_expr(instant: pl.Expr, timezone: str) -> pl.Expr:
    """The instants, naive and in UTC, as naive ones of that zone."""
    if timezone == _UTC:
        return instant
    return instant.dt.replace_time_zone(_UTC).dt.convert_time_zone(timezone).dt.replace_time_zone(None)


def with_local_times(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The rows, whose naive instants are in UTC, with those of that zone instead."""
    return rows if timezone == _UTC else rows.with_columns(local_expr(cs.datetime(time_zone=None), timezone))
