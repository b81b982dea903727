"""Limits as bars: where a plan stands, and how far it may go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.reasons.limit_words import LIMIT_WORDS
from schemas.records import dataclass

_NEAR, _FULL = 0.75, 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One limit: its name and its figures; `filled` and `mark` are places on a bar of the length 100."""

    words: str
    unit: str
    value: float
    allowed: float | None
    is_over: bool
    filled: float
    mark: float | None

    @property
    def state(self) -> str:
        """How near the figure is to the limit."""
        if self.is_over:
            return "over"
        return "near" if self.allowed and self.value >= _NEAR * self.allowed else "within"


def bars_of(report: Mapping[str, Any]) -> list[Bar]:
    """The limits of a report, those that are exceeded first."""
    bars = [_bar(one) for one in report.get("limits", [])]
    return sorted(bars, key=lambda bar: not bar.is_over)


def _bar(limit: Mapping[str, Any]) -> Bar:
    name, value, allowed = limit["name"], float(limit["value"]), limit["allowed"]
    is_share = name.endswith("_percent")
    longest = _FULL if is_share else max(value, (allowed or 0) * 1.25, 1.0)
    longest = max(longest, value, allowed or 0)
    words = LIMIT_WORDS[name].name
    return Bar(
        words=words[:1].upper() + words[1:],
        unit=" %" if is_share else "",
        value=value,
        allowed=allowed,
        is_over=bool(limit["exceeded"]),
        filled=0 if allowed is None else round(_FULL * value / longest, 1),
        mark=None if allowed is None else round(_FULL * allowed / longest, 1),
    )
