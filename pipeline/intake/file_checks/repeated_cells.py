"""Rows and cells that stand twice in a sheet: a parser keeps the last of them and silently drops the others.

Rows need not be in order, but all programs write them so: a large sheet is searched only where its row numbers do not
ascend. Two cells in one place of a row are found in small sheets only.
"""

from __future__ import annotations

import re
from dataclasses import field
from itertools import islice
from operator import lt
from typing import TYPE_CHECKING

from pipeline.intake.errors import hostile
from pipeline.intake.file_checks.far_cells import blocks, sheet_name
from pipeline.intake.readers.xml.quick_scan import prefix_in
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.intake.file_checks.zip_contents import Package, Part

# Begins with letters, which are found fastest; so do the rows of a sheet whose tags have no prefix, as in most files.
_CELL = re.compile(rb"""r=(?<=\sr=)["']([A-Za-z]{1,3}\d{1,7})["']""")
_FULL_CELL = re.compile(
    rb"""<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br=["']([A-Za-z]{1,3}\d{1,7})["'](?:[^<>]{0,200}[^<>/])?>(?!</)"""
)
_FULL_ROW = re.compile(rb"""<(?:\w{1,20}:)?row(?:\s[^<>]*[^<>/]|)>""")
_PLAIN_ROW = re.compile(rb"""<row(?:\s[^<>]*[^<>/]|)>""")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_SEAM = 400


def refuse_twice(package: Package, part: Part, sheet: bytes) -> None:
    """Raises FileUnusable for a sheet, given as its whole XML, with two rows or two cells in one place."""
    refuse_rows_twice(package, part, (sheet,))
    cells = _CELL.findall(sheet)
    if len(set(cells)) < len(cells):
        _refuse_doubled(package, part, "cells", _FULL_CELL.findall(sheet))


def refuse_rows_twice(package: Package, part: Part, sheet: Iterable[bytes] | None = None) -> None:
    """Raises FileUnusable for two rows of one number, in the XML given or else in the part, read anew."""
    numbers, last = [], 0
    for block in blocks(package, part) if sheet is None else sheet:
        row = _FULL_ROW if b":row" in block else _PLAIN_ROW
        for tag in row.findall(block):
            number = _NUMBER.search(tag)
            if number and not number[1].isdigit():
                continue  # the parser refuses such a number
            last = int(number[1]) if number else last + 1
            numbers.append(last)
    _refuse_doubled(package, part, "rows", numbers)


def _refuse_doubled(package: Package, part: Part, what: str, places: list[int] | list[bytes]) -> None:
    seen: set[int | bytes] = set()
    for place in places:
        if place in seen:
            shown = place.decode() if isinstance(place, bytes) else place
            name = sheet_name(package, part)
            raise hostile(f"sheet {name} has two {what} {shown}, of which only one would be read")
        seen.add(place)


@dataclass(slots=True)
class RowOrder:
    """A watch on the row numbers of a sheet while its XML passes; `ascends` is true as long as each is higher."""

    ascends: bool = True
    _last: int = 0
    _seam: bytes = b""
    _row: re.Pattern[bytes] | None = field(default=None)

    def watch(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the pieces of XML on unchanged, and look at their row numbers."""
        for piece in pieces:
            self._look(piece)
            yield piece

    def _look(self, piece: bytes) -> None:
        if self._row is None:
            self._row = re.compile(b"<" + re.escape(prefix_in(piece)) + rb"""row\s[^<>]*?\br=["'](\d{1,7})["']""")
        cut, seam = len(self._seam), self._seam + piece[:_SEAM]
        across = [found[1] for found in self._row.finditer(seam) if found.start() < cut < found.end()]
        numbers = [self._last, *map(int, across), *map(int, self._row.findall(piece))]
        self.ascends = self.ascends and all(map(lt, numbers, islice(numbers, 1, None)))
        self._last, self._seam = numbers[-1], seam[-_SEAM:] if len(piece) < _SEAM else piece[-_SEAM:]
