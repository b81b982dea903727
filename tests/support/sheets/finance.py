"""The register of a finance department: a title above, amounts in EUR, cost centres, and a row of totals below."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

_HEADER = ("Asset No", "Serial Number", "Description", "Device Type", "Assigned to", "Cost centre", "Bought", "Shelf")
_PEOPLE = ("anna.weber@acme.example", "ben.ito@acme.example", "eva.novak@acme.example")


def write_register(path: Path, *, rows: int = 12, spoilt: bool = True) -> Path:
    """Such a register with so many devices; one day of it is none where it is `spoilt`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Register"
    sheet.append(["Fixed assets IT as of 30.06.2026"])
    sheet.append([])
    sheet.append([*_HEADER, "Purchase price (EUR)"])
    for at in range(rows):
        day: object = "31.02.2024" if spoilt and at == 5 else date(2024, 1 + at % 12, 3)
        device = (f"A-{1000 + at}", f"SN{at:05d}X", f"ThinkPad T14 no {at}", "laptop", _PEOPLE[at % 3])
        sheet.append([*device, f"CC-{100 + at % 4}", day, f"B{at}", 1200.5 + at])
    sheet.append(["Total", *[None] * 7, sum(1200.5 + at for at in range(rows))])
    book.save(path)
    return path
