"""Receipts to be signed: a page that prints each person by themselves, and a workbook with a sheet per person."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import ReportTable
from pipeline.outputs.excel import styles
from pipeline.outputs.excel.cells import Formats, new_book, set_up_print
from pipeline.outputs.excel.fingerprint import OwnForm, put_fingerprint
from pipeline.outputs.excel.workbook import write_whole
from pipeline.outputs.ledger_reports.drawn import FOLDER
from pipeline.outputs.ledger_reports.shown import ShownTable, shown_table
from pipeline.outputs.templates import environment
from schemas.instants import local_day, local_minute_text
from schemas.workbook_forms.report import REPORT_TITLE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pipeline.model import Receipt, Receipts

TITLES = {"handed_over": "Handed over", "came_back": "Came back"}
SIGNED = ("Handed over by", "Received by")
_WIDTHS = (18, 14, 24, 14, 14, 20, 12, 16, 17, 17)
_LINE, _LONGEST_SHEET = 140, 31
_NO_SHEET = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def receipts_page(receipts: Receipts) -> str:
    """All receipts of a run as one file of HTML."""
    return environment(FOLDER).get_template("receipts.html").render(**shown_receipts(receipts))


def shown_receipts(receipts: Receipts) -> dict[str, object]:
    """What a page of receipts is filled in with: the receipts, the people with their tables, and what all have."""
    people = [(one, [*_tables(one, receipts.timezone)]) for one in receipts.receipts]
    return {"receipts": receipts, "people": people, **_words(receipts)}


def write_receipts_book(path: Path, receipts: Receipts) -> Path:
    """Write a workbook with one sheet per person. Raises StoreFailed."""
    return write_whole(path, partial(_write, receipts=receipts))


def _words(receipts: Receipts) -> dict[str, object]:
    """What stands on each receipt beside its tables."""
    made = local_minute_text(receipts.recorded_at, receipts.timezone)
    undone = f", undone by run {receipts.undone_by}" if receipts.undone_by else ""
    day = local_day(receipts.recorded_at, receipts.timezone)
    return {
        "run": f"Run {receipts.run_id} of {made}{undone}",
        "terms_title": f"Terms as of {day}",
        "terms": receipts.terms or "No terms were set when this run was made.",
        "proof": f"SHA-256 of the terms: {receipts.terms_sha256}" if receipts.terms_sha256 else "",
        "signed": SIGNED,
    }


def _tables(receipt: Receipt, timezone: str) -> Iterator[tuple[str, ShownTable]]:
    """The tables of a receipt that have any row, without columns that have no value."""
    for name, title in TITLES.items():
        frame = getattr(receipt, name)
        filled = frame.select(column.name for column in frame if column.null_count() < frame.height)
        if frame.height:
            yield title, shown_table(ReportTable(name, title, filled), timezone)


def _write(path: Path, *, receipts: Receipts) -> None:
    with new_book(path) as book:
        formats, taken = Formats(book), set[str]()
        for receipt in receipts.receipts:
            sheet = book.add_worksheet(_sheet_name(receipt.owner_email, taken))
            _write_receipt(sheet, receipt, receipts, formats)
    put_fingerprint(path, OwnForm.REPORT)


def _sheet_name(email: str, taken: set[str]) -> str:
    """A name for the sheet of a person that no other sheet has, within what Excel allows."""
    usual = _NO_SHEET.sub("_", email).strip()[:_LONGEST_SHEET] or "_"
    usual = f"{usual}_" if usual.casefold() == "history" else usual  # a name that Excel keeps for itself
    names = (usual, *(f"{usual[: _LONGEST_SHEET - 5]} {number}" for number in range(2, 1000)))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _write_receipt(sheet: Worksheet, receipt: Receipt, receipts: Receipts, formats: Formats) -> None:
    words = _words(receipts)
    sheet.set_row(0, styles.TITLE_HEIGHT)
    sheet.write_string(0, 0, f"{REPORT_TITLE}Receipt", formats.of(styles.TITLE))
    sheet.write_string(
        1, 0, " ".join(filter(None, (receipt.owner_name, f"<{receipt.owner_email}>"))), formats.of(_BOLD)
    )
    sheet.write_string(2, 0, str(words["run"]), formats.of(styles.CALM))
    row = 4
    for title, table in _tables(receipt, receipts.timezone):
        row = _write_shown(sheet, row, title, table, formats)
    sheet.write_string(row, 0, str(words["terms_title"]), formats.of(_BOLD))
    lines = [part for line in str(words["terms"]).splitlines() for part in textwrap.wrap(line, _LINE) or [""]]
    for row, line in enumerate((*lines, str(words["proof"])), row + 1):  # noqa: B020 - goes on from there
        sheet.write_string(row, 0, line)
    for signed in SIGNED:
        row += 3
        sheet.write_string(row, 0, f"{signed}, date, signature", formats.of({"font_color": styles.QUIET}))
        for column in range(2, 8):
            sheet.write_blank(row, column, None, formats.of({"bottom": 1}))
    _set_up(sheet)


def _write_shown(sheet: Worksheet, row: int, title: str, table: ShownTable, formats: Formats) -> int:
    """Write a table below its title; the row below it."""
    sheet.write_string(row, 0, f"{title} ({table.count:,})", formats.of(_BOLD))
    for column, name in enumerate(table.titles):
        sheet.write_string(row + 1, column, name, formats.of(styles.HEADER))
    for at, cells in enumerate(table.rows, row + 2):
        for column, text in enumerate(cells):
            sheet.write_string(at, column, text)
    return row + 2 + len(table.rows) + 1


def _set_up(sheet: Worksheet) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    set_up_print(sheet, "Receipt", pages=(1, 0))


_BOLD = {"bold": True, "font_size": 13, "font_color": styles.ACCENT}
