"""Templates as a person sees them: made, looked into, filled in, and saved."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.desk import Desk

SHEETS = {"inventory": "Inventory", "assignments": "Assignments", "people": "People"}


def made(desk: Desk, kind: str, *words: object, name: str = "template.xlsx") -> Path:
    """A template, as the command writes it."""
    said = desk.say("template", kind, "-o", name, *words)
    assert said.code == 0, said
    return desk.folder / name


@functools.cache
def opened(desk: Desk, kind: str, *words: object) -> tuple[Workbook, Worksheet]:
    """A template and its sheet to be filled in; only to be looked at, and made once for all tests that ask for it."""
    book = openpyxl.load_workbook(made(desk, kind, *words))
    return book, book[SHEETS[kind]]


def headers(sheet: Worksheet) -> list[str]:
    """What its first row says."""
    return [str(cell.value) for cell in sheet[1]]


def letter(sheet: Worksheet, header: str) -> str:
    """The column of that header."""
    return str(get_column_letter(headers(sheet).index(header) + 1))


def rule(sheet: Worksheet, header: str) -> DataValidation | None:
    """What is tested when a cell of that column is typed."""
    cell = f"{letter(sheet, header)}2"
    return next((one for one in sheet.data_validations.dataValidation if cell in one.sqref), None)


def offered(book: Workbook, sheet: Worksheet, header: str) -> list[Any]:
    """The words that the dropdown of that column offers."""
    found = rule(sheet, header)
    assert found is not None
    assert found.type == "list"
    ((name, area),) = book.defined_names[found.formula1.lstrip("=")].destinations
    return [cell.value for (cell,) in book[name][area]]


def filled(path: Path, *rows: Mapping[str, object], name: str = "filled.xlsx") -> Path:
    """The same workbook with those rows written from row 2 on, cell by cell under its header, saved beside it."""
    book = openpyxl.load_workbook(path)
    sheet = next(book[name] for name in SHEETS.values() if name in book.sheetnames)
    for number, row in enumerate(rows, start=2):
        for header, value in row.items():
            sheet[f"{letter(sheet, header)}{number}"] = value
    book.save(path.with_name(name))
    return path.with_name(name)
