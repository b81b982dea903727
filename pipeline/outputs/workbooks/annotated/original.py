"""The person's workbook, opened to be copied: as it is stored, values instead of formulas, nothing followed.

openpyxl takes some kilobytes for what a file says in forty bytes, and draws out every cell of a merged area or a
linked range: so what a workbook would cost is counted first. One that costs too much is not opened, and neither is any
where entities of XML could not be refused.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml import DEFUSEDXML

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

_MOST_BYTES = 150_000_000
_MOST_OTHER_BYTES = 20_000_000
_MOST_CELLS = 1_500_000
"""Some 800 MB and half a minute; a row with a height or a style of its own counts as two cells."""
_MOST_COVERED = 500_000
"""Cells in merged areas and linked ranges."""

_TEXTS = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
_LOADED = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)")
_CLEAR = frozenset({b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_CELL, _ROW = re.compile(rb"<(?:\w+:)?c[\s>/]"), re.compile(rb"<(?:\w+:)?row[\s>/]")
_DATA_BEGINS, _DATA_ENDS = re.compile(rb"<(?:\w+:)?sheetData[\s>/]"), re.compile(rb"</(?:\w+:)?sheetData\s*>")
_AREA = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']([A-Za-z$]+\d+:[A-Za-z$]+\d+)[\"']")


def open_own(path: Path) -> Workbook | None:
    """The workbook as it is, or nothing where it is none that can be copied cell by cell."""
    try:
        if not DEFUSEDXML or not _is_affordable(path):
            return None
        with path.open("rb") as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _AsStored(source, data_only=True, keep_links=False)
            reader.read()
            return reader.wb
    except Exception:  # of a dozen types: whatever openpyxl trips over, there is another way to make the copy
        return None


class _AsStored(ExcelReader):  # type: ignore[misc]  # openpyxl is untyped
    """Leaves numbers what they are: as a date, one would come back rounded, and one that is none as an error."""

    def read_worksheets(self) -> None:
        self.wb._date_formats, self.wb._timedelta_formats = set(), set()
        super().read_worksheets()


def _is_affordable(path: Path) -> bool:
    """Counts in the inflated bytes what the sheets have; all that is neither cells nor texts must be small."""
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
            return False
        other = cells = covered = 0
        for name in archive.namelist():
            content = archive.read(name)
            if _is_unclear(content):
                return False
            begins, ends = _DATA_BEGINS.search(content), _DATA_ENDS.search(content)
            frame = content[: begins.start()] + content[ends.end() :] if begins and ends else content
            other += len(frame) if _LOADED.fullmatch(name) and not _TEXTS.fullmatch(name) else 0
            cells += sum(1 for _ in _CELL.finditer(content)) + 2 * sum(1 for _ in _ROW.finditer(content))
            covered += sum(_cells_in(area.group(1).decode()) for area in _AREA.finditer(frame))
    return other <= _MOST_OTHER_BYTES and cells <= _MOST_CELLS and covered <= _MOST_COVERED


def _is_unclear(content: bytes) -> bool:
    """True for XML in an encoding in which these patterns would not be found."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    said = _ENCODING.match(start)
    is_wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"} or start[:2] in {b"<\0", b"\0<"}
    return is_wide or (said is not None and said.group(1).lower() not in _CLEAR)


def _cells_in(area: str) -> int:
    left, top, right, bottom = range_boundaries(area)
    return int(right - left + 1) * int(bottom - top + 1)
