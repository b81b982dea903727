"""Reading a plan workbook: the record on its hidden sheet, its seal, and a comparison with the other sheets.

A file that is byte for byte as it was written has a valid seal over the whole file, and is not compared cell by cell.
Once a spreadsheet program has saved it, that seal is gone, and every cell is compared.
"""

from __future__ import annotations

import hmac
import zipfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import polars as pl

from pipeline.intake.column_letters import column_letter
from pipeline.intake.plans import refused_plans
from pipeline.intake.plans.edits_and_answers import all_approved, answers, changed_cells
from pipeline.intake.plans.read_record import Block, Record
from pipeline.intake.plans.workbook import Book
from pipeline.model import Plan, ReaderLimits
from schemas.workbook_forms import export
from schemas.workbook_forms.plan import FORMS, HIDDEN
from schemas.workbook_forms.sealed_texts import FORM_LINE, Row, changed_cell, file_seal, is_sealed, is_signed, texts_of

_RECORD_WIDTH = 3
_NO_LINES = pl.DataFrame(schema={"sheet": pl.String, "place": pl.Int64, "is_approved": pl.Boolean})


def read_plan(path: Path, *, key: str | None, limits: ReaderLimits | None = None) -> tuple[Plan, pl.DataFrame]:
    """The plan, and one row per line of it: `sheet, place` (1, 2, 3 ... on that sheet) and `is_approved`.

    Raises FileUnusable for a file that is no plan; PlanStale for a plan in which anything but an answer was changed,
    with an answer that is neither yes nor no, with a seal that was made with another key or without one, or in a form
    that this version does not know.
    """
    book = Book(path, limits or ReaderLimits())
    if HIDDEN not in book.names:
        raise refused_plans.no_plan(path, f"it has no hidden sheet {HIDDEN}")
    _refuse_export(book)
    rows = _record_rows(book)
    _refuse_unsealed(path, rows, key)
    record = Record(texts_of(rows))
    blocks = record.blocks()
    if _is_as_written(path, key):
        lines = [all_approved(block) for block in blocks if block.of]
    else:
        lines = _compared(book, blocks)
    return record.plan(), pl.concat([_NO_LINES, *lines])


def _refuse_export(book: Book) -> None:
    """Refuse an export, which has a hidden sheet of the same name, with its mark in the first cell."""
    cells, _ = book.sheet(HIDDEN)
    first = str(cells[0, 0] or "") if cells.height and cells.width else ""
    if first.strip().partition(" ")[0] == export.FORM:
        raise refused_plans.export(book.path)


def _record_rows(book: Book) -> list[Row]:
    """The rows of the hidden sheet; refused where other cells are filled."""
    cells, _ = book.sheet(HIDDEN)
    beside = [name for name in cells.columns if int(name) >= _RECORD_WIDTH and cells[name].null_count() < cells.height]
    if beside:
        row = cells[beside[0]].is_not_null().arg_true()[0] + 1
        raise refused_plans.edited_record(book.path, f"{column_letter(int(beside[0]))}{row}")
    blank = [pl.lit("").alias(str(at)) for at in range(_RECORD_WIDTH) if str(at) not in cells.columns]
    filled = cells.with_columns(blank).select(pl.col("0", "1", "2").fill_null("")).rows()
    while filled and not any(filled[-1]):
        filled.pop()
    return filled


def _refuse_unsealed(path: Path, rows: Sequence[Row], key: str | None) -> None:
    """Refuse a record that was changed, is in another form, or was sealed with another key."""
    cell = changed_cell(rows)
    if cell is not None or not rows:
        raise refused_plans.edited_record(path, cell)
    if rows[0][0] != FORM_LINE or rows[0][1] not in FORMS:
        raise refused_plans.other_form(path, rows[0][1])
    if is_signed(rows) and not key:
        raise refused_plans.no_key(path)
    if key and not is_signed(rows):
        raise refused_plans.unsigned(path)
    if not is_sealed(rows, key):
        raise refused_plans.wrong_key(path) if key else refused_plans.edited_record(path, None)


def _is_as_written(path: Path, key: str | None) -> bool:
    """True where the comment of the zip file is a valid seal over all bytes before it."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            size = path.stat().st_size - len(archive.comment) - 2
            return hmac.compare_digest(file_seal(file, size, key).encode(), archive.comment)
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _compared(book: Book, blocks: Sequence[Block]) -> list[pl.DataFrame]:
    """The answers of each sheet of lines, after a comparison of all cells of all sheets."""
    sheets = {name: list(group) for name, group in groupby(blocks, key=lambda block: block.sheet)}
    _refuse_other_sheets(book, [*sheets, HIDDEN])
    lines = []
    for name, written in sheets.items():
        cells, is_visible = book.sheet(name)
        if not is_visible:
            raise refused_plans.edited_sheets(book.path, f"sheet {name} is hidden")
        changes = changed_cells(written, cells)
        if changes.height:
            raise refused_plans.edited(book.path, name, changes)
        lines += [answers(block, cells) for block in written if block.of]
    return lines


def _refuse_other_sheets(book: Book, wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in book.names]
    added = [name for name in book.names if name not in wanted]
    if missing:
        raise refused_plans.edited_sheets(book.path, f"sheet {missing[0]} is missing or was renamed")
    if added:
        raise refused_plans.edited_sheets(book.path, f"sheet {added[0]} was added")
    if book.names != list(wanted):
        raise refused_plans.edited_sheets(book.path, "its sheets are in another order")
