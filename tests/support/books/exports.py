"""Exports as a person works with them: opened, changed, saved under another name; and sheets copied into a new book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.desk import Desk

NO_ACTION = {"create": 0, "update": 0, "assign": 0, "reassign": 0, "unassign": 0}
FULL = ("--mode", "full", "--scope", "all", "--inventory-complete")


def export(desk: Desk, name: str = "export.xlsx", *words: object) -> Path:
    """The ledger of the desk, exported."""
    said = desk.say("export", "-o", name, *words)
    assert said.code == 0, said
    return desk.folder / name


def edited(path: Path, *edits: Callable[[Workbook], object], name: str = "edited.xlsx") -> Path:
    """The same workbook with those edits, saved beside it."""
    book = openpyxl.load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path.with_name(name))
    return path.with_name(name)


def typed(sheet: str, serial: str, column: str, value: object) -> Callable[[Workbook], object]:
    """Writes into the cell of that device and column."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        page.cell(_row(page, serial), _column(page, column)).value = value

    return edit


def deleted(sheet: str, serial: str) -> Callable[[Workbook], object]:
    """Deletes the row of that device."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        page.delete_rows(_row(page, serial))

    return edit


def added(sheet: str, **cells: object) -> Callable[[Workbook], object]:
    """Adds a row with those cells."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        row = page.max_row + 1
        for column, value in cells.items():
            page.cell(row, _column(page, column)).value = value

    return edit


def without(sheet: str, *columns: str) -> Callable[[Workbook], object]:
    """Deletes those columns."""

    def edit(book: Workbook) -> None:
        for column in columns:
            book[sheet].delete_cols(_column(book[sheet], column))

    return edit


def copied(path: Path, sheet: str, name: str) -> Path:
    """That sheet in a workbook of its own; text stays text."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in openpyxl.load_workbook(path)[sheet].iter_rows():
        for cell in row:
            copy = page.cell(cell.row, cell.column)
            copy.value = cell.value
            if isinstance(cell.value, str):
                copy.data_type = "s"
    book.save(path.with_name(name))
    return path.with_name(name)


def messages(report: dict[str, Any], severity: str | None = None) -> Sequence[str]:
    """What the issues of a report say."""
    return [issue["message"] for issue in report["issues"] if severity in {None, issue["severity"]}]


def _row(page: Worksheet, serial: str) -> int:
    column = _column(page, "serial_number")
    return next(row for row in range(2, page.max_row + 1) if page.cell(row, column).value == serial)


def _column(page: Worksheet, name: str) -> int:
    return next(int(cell.column) for cell in page[1] if str(cell.value).casefold().replace(" ", "_") == name)
