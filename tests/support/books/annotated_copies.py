"""A messy workbook as people keep them, and what a check makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.desk import Desk

HEADER = ("Serial Number", "Owner Email", "Effective At", "Label", "Device Type")
ROWS: tuple[tuple[object, ...], ...] = (
    ("LT-0001", "anna@acme.example", "2026-01-10", "desk", "laptop"),
    ("LT-0002", "ben at acme", "someday", None, "laptop"),
    ("LT-0003", "eva@acme.example", 45658.375, "=1+1", "laptop"),
    (None, "eva@acme.example", None, None, None),
    ("LT-0005", "eva@acme.example", "2026-02-01", "+49 30", "laptop"),
    ("LT-0006", "eva@acme.example", "2026-02-01", "@x", "laptop"),
    ("LT-0006", "ben@acme.example", "2026-02-01", "-1", "laptop"),
)
SHEET, HEADER_ROW, FIRST = "Desired", 3, 4
COPY = "desired.checked.xlsx"
RED, YELLOW = "FFF4B6B6", "FFFFE08A"


def messy_book() -> Workbook:
    """A title above the header, widths, colours, a filter, frozen panes, a hidden sheet and a comment of Eva's."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"] = "Assignments, March"
    sheet.merge_cells("A1:E1")
    for column, title in enumerate(HEADER, start=1):
        cell = sheet.cell(HEADER_ROW, column, title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="FF7A4B00")
    for at, row in enumerate(ROWS, start=FIRST):
        for column, value in enumerate(row, start=1):
            _type(sheet, at, column, value)
    sheet["C6"].number_format = "yyyy-mm-dd hh:mm"
    sheet["B5"].comment = Comment("Please ask Ben", "Eva")
    sheet.freeze_panes, sheet.auto_filter.ref = "B4", "A3:E10"
    sheet.column_dimensions["B"].width = 31
    hidden = book.create_sheet("Lists")
    hidden["A1"], hidden.sheet_state = "laptop", "hidden"
    return book


def _type(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if value is not None:
        cell = sheet.cell(row, column)
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else cell.data_type


def messy(desk: Desk, name: str = "desired.xlsx") -> Path:
    """That workbook, saved on the desk."""
    path = desk.folder / name
    messy_book().save(path)
    return path


def check(desk: Desk, *words: object) -> Path:
    """Check one file; where its copy is."""
    report = desk.json("check", *words, "--create-devices", code=None)
    return desk.at(report["outputs"]["check"])


def opened(path: Path) -> Workbook:
    """The copy, as a spreadsheet program sees it."""
    return openpyxl.load_workbook(path)


def comments(sheet: Worksheet) -> dict[str, str]:
    """The text of each comment by its cell."""
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def colours(sheet: Worksheet) -> dict[str, str]:
    """The cells that carry one of our colours."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.fill.start_color.rgb for cell in cells if cell.fill.start_color.rgb in {RED, YELLOW}}


def outcomes(report: dict[str, Any]) -> dict[str, Any]:
    """What a report says of the rows: their number, their reasons, what would happen, and what is wrong with which."""
    issues = [
        {name: issue[name] for name in ("sheet", "row", "column", "cell", "value", "code", "severity", "hint")}
        for issue in report["issues"]
        if issue["severity"] != "note"
    ]
    return {**{name: report[name] for name in ("rows", "actions", "created", "reasons")}, "issues": issues}
