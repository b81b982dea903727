"""Removal of the marks of an earlier check from a corrected copy, so that they do not pile up.

The colour that a cell had before that check is no longer known: such a cell has no colour afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import PatternFill

from pipeline.outputs.workbooks.annotated.marks import FOUND, is_ours
from schemas.workbook_forms.checked import ISSUES_TITLE

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook


def clear_traces(book: Workbook) -> None:
    """Remove the sheet that lists the issues, and our comments and colours from all cells."""
    for sheet in list(book.worksheets):
        if sheet["A1"].value == ISSUES_TITLE and len(book.worksheets) > 1:
            book.remove(sheet)
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if getattr(cell, "comment", None) is not None and FOUND in cell.comment.text:
                _clear(cell)


def _clear(cell: Cell) -> None:
    own = cell.comment.text.partition(FOUND)[0].rstrip()
    if own:
        cell.comment.text = own
    else:
        cell.comment = None
    if is_ours(cell.fill):
        cell.fill = PatternFill()
