"""Spans of time and sizes of memory as people write them in the settings: `36 hours`, `2 weeks`, `800 MB`, `2GB`."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

_SPAN_SAID = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(minute|hour|day|week)s?\s*", re.IGNORECASE)
_SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_LONGEST = timedelta(days=3660)
_MINUTES_OF_DAY = 60 * 24

_SIZE_SAID = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(MB|GB|TB)\s*", re.IGNORECASE)
_SIZES = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
_LEAST = 500_000_000
# Where the machine does not say.
_USUAL = 8_000_000_000
# What a container may use, with the new and the old control groups of Linux.
_ALLOWANCES = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def duration(said: object) -> object:
    """The span of time that the text says; a span is left as it is. Raises ValueError for anything else."""
    if said is None or isinstance(said, timedelta):
        return said
    found = _SPAN_SAID.fullmatch(str(said))
    if found is None:
        raise ValueError('give a number and a unit, such as "1 day", "36 hours" or "2 weeks"')
    return float(found.group(1)) * _SPANS[found.group(2).casefold()]


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


def size(said: str) -> int:
    """The bytes that the text says. Raises ValueError for anything else, and for too little to work with."""
    found = _SIZE_SAID.fullmatch(said)
    if found is None:
        raise ValueError('give a number and a unit, such as "2GB" or "800MB"')
    told = int(float(found.group(1)) * _SIZES[found.group(2).upper()])
    if told < _LEAST:
        raise ValueError("give at least 500MB")
    return told


def half_of_memory() -> int:
    """Half of the memory of this machine, or of what its container may use."""
    told = [_physical()]
    for allowance in _ALLOWANCES:
        with suppress(OSError, ValueError):
            told.append(int(allowance.read_text().strip()))
    return min(told) // 2


def _physical() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        return _USUAL
