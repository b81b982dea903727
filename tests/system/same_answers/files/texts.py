"""Texts as lines, and JSON as its members."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.system.same_answers.recording import Document, Kind

_FRAME = re.compile(r'^  File ".*", line \d+, in ')


def read_text(step: str, name: str, text: str) -> Document:
    """A text: JSON by its members, anything else by its lines. A traceback is its last line: where is not what."""
    if text.startswith(("{", "[")):
        try:
            return Document(step, name, Kind.VALUES, list(members(json.loads(text))))
        except ValueError:
            pass
    return Document(step, name, Kind.LINES, [("line", line) for line in _without_frames(text.splitlines())])


def members(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each member of a JSON value with where it stands, as `.issues[3].message`; the order of names is one too."""
    if isinstance(value, dict):
        yield f"{place}{{}}", list(value)
        for name, member in value.items():
            yield from members(member, f"{place}.{name}")
    elif isinstance(value, list):
        yield f"{place}[]", len(value)
        for at, member in enumerate(value):
            yield from members(member, f"{place}[{at}]")
    else:
        yield place, value


def _without_frames(lines: list[str]) -> Iterator[str]:
    """The lines but for the frames of tracebacks, which tell of the code's places."""
    in_frame = False
    for line in lines:
        if _FRAME.match(line):
            in_frame = True
        elif not (in_frame and line.startswith("    ")):
            in_frame = False
            yield line
