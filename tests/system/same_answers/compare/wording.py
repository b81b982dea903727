"""Changed sentences, each told once: what differs between two texts, whatever names and numbers stand in them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

PARTICULARS = "[names, numbers or quoted texts]"
_PARTICULARS = re.compile(
    r'"[^"\n]*"|\S+@\S+\b|<[^<>\n]{1,60}>|\b[\w.-]+\.(?:xlsx|csv|xls|ods|parquet|toml|duckdb|txt|html)\b'
    r"|\b[A-Z]{1,3}\d+\b|\b[A-Z0-9]+-[A-Z0-9-]+\b|\b(?=\w*\d)[A-Z0-9]{5,}\b|\b\d[\d,.]*\b"
)
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 4_000
_LIKE = 0.35


def changed_words(old: str, new: str) -> str:
    """The words that differ, as `[-taken back-]{+unassigned+}`; all of both where they are too unlike."""
    return _changed_words(_PARTICULARS.sub("…", old), _PARTICULARS.sub("…", new))


@lru_cache(maxsize=100_000)
def _changed_words(old: str, new: str) -> str:
    if old == new:
        return PARTICULARS
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(was) + len(now) > _LONGEST:
        return "[a long text]"
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < _LIKE:
        return f"[-{old}-]{{+{new}+}}"
    return " … ".join(_hunks(matcher, was, now))


def _hunks(matcher: SequenceMatcher[str], was: list[str], now: list[str]) -> list[str]:
    """The changed places; two with no more than a space between them are one."""
    joined: list[list[int]] = []
    for action, i, j, m, n in matcher.get_opcodes():
        if action == "equal":
            continue
        if joined and i - joined[-1][1] <= 1:
            joined[-1][1], joined[-1][3] = j, n
        else:
            joined.append([i, j, m, n])
    return [f"[-{''.join(was[i:j])}-]{{+{''.join(now[m:n])}+}}" for i, j, m, n in joined]
