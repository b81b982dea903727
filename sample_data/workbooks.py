"""Writes rows as a workbook that looks as if a person had made it, and always as the same bytes.

Identifiers are text cells, dates are Excel dates and prices are numbers. A text that begins with `=` becomes a formula
without a saved value, and `#N/A` an error cell: the samples want both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from pathlib import Path

_SAVED_AT = datetime(2025, 4, 1, 9)
_UPPER_CASE = frozenset(("mac", "mdm", "id", "os", "ram", "imei", "eui"))
_WIDTHS = (10, 34)
_HEAD = Font(bold=True)
_FILL = PatternFill("solid", fgColor="DCE6F1")
_LINE = Border(bottom=Side(style="thin", color="4F81BD"))


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """One sheet: its headers in order and its rows, by field name. A `title` stands two rows above the header."""

    name: str
    headers: Mapping[str, str]
    rows: Sequence[Mapping[str, object]]
    title: str | None = None


def human_headers(fields: Sequence[str]) -> dict[str, str]:
    """The field names as people write them: `mac_address` is `MAC Address`."""
    return {field: " ".join(_human_word(word) for word in field.split("_")) for field in fields}


def write_workbook(path: Path, sheets: Sequence[SampleSheet]) -> None:
    """Writes the sheets in their order. The same sheets give the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "Rollcall"
    workbook.properties.created = _SAVED_AT
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(sheet.name), sheet)
    saved = BytesIO()
    workbook.save(saved)
    path.write_bytes(_timeless(saved))


def _human_word(word: str) -> str:
    return word.upper() if word in _UPPER_CASE else word.capitalize()


def _write_sheet(worksheet: Any, sheet: SampleSheet) -> None:
    head = 3 if sheet.title else 1
    if sheet.title:
        worksheet.cell(1, 1, sheet.title).font = Font(bold=True, size=14)
    for column, (field, header) in enumerate(sheet.headers.items(), start=1):
        cell = worksheet.cell(head, column, header)
        cell.font, cell.fill, cell.border = _HEAD, _FILL, _LINE
        values = [row.get(field) for row in sheet.rows]
        for at, value in enumerate(values, start=head + 1):
            if value is not None:
                _write_cell(worksheet.cell(at, column), value)
        widest = max((len(str(value)) for value in (header, *values) if value is not None), default=0)
        worksheet.column_dimensions[get_column_letter(column)].width = min(max(widest + 2, _WIDTHS[0]), _WIDTHS[1])
    worksheet.freeze_panes = worksheet.cell(head + 1, 1)
    last = get_column_letter(len(sheet.headers))
    worksheet.auto_filter.ref = f"A{head}:{last}{head + len(sheet.rows)}"


def _write_cell(cell: Any, value: object) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.number_format = "@"
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        cell.number_format = "#,##0.00"


def _timeless(saved: BytesIO) -> bytes:
    """The same workbook without the time of its making."""
    packed = BytesIO()
    with ZipFile(saved) as given, ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-04-01T09:00:00Z", content)
            made.writestr(ZipInfo(name, (2025, 4, 1, 9, 0, 0)), content, ZIP_DEFLATED)
    return packed.getvalue()
