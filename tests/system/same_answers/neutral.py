"""Ids, times and paths as words that are the same in every recording.

An id of a run becomes its number in the ledger, `<run 2>`; the instant of a run, to the microsecond, `<when run 2>`;
any other instant, day or stamp of the time in which something was recorded `<now>`, with its form kept: a `T` for a
space is a difference. Everything else stays, so dates of the sample data are compared as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.system.same_answers.neutral_figures import without_figures
from tests.system.same_answers.recording import Document, Facts, Scene

_IDS = r"(?P<plan>plan-)?(?P<run>\d{8}T\d{6}Z-[0-9a-f]{6})"
_INSTANT = (
    r"(?P<day>\d{4}-\d\d-\d\d)(?:(?P<between>[T ]| at )(?P<minute>\d\d:\d\d)(?P<second>:\d\d)?(?P<fraction>[.,]\d+)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d(?!\d)| UTC)?)?"
)
_STAGES = "|".join(
    (
        *("approve", "commit", "copy", "decide", "describe", "differences", "digest", "look", "notify", "publish"),
        *("read", "refuse", "results", "seconds", "standing", "state"),
    )
)
_DESK = re.compile(r"[\w/.-]*/same-\w{8}/desk-\w{8}(?:/\d{3})?")  # also the one that a desk was copied from
_PROGRAM = re.compile(
    r"""<python> -m pipeline|<python>("?) "?-P"? "?-c"? (["'])import sys;.*?main\(\)\2|[\w/.-]+/bin/rollcall\b"""
)
_DIGIT = re.compile(r"\d")
_PATTERN = re.compile(
    "|".join(
        (
            _IDS,
            r"(?P<stamp>\b\d{8}T\d{6}Z)",
            rf"(?<![\d.]){_INSTANT}",
            r"(?P<hash>(?:\b[0-9a-f]{2}/)?\b[0-9a-f]{64}\b(?:-[0-9a-f]{16}\b)?)",
            r"(?<=SHA-256 )(?P<short>[0-9a-f]{12})\b",
            r"(?P<check>\b[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\b)",
            r"(?P<epoch>\b1(?:[789]\d{8}(?:\.\d+)?|\.[789]\d+e\+0?9)\b)",
            r"(?P<month>\b\d{4}-\d\d(?=\.parquet))",
            r"(?P<ago>\b\d+ (?:second|minute|hour)s? ago\b)",
            rf"(?P<took>(?:\"+(?:{_STAGES})\"+: ?|_duration_seconds\{{[^}}]*\}} ))[\d.e+-]+",
            r"(?P<days>\b[Bb]ack-?dat[a-z_]*\D{1,12})\d[\d,]*",
        )
    )
)


class Neutral:
    """Makes the documents of one scene neutral."""

    def __init__(self, facts: Facts, scene: Scene) -> None:
        """`facts` are those of the recording that the scene is of."""
        self._windows = facts.windows
        self._days = {day for window in facts.windows for day in _days(*window)}
        self._roots = sorted({**facts.roots, **scene.roots}.items(), key=lambda root: -len(root[0]))
        who = ((facts.user, "<user>"), (facts.host, "<host>"))
        self._who = [(name, re.compile(rf"\b{re.escape(name)}\b"), word) for name, word in who]
        self._inputs = {digest: name for name, digest in facts.inputs.items()}
        self._runs = {run_id: f"<run {number}>" for number, (run_id, _) in enumerate(scene.runs, start=1)}
        self._whens = {recorded_at: f"<when run {number}>" for number, (_, recorded_at) in enumerate(scene.runs, 1)}
        self._plans: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def document(self, document: Document) -> Document:
        """The same document, neutral."""
        step, name = self.text(document.step), self.text(document.name)
        entries = [(self.text(place), self._value(place, value)) for place, value in document.entries]
        return Document(step, name, document.kind, without_figures(document.kind, entries))

    def text(self, text: str) -> str:
        """The same text, neutral."""
        if text not in self._known:
            self._known[text] = self._neutral(text)
        return self._known[text]

    def _neutral(self, text: str) -> str:
        if "/" in text:
            for root, word in self._roots:
                text = text.replace(root, word)
            text = _DESK.sub("<desk>", text)
            text = _PROGRAM.sub(r"<program>\1", text)
        for name, pattern, word in self._who:
            if name in text:
                text = pattern.sub(word, text)
        return _PATTERN.sub(self._word, text) if _DIGIT.search(text) else text

    def _value(self, place: str, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(place, one) for one in value]
        is_time = isinstance(value, int | float) and ("timings." in place or place.endswith("seconds"))
        return "<seconds>" if is_time else value

    def _word(self, match: re.Match[str]) -> str:
        of_kind: dict[str, Callable[[re.Match[str]], str]] = {
            "run": self._id,
            "stamp": self._stamp,
            "day": self._instant,
            "hash": self._hash,
            "short": self._short,
            "check": lambda _: "<check>",
            "epoch": self._epoch,
            "month": self._month,
            "ago": lambda _: "<ago>",
            "took": lambda found: f"{found['took']}<seconds>",
            "days": lambda found: f"{found['days']}<days>",
        }
        kind = next(kind for kind in of_kind if match[kind] is not None)
        return of_kind[kind](match)

    def _id(self, match: re.Match[str]) -> str:
        if match["plan"]:
            return self._plans.setdefault(match[0], f"<plan {len(self._plans) + 1}>")
        return self._runs.setdefault(match["run"], f"<id {len(self._runs) + 1}>")

    def _stamp(self, match: re.Match[str]) -> str:
        when = datetime.strptime(match[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return "<stamp>" if self._is_now(when.timestamp()) else match[0]

    def _instant(self, match: re.Match[str]) -> str:
        if match["day"] not in self._days:
            return match[0]
        if match["minute"] is None:
            return "<today>"
        if match["fraction"]:
            exact = f"{match['day']} {match['minute']}{match['second']}.{match['fraction'][1:]:0<6}"
            if exact in self._whens:
                return f"{self._whens[exact]}{match['zone'] or ''}"
        seconds = match["second"] or ":00"
        when = datetime.fromisoformat(f"{match['day']} {match['minute']}{seconds}").replace(tzinfo=UTC)
        if not self._is_now(when.timestamp()):
            return match[0]
        form = f"{match['between']}{'s' if match['second'] else ''}{'.f' if match['fraction'] else ''}"
        return f"<now{form}{match['zone'] or ''}>"

    def _hash(self, match: re.Match[str]) -> str:
        digest = match[0].rpartition("/")[2]
        return f"<SHA-256 of {self._inputs[digest]}>" if digest in self._inputs else "<SHA-256>"

    def _short(self, match: re.Match[str]) -> str:
        return match[0] if any(digest.startswith(match[0]) for digest in self._inputs) else "<short>"

    def _epoch(self, match: re.Match[str]) -> str:
        return "<now>" if self._is_now(float(match[0])) else match[0]

    def _month(self, match: re.Match[str]) -> str:
        return "<month>" if match[0] in {day[:7] for day in self._days} else match[0]

    def _is_now(self, seconds: float) -> bool:
        """True within a time of recording; a minute more before it, as a text may leave the seconds out."""
        return any(begin - 60 <= seconds <= end for begin, end in self._windows)


def _days(begin: float, end: float) -> Iterator[str]:
    """All days from one time to another."""
    day, last = (datetime.fromtimestamp(seconds, UTC).date() for seconds in (begin, end))
    while day <= last:
        yield day.isoformat()
        day += timedelta(days=1)
