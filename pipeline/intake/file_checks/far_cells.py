"""Cells so far from all others that a parser runs out of memory, since it reserves room for every cell between.

A value in A1 and one in XFD1048576 are 17 billion cells. Blank formatted cells are not counted: parsers skip them, and
workbooks that are formatted down to row 1,048,576 are common.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.intake.column_letters import column_index
from pipeline.intake.errors import hostile, stray_cell
from pipeline.intake.file_checks.zip_scan import pieces
from pipeline.intake.readers.xml.zip_parts import BROKEN_ZIP, SheetParts
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.errors import FileUnusable
    from pipeline.intake.file_checks.zip_contents import Package, Part
    from pipeline.model import ReaderLimits

# The memory that fastexcel takes for a blank cell (measured: 1.6 GB for 50 columns of 1,048,576 rows).
_BYTES_PER_CELL = 40

_SPARSE = 10
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
# Python looks for the letters that a pattern begins with four times as fast as for what may stand before them.
_FAR = re.compile(rb"""r=(?<!\wr=)["'](?:[A-Za-z]{3,}\d|[A-Za-z]+\d{6,})""")
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br=["']([A-Za-z]{1,9})(\d{1,12})["'][^<>]{0,200}?(/?)>(</)?""")
_BLOCK = 4 << 20
_LONGEST_CELL = 600


def refuse_far_cell(package: Package, part: Part, sheet: bytes, limits: ReaderLimits) -> None:
    """Raises FileUnusable for a small sheet, given as its whole XML, with a cell far from all others."""
    if _FAR.search(sheet):
        refusal = _far_cell(package, part, iter((sheet,)), limits)
        if refusal is not None:
            raise refusal


def culprit(package: Package, limits: ReaderLimits) -> FileUnusable | None:
    """The error about a far cell in any sheet of the package, large ones included, once a parser has failed on it."""
    for part in package.parts:
        if "worksheets/" in part.name.lower() and part.name.lower().endswith(".xml"):
            refusal = _far_cell(package, part, blocks(package, part), limits)
            if refusal is not None:
                return refusal
    return None


@dataclass(slots=True)
class _Cells:
    """The number of filled cells in each row and column, and the addresses of the lowest and the rightmost."""

    rows: Counter[int] = field(default_factory=Counter)
    columns: Counter[int] = field(default_factory=Counter)
    count: int = 0
    lowest: str = ""
    rightmost: str = ""


def _far_cell(package: Package, part: Part, xml: Iterator[bytes], limits: ReaderLimits) -> FileUnusable | None:
    cells = _counted(xml)
    if not cells.count:
        return None
    last_row, last_column = max(cells.rows), max(cells.columns)
    if last_row > _MOST_ROWS or last_column > _MOST_COLUMNS:
        cell = cells.lowest if last_row > _MOST_ROWS else cells.rightmost
        return hostile(f"sheet {sheet_name(package, part)} has a cell {cell}, which lies beyond the end of any sheet")
    grid = last_row * last_column
    if grid * _BYTES_PER_CELL < limits.memory_gb * 1e9 or grid < cells.count * _SPARSE:
        return None
    is_wide = last_column > len(cells.columns) * 2 or len(cells.rows) * 2 > last_row
    return stray_cell(sheet_name(package, part), cells.rightmost if is_wide else cells.lowest)


def _counted(xml: Iterator[bytes]) -> _Cells:
    """The filled cells per row and column. A filled cell is recognised by a pattern alone, without parsing."""
    cells = _Cells()
    last_row = last_column = 0
    for block in xml:
        found = [(letters, row) for letters, row, closed, ended in _CELL.findall(block) if not (closed or ended)]
        if not found:
            continue
        rows = Counter(row for _letters, row in found)
        columns = Counter(letters for letters, _row in found)
        cells.count += len(found)
        cells.rows.update({int(row): number for row, number in rows.items()})
        cells.columns.update({_index(letters): number for letters, number in columns.items()})
        lowest, rightmost = max(rows, key=int), max(columns, key=_index)
        if int(lowest) > last_row:
            last_row, cells.lowest = int(lowest), _address(next(one for one in found if one[1] == lowest))
        if _index(rightmost) > last_column:
            last_column = _index(rightmost)
            cells.rightmost = _address(next(one for one in found if one[0] == rightmost))
    return cells


def blocks(package: Package, part: Part) -> Iterator[bytes]:
    """The XML of a part in blocks that end before a cell begins."""
    rest: list[bytes] = []
    size = 0
    for piece in pieces(package.path, part):
        rest.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            block = b"".join(rest)
            cut = max(block.rfind(b"<", 0, -_LONGEST_CELL), 0)
            cut = max(block.rfind(b"<c ", 0, cut), block.rfind(b":c ", 0, cut) - 21, 0) or len(block)
            yield block[:cut]
            rest, size = [block[cut:]], len(block) - cut
    yield b"".join(rest)


def sheet_name(package: Package, part: Part) -> str:
    """The name of the sheet in this part; the name of the part where that cannot be found."""
    try:
        return SheetParts.open(package.path).name_of(part.name) or part.name
    except BROKEN_ZIP:
        return part.name


def _index(letters: bytes) -> int:
    """The number of a column, counted from 1: `A` is 1, `XFD` is 16,384."""
    return column_index(letters.decode()) + 1


def _address(cell: tuple[bytes, bytes]) -> str:
    return (cell[0].upper() + cell[1]).decode()
