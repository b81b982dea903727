"""Numbers that differ between two recordings, told by what stands beside them.

The size of a file whose SHA-256 is not that of a file that went in: a workbook that was made has other ids and times in
it. And the days of back-dating, which grow by one every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.system.same_answers.recording import Kind

_UNKNOWN = "<SHA-256>"
_SIZES = ("size: Int64", "Bytes: Int64")
_CELL = re.compile(r"^(?P<sheet>.*!)(?P<column>[A-Z])(?P<row>\d+)$")
_BACK_DATED = "Days of back-dating"


def without_figures(kind: Kind, entries: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The entries of a neutral document with such numbers as words."""
    if kind == Kind.ROWS:
        return list(_rows(entries))
    if kind == Kind.VALUES:
        words = dict(_words(entries))
        return [(place, words.get(place, value)) for place, value in entries]
    return entries


def _rows(entries: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    columns = entries[0][1] if entries else []
    sizes = [at for at, column in enumerate(columns) if column in _SIZES]
    for place, row in entries:
        if sizes and isinstance(row, list) and _UNKNOWN in row:
            yield place, ["<size>" if at in sizes else value for at, value in enumerate(row)]
        elif isinstance(row, list) and _BACK_DATED in row:
            yield place, ["<days>" if isinstance(value, int | float) else value for value in row]
        else:
            yield place, row


def _words(entries: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """The places of such numbers: the cell before the SHA-256, the member beside it, the cells after the limit."""
    for place, value in entries:
        if value == _UNKNOWN and place.endswith("sha256"):
            yield f"{place.removesuffix('sha256')}size", "<size>"
        cell = _CELL.match(place) if value in (_UNKNOWN, _BACK_DATED) else None
        if cell is None:
            continue
        if value == _UNKNOWN and cell["column"] > "A":
            yield f"{cell['sheet']}{chr(ord(cell['column']) - 1)}{cell['row']}", "<size>"
        elif value == _BACK_DATED:
            yield from ((f"{cell['sheet']}{column}{cell['row']}", "<days>") for column in "BE")
