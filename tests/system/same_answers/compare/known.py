"""Differences that are meant, from a TOML file.

[[wording]]                 # old sentences that are now said otherwise
old = 'taken back'          # a pattern, as `re.sub` takes it
new = 'unassigned'
why = "the field's word"

[[difference]]              # any other; each of these is a pattern too, and those that are given must be found
scene = '^usage'
document = 'stdout'
place = '^width of '
old = ''
new = ''
why = "..."
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.system.same_answers.compare.difference import Difference


@dataclass(frozen=True, slots=True)
class _Pattern:
    parts: dict[str, re.Pattern[str]]
    why: str

    def fits(self, difference: Difference) -> bool:
        return all(pattern.search(str(getattr(difference, part))) for part, pattern in self.parts.items())


@dataclass(frozen=True, slots=True)
class Known:
    """Meant are: wording, by substitution in the old text; other differences, by patterns."""

    wording: tuple[tuple[re.Pattern[str], str], ...] = ()
    patterns: tuple[_Pattern, ...] = ()

    def renewed(self, text: str) -> str:
        """The old text, as it is meant to be now."""
        for old, new in self.wording:
            text = old.sub(new, text)
        return text

    def why(self, difference: Difference) -> str | None:
        """The reason why a difference is meant; None where it is not."""
        return next((pattern.why for pattern in self.patterns if pattern.fits(difference)), None)


def read_known(path: Path | None) -> Known:
    """The known differences of a file; none where there is no file."""
    if path is None:
        return Known()
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Known(
        tuple((re.compile(one["old"]), one["new"]) for one in content.get("wording", ())),
        tuple(_pattern(one) for one in content.get("difference", ())),
    )


def _pattern(one: dict[str, str]) -> _Pattern:
    return _Pattern({name: re.compile(text) for name, text in one.items() if name != "why"}, one.get("why", ""))
