"""The person's workbook, opened for the copy as it is stored: values instead of formulas, and no links followed.

openpyxl takes some kilobytes of memory for forty bytes of a file, and makes an object for every cell of a merged area
or linked range; so the cost of a workbook is estimated first. A workbook that costs too much is not opened, and none is
where XML entities could not be refused.
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
# So many cells take some 800 MB and half a minute; a row with a height or style of its own counts as two cells.
_MOST_CELLS = 1_500_000
# The cells in merged areas and linked ranges.
_MOST_COVERED = 500_000

_TEXTS = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
_LOADED = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)")
_CLEAR = frozenset({b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_CELL, _ROW = re.compile(rb"<(?:\w+:)?c[\s>/]"), re.compile(rb"<(?:\w+:)?row[\s>/]")
_DATA_BEGINS, _DATA_ENDS = re.compile(rb"<(?:\w+:)?sheetData[\s>/]"), re.compile(rb"</(?:\w+:)?sheetData\s*>")
_AREA = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']([A-Za-z$]+\d+:[A-Za-z$]+\d+)[\"']")


def open_own(path: Path) -> Workbook | None:
    """The workbook as it is; None where it cannot be copied cell by cell."""
    try:
        if not DEFUSEDXML or not _is_affordable(path):
            return None
        with path.open("rb") as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _AsStored(source, data_only=True, keep_links=False)
            reader.read()
            return reader.wb
    except Exception:  # openpyxl raises a dozen types; the copy is then made from the rows
        return None


class _AsStored(ExcelReader):  # type: ignore[misc]  # openpyxl is untyped
    """Keeps numbers as they are: as dates they would come back rounded, and invalid ones as errors."""

    def read_worksheets(self) -> None:
        self.wb._date_formats, self.wb._timedelta_formats = set(), set()
        super().read_worksheets()


def _is_affordable(path: Path) -> bool:
    """True where the unpacked sheets have few enough cells, and the parts without cells or texts are small."""
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
