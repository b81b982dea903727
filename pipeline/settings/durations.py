"""Spans of time as people write them in the settings: `1 day`, `36 hours`, `2 weeks`."""

from __future__ import annotations

import re
from datetime import timedelta

_SAID = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(minute|hour|day|week)s?\s*", re.IGNORECASE)
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_LONGEST = timedelta(days=3660)
_MINUTES_OF_DAY = 60 * 24


def duration(said: object) -> object:
    """The span of time that the text says; a span is left as it is. Raises ValueError for anything else."""
    if said is None or isinstance(said, timedelta):
        return said
    found = _SAID.fullmatch(str(said))
    if found is None:
        raise ValueError('give a number and a unit, such as "1 day", "36 hours" or "2 weeks"')
    return float(found.group(1)) * _UNITS[found.group(2).casefold()]


def usual_duration(span: timedelta) -> timedelta:
    """The span. Raises ValueError where it is none that anybody waits for."""
    if not timedelta(0) < span <= _LONGEST:
        raise ValueError("give more than nothing, and at most ten years")
    return span


def duration_text(span: timedelta) -> str:
    """The span in words, as `26 hours`: minutes below two hours, days for whole days, or above a week."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes == _MINUTES_OF_DAY:
        return "1 day"
    for unit, size in (("day", _MINUTES_OF_DAY), ("hour", 60)):
        if minutes >= 2 * size and (unit == "hour" or minutes % size == 0 or minutes > 7 * size):
            return f"{minutes // size:,} {unit}s"
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
