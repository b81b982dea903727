"""Workbooks made with openpyxl, saved so that the same workbook is the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.workbooks import ErrorCell, TextCell

Row = Sequence[object]
Rows = Sequence[Row]

ASSIGNMENTS: Row = ("Serial Number", "Owner Email")
INVENTORY: Row = ("Serial Number", "Model", "Location")

ANNA, BEN, EVA = "anna@acme.example", "ben@acme.example", "eva@acme.example"

GOOD: Rows = (ASSIGNMENTS, ("LT-0010", ANNA), ("LT-0011", BEN), ("LT-0012", EVA))
"""A sheet with nothing wrong, that changes nothing: who has what in the ledger of the corpus."""

_DAY = (2025, 1, 1, 0, 0, 0)
_SAVED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def book(rows: Rows = GOOD, sheet: str = "Sheet1") -> Workbook:
    """A workbook of one sheet."""
    return book_of({sheet: rows})


def book_of(sheets: Mapping[str, Rows]) -> Workbook:
    """A workbook of these sheets; a blank row is an empty one, a blank cell is None."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        fill(workbook.create_sheet(name), rows)
    return workbook


def fill(sheet: Worksheet, rows: Rows, *, top: int = 1) -> None:
    """Write the rows from that one down."""
    for number, row in enumerate(rows, start=top):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, column, value)
                if isinstance(value, ErrorCell):
                    cell.data_type = "e"
                if isinstance(value, TextCell):
                    cell.data_type = "s"


def first(workbook: Workbook) -> Worksheet:
    """Its first sheet."""
    return workbook.worksheets[0]


def saved(workbook: Workbook) -> bytes:
    """The file."""
    stream = io.BytesIO()
    workbook.save(stream)
    return settled(stream.getvalue())


def made(rows: Rows = GOOD, sheet: str = "Sheet1") -> bytes:
    """The file of a workbook of one sheet."""
    return saved(book(rows, sheet))


def settled(content: bytes) -> bytes:
    """The same zip without the time at which it was made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = _SAVED_AT.sub(rb"\g<1>2025-01-01T00:00:00Z", old.read(member))
            new.writestr(dated(member.filename), part, zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def dated(name: str) -> zipfile.ZipInfo:
    """A member of that name, made on the first day of 2025."""
    member = zipfile.ZipInfo(name, _DAY)
    member.external_attr = 0o644 << 16
    return member


def changed(content: bytes, member: str, *swaps: tuple[str, str]) -> bytes:
    """The zip with texts of one member replaced; each text must be there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one)
            for before, after in swaps if one.filename == member else ():
                if before.encode() not in text:
                    raise ValueError(f"{member} has no {before}")
                text = text.replace(before.encode(), after.encode())
            new.writestr(dated(one.filename), text, zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()
