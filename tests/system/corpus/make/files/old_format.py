"""Workbooks of Excel 97 to 2003 with a chart, written record by record: LibreOffice keeps no points of charts."""

from __future__ import annotations

import struct

from tests.system.corpus.make.books import ANNA, BEN
from tests.system.corpus.make.catalogue import makes

_BOF, _EOF, _SHEET, _SIZE, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0200, 0x0204, 0x0203
_BOOK, _TABLE, _CHART = 0x0005, 0x0010, 0x0020
_SECTOR, _END, _FREE, _FAT, _NONE = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_DEVICES = (
    ("Serial Number", "Owner Email", "Label"),
    ("LT-0010", ANNA, "desk"),
    ("LT-0011", BEN, "desk"),
)


@makes("a_chart_in_the_sheet.xls")
def chart_in_the_sheet() -> bytes:
    """The points of the chart are kept as records of cells, within the records of the sheet."""
    return old_workbook({"Devices": _cells(_DEVICES) + _chart()})


@makes("a_chart_on_a_second_sheet.xls")
def chart_on_a_second_sheet() -> bytes:
    """A sheet that has nothing but a chart."""
    return old_workbook({"Devices": _cells(_DEVICES), "Overview": _chart()})


def _chart() -> bytes:
    points = ((row, 0, 111000.0 + row) for row in range(1, 4))
    return _begin(_CHART) + b"".join(_cell(*point) for point in points) + record(_EOF)


def _cells(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return b"".join(_cell(at, column, text) for at, row in enumerate(rows) for column, text in enumerate(row))


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, float):
        return record(_NUMBER, place + struct.pack("<d", value))
    return record(_LABEL, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))


def _begin(what: int) -> bytes:
    return record(_BOF, struct.pack("<HHHHLL", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))


def record(kind: int, payload: bytes = b"") -> bytes:
    """A record: its number, its length, what it holds."""
    return struct.pack("<HH", kind, len(payload)) + payload


def old_workbook(sheets: dict[str, bytes], before: bytes = b"") -> bytes:
    """The workbook with these sheets, each its records of cells; `before` are records before their names."""
    size = record(_SIZE, struct.pack("<LLHHH", 0, 9, 0, 3, 0))
    tables = {name: _begin(_TABLE) + size + cells + record(_EOF) for name, cells in sheets.items()}
    length = len(_begin(_BOOK) + before) + sum(len(_entry(name, 0)) for name in tables) + len(record(_EOF))
    entries, at = b"", length
    for name, table in tables.items():
        entries, at = entries + _entry(name, at), at + len(table)
    return _compound(_begin(_BOOK) + before + entries + record(_EOF) + b"".join(tables.values()))


def _entry(name: str, at: int) -> bytes:
    return record(_SHEET, struct.pack("<LBBBB", at, 0, 0, len(name), 0) + name.encode("latin-1"))


def _compound(stream: bytes) -> bytes:
    """The compound file with that one stream: its header, one sector of allocation, one of names, then the stream."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // _SECTOR)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9L", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<L", 0) + b"\xff" * 4 * 108
    chain = [_FAT, _END, *range(3, 2 + count), _END]
    table = struct.pack(f"<{len(chain)}L", *chain).ljust(_SECTOR, b"\xff")
    names = _name("Root Entry", 5, child=1, start=_END, size=0) + _name(
        "Workbook", 2, child=_NONE, start=2, size=len(stream)
    )
    return head + table + names.ljust(_SECTOR, b"\0") + stream.ljust(count * _SECTOR, b"\0")


def _name(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBB3L", len(text), kind, 1, _NONE, _NONE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<LLL", start, size, 0)
