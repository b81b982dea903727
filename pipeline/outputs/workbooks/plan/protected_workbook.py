"""The workbook of a plan: only the answers can be edited, the record is hidden, pages are set up for print.

XlsxWriter writes it: xlsxturbo, which writes our other workbooks five times as fast, can neither protect nor hide a
sheet nor set it up for print. It is written in constant memory, with temporary files beside the workbook.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.outputs.excel.cells import Formats, TextBook, new_book, set_up_print, write_part
from pipeline.outputs.excel.print_pages import pages_across
from schemas.workbook_forms.plan import APPROVE, COVER, HIDDEN, NO, YES
from schemas.workbook_forms.sealed_texts import Row, file_seal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pipeline.outputs.workbooks.plan.lines import Page

_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}
_ANSWER = {
    "validate": "list",
    "source": [YES, NO],
    "ignore_blank": False,
    "input_title": APPROVE,
    "input_message": f"{YES}: this line is carried out. {NO}: it is left out.",
    "error_title": APPROVE,
    "error_message": f"Write {YES} or {NO}.",
}


class _Book(TextBook):
    """A workbook whose sheets cannot be added, renamed or moved, which XlsxWriter has no option for."""

    def _write_book_views(self) -> None:
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_book(path: Path, pages: Sequence[Page], record: Sequence[Row], *, footer: str) -> None:
    """Write each page as a sheet, and the record on a last one, which is hidden. Raises OSError."""
    with new_book(path, _Book) as book:
        formats = Formats(book)
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for part in page.parts:
                write_part(sheet, part, formats, answers=APPROVE if page.of else None)
            _protect(sheet, page)
            _set_up_print(sheet, page, footer)
        _write_record(book.add_worksheet(HIDDEN), record)


def put_seal(path: Path, key: str | None) -> None:
    """Put the seal over the whole finished file into the comment of its zip file, which comes last and is blank."""
    with path.open("r+b") as file:
        comment = file_seal(file, os.fstat(file.fileno()).st_size - 2, key).encode()
        file.seek(-2, os.SEEK_END)
        file.write(len(comment).to_bytes(2, "little") + comment)


def _protect(sheet: Worksheet, page: Page) -> None:
    sheet.protect(options=_ALLOWED)
    if page.of:
        sheet.data_validation(1, 0, page.height, 0, _ANSWER)


def _set_up_print(sheet: Worksheet, page: Page, footer: str) -> None:
    """Set up the pages, with the header on each; the Cover without header and grid.

    A sheet is one page wide, unless its letters would be too small to be read.
    """
    frame, _, options = page.parts[0]
    set_up_print(sheet, footer, pages=(pages_across(frame.width, options), 0))
    if page.name == COVER:
        sheet.hide_gridlines(2)  # on the screen as well as in print
    else:
        sheet.repeat_rows(0)


def _write_record(sheet: Worksheet, record: Sequence[Row]) -> None:
    sheet.hide()
    sheet.protect()
    for number, row in enumerate(record):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
