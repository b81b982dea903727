"""Instants as text, and the open end of a timespan.

Every instant inside Rollcall is a naive UTC timestamp in microseconds, and is shown as UTC. Where the settings name a
time zone, sentences for people give the local time beside it, but never for the open end.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# The end of a span that is still open, and of the time on record of a value that nothing has corrected yet.
OPEN_END = datetime(2999, 12, 31, 23, 59, 59)
_MOMENT = timedelta(microseconds=1)


def is_open(end: Any) -> Any:
    """True where a span with this end is still open; an expression where `end` is a column of ends."""
    return end >= OPEN_END


def instant_text(instant: datetime) -> str:
    """The instant in ISO 8601 with `Z`; microseconds only where there are any."""
    return f"{instant.isoformat()}Z"


def local_instant(instant: datetime, timezone: str) -> datetime:
    """The instant, naive and in UTC, as a naive one of that time zone."""
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def local_instant_text(instant: datetime, timezone: str) -> str:
    """The instant, naive and in UTC, for people of that time zone: as in `instant_text`, or local and without a zone.

    `zone_line` names the zone then, once for all instants that are shown together.
    """
    if timezone == "UTC":
        return instant_text(instant)
    return local_instant(instant, timezone).isoformat(sep=" ")


def local_minute_text(instant: datetime, timezone: str) -> str:
    """The minute of an instant, naive and in UTC, and the zone that it is said in: `2026-03-02 10:30 Europe/Paris`."""
    return f"{local_instant(instant, timezone):%Y-%m-%d %H:%M} {timezone}"


def zone_line(timezone: str) -> str:
    """The line below what has local instants."""
    return f"Times are those of {timezone}."


def local_day(instant: datetime, timezone: str) -> date:
    """The day of an instant, naive and in UTC, in a time zone."""
    return local_instant(instant, timezone).date()


def end_of_day(day: date, timezone: str) -> datetime:
    """The instant, naive and in UTC, at which a day ends in a time zone: its last moment is just before."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def last_moment(day: date, timezone: str) -> datetime:
    """The last instant of a day in a time zone, naive and in UTC."""
    return end_of_day(day, timezone) - _MOMENT
