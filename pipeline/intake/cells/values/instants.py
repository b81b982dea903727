"""Days and instants from a cell's text, as Polars expressions; and the flaw of a text that is neither."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.values.staged_expressions import in_stages
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_YEAR, LAST_YEAR = 1901, 2999
# No time zone is more than 14 hours from UTC.
_OFFSET = r"[+-](?:(?:0\d|1[0-3])(?::?[0-5]\d)?|14(?::?00)?)"

# An offset stands behind a time of day: the end of 2025-03-01 is none.
_ZONE = rf"(:\d\d(?:\.\d+)?)\s?(?:(?:UTC|GMT)\s?)?(Z|UTC|GMT|{_OFFSET}|[+-]\d(?::?[0-5]\d)?)$"
_UTC = "+0000"
_SHORT_OFFSET = r"^([+-])(\d(?:\d\d)?)$"
_ISO = r"^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$"
_MIDNIGHT = rf"^\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]00:00(?::00(?:\.0+)?)?\s?(?:Z|UTC|GMT|{_OFFSET})?)?$"


class Flaw(StrEnum):
    """The reason why a text has no day or instant.

    Five are found in a whole column by `written_dates`: a text that is a day in both orders, one that is no day in the
    column's order, a number of days, a month's name with a year or a day, and a day without a year. The last one is
    found by `other_calendars`.
    """

    UNREADABLE = "unreadable"
    OUTSIDE_YEARS = "outside_years"
    SKIPPED = "skipped"
    OPEN_END = "open_end"
    AMBIGUOUS = "ambiguous"
    OTHER_ORDER = "other_order"
    COUNTED = "counted"
    YEAR_OR_DAY = "year_or_day"
    NO_YEAR = "no_year"
    OTHER_CALENDAR = "other_calendar"


def instant_expr(text: pl.Expr, timezone: str) -> pl.Expr:
    """Naive UTC microseconds from an ISO date or date and time; `timezone` is for texts without a zone."""
    return in_stages(text, (*_reading_stages(timezone), _kept_expr), pl.Datetime("us"))


def usual_instant_expr(text: pl.Expr, timezone: str) -> pl.Expr:
    """As `instant_expr`, but faster, for texts that are all like `2025-03-01 09:00:00`."""
    local = text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    utc = _utc_expr(local, timezone)
    return pl.when(_is_in_years(local) & (utc < OPEN_END)).then(utc)


def date_expr(text: pl.Expr, timezone: str) -> pl.Expr:
    """An ISO date. Of a time of day only the day is taken: the one written, of an instant in UTC that in `timezone`.

    A program that writes UTC has turned the time of its people into it; who writes an offset shows the time there.
    Midnight in UTC is a mere day, as in an Excel date.
    """
    return in_stages(text, (*_reading_stages(timezone), partial(_day_expr, timezone=timezone)), pl.Date())


def usual_date_expr(text: pl.Expr, _timezone: str) -> pl.Expr:
    """As `date_expr`, but faster, for texts that are all like `2025-03-01` or `2025-03-01 00:00:00`."""
    date = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(_is_in_years(date)).then(date)


def is_timed_expr(text: pl.Expr) -> pl.Expr:
    """True for an ISO date with a time of day that is not midnight."""
    return (text.str.len_bytes() > 10) & ~text.str.contains(_MIDNIGHT)


def flaw_expr(text: pl.Expr, timezone: str) -> pl.Expr:
    """The `Flaw` of texts without a value. For bad cells only, since it reads them again."""
    return in_stages(text, (*_reading_stages(timezone), _flaw_expr), pl.String())


def _reading_stages(timezone: str) -> tuple[Callable[[pl.Expr], pl.Expr], ...]:
    """The stages of reading an instant: the local instant, its zone, and the instant in UTC."""
    return _clock_and_zone_expr, _local_and_zone_expr, partial(_shifted_expr, timezone=timezone)


def _clock_and_zone_expr(text: pl.Expr) -> pl.Expr:
    upper = text.str.to_uppercase().str.replace(r"^(\d{4}-\d\d-\d\d)T", "${1} ")
    zone = upper.str.extract(_ZONE, 2).str.replace("^(?:Z|UTC|GMT)$", _UTC).str.replace(":", "", literal=True)
    zone = zone.str.replace(_SHORT_OFFSET, "${1}0${2}")
    return pl.struct(clock=upper.str.replace(_ZONE, "${1}"), zone=zone)


def _local_and_zone_expr(cell: pl.Expr) -> pl.Expr:
    """The naive instants of `2025-03-01`, `2025-03-01 09:00` and `2025-03-01 09:00:00.5`. A day alone has no zone."""
    clock, zone = cell.struct.field("clock"), cell.struct.field("zone")
    is_readable = clock.str.contains(_ISO) & (zone.is_null() | (clock.str.len_bytes() > 10))
    local = pl.coalesce(
        clock.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False),
        clock.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us", strict=False),
        clock.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")),
    )
    return pl.struct(local=pl.when(is_readable).then(local), zone=zone)


def _shifted_expr(cell: pl.Expr, *, timezone: str) -> pl.Expr:
    local, zone = cell.struct.field("local"), cell.struct.field("zone")
    minutes = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    ahead = pl.duration(minutes=pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes))
    utc = pl.when(zone.is_null()).then(_utc_expr(local, timezone)).otherwise(local - ahead)
    return pl.struct(local=local, zone=zone, utc=utc)


def _kept_expr(cell: pl.Expr) -> pl.Expr:
    local, utc = cell.struct.field("local"), cell.struct.field("utc")
    return pl.when(_is_in_years(local) & (utc < OPEN_END)).then(utc)


def _day_expr(cell: pl.Expr, *, timezone: str) -> pl.Expr:
    local, zone, utc = (cell.struct.field(name) for name in ("local", "zone", "utc"))
    is_utc = (zone == _UTC).fill_null(value=False) & (local.dt.time() != pl.time(0))
    if timezone.upper() != "UTC":
        utc = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    day = pl.when(is_utc).then(utc).otherwise(local).dt.date()
    return pl.when(_is_in_years(day)).then(day)


def _flaw_expr(cell: pl.Expr) -> pl.Expr:
    local, zone, utc = (cell.struct.field(name) for name in ("local", "zone", "utc"))
    return (
        pl.when(local.is_null())
        .then(pl.lit(str(Flaw.UNREADABLE)))
        .when(~_is_in_years(local))
        .then(pl.lit(str(Flaw.OUTSIDE_YEARS)))
        .when(zone.is_null() & utc.is_null())
        .then(pl.lit(str(Flaw.SKIPPED)))
        .otherwise(pl.lit(str(Flaw.OPEN_END)))
    )


def _is_in_years(date: pl.Expr) -> pl.Expr:
    return date.dt.year().is_between(FIRST_YEAR, LAST_YEAR)


def _utc_expr(local: pl.Expr, timezone: str) -> pl.Expr:
    """Local times in naive UTC. A time that occurs twice is taken as the first; one that never occurs is null."""
    if timezone.upper() == "UTC":
        return local
    zoned = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
