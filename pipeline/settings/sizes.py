"""Sizes of memory as people write them in the settings: `2GB`, `800 MB`; and how much memory this machine has."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

_SAID = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(MB|GB|TB)\s*", re.IGNORECASE)
_UNITS = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
_LEAST = 500_000_000
# Where the machine does not say.
_USUAL = 8_000_000_000
# What a container may use, with the new and the old control groups of Linux.
_ALLOWANCES = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def size(said: str) -> int:
    """The bytes that the text says. Raises ValueError for anything else, and for too little to work with."""
    found = _SAID.fullmatch(said)
    if found is None:
        raise ValueError('give a number and a unit, such as "2GB" or "800MB"')
    told = int(float(found.group(1)) * _UNITS[found.group(2).upper()])
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
