"""The files as six programs write them, each in its own way."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import xlsxwriter
from xlsxwriter.format import Format

from tests.system.quarter.senders import Row


def write(folder: str, path: Path, rows: Sequence[Row], day: date) -> None:
    """The list of that sender on that day."""
    {"hr": _staff, "finance": _register, "it": _plain}.get(folder, _export)(path, rows, day)


def _export(path: Path, rows: Sequence[Row], day: date) -> None:
    """A CSV as a web application gives it: UTF-8 with a mark, every cell in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(rows[0].cells)
    writer.writerows(row.cells.values() for row in rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def _staff(path: Path, rows: Sequence[Row], day: date) -> None:
    """What a payroll program writes: one sheet, real dates."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Staff")
    _fill(sheet, 0, rows, dated)
    book.close()


def _register(path: Path, rows: Sequence[Row], day: date) -> None:
    """What finance keeps by hand: a title above the table, money as numbers, and a line of totals below."""
    book = xlsxwriter.Workbook(str(path))
    dated, title = book.add_format({"num_format": "d mmm yyyy"}), book.add_format({"bold": True, "font_size": 14})
    money = book.add_format({"num_format": "#,##0.00", "bold": True})
    sheet = book.add_worksheet("Register")
    sheet.write_string(0, 0, f"Fixed assets: phones and pool laptops, {day:%d %B %Y}", title)
    end = _fill(sheet, 2, rows, dated)
    column = list(rows[0].cells).index("Purchase price")
    sheet.write_string(end + 1, 0, "Total", money)
    sheet.write_number(end + 1, column, sum(row.cells["Purchase price"] for row in rows), money)
    book.close()


def _plain(path: Path, rows: Sequence[Row], day: date) -> None:
    """Two columns and a remark, saved by a script."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Pool")
    for cells in (list(rows[0].cells), *(list(row.cells.values()) for row in rows)):
        sheet.append(cells)
    book.save(path)


def _fill(sheet: xlsxwriter.worksheet.Worksheet, start: int, rows: Sequence[Row], dated: Format) -> int:
    """Write the header and the rows; the place of the row below them."""
    sheet.write_row(start, 0, rows[0].cells)
    for place, row in enumerate(rows, start=start + 1):
        for column, value in enumerate(row.cells.values()):
            if isinstance(value, date):
                sheet.write_datetime(place, column, datetime.combine(value, time()), dated)
            elif value is not None:
                sheet.write(place, column, value)
    return start + 1 + len(rows)
