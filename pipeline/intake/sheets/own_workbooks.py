"""Our own workbooks, given as input files: the mark that says which state of the ledger their rows were made from.

An export has the mark in a hidden sheet, for all its rows; a result workbook in a column, so that each row keeps its
mark when it is copied. A plan, whose hidden sheet has the same name, is refused: it is applied, not read. So
are a digest and a report.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.errors import refused
from pipeline.intake.raw_sheets import UNSAVED_SCHEMA, RawSheet
from pipeline.model import Base
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.vocabulary import Reason
from schemas.workbook_forms.checked import ISSUES_TITLE, LISTED_ISSUES, SUMMARY
from schemas.workbook_forms.digest import DIGEST_TITLE
from schemas.workbook_forms.export import BASE_COLUMN, read_mark
from schemas.workbook_forms.plan import FORMS, HIDDEN
from schemas.workbook_forms.report import REPORT_TITLE
from schemas.workbook_forms.sealed_texts import FORM_LINE
from schemas.workbook_forms.template import is_no_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.model import Reading

_REASON_COLUMN = "_reason"
# The column of a result workbook that says from which list a row is.
_FILE_COLUMN = "_file"
# A sheet is split by at most so many exports: no result workbook has rows of more.
_MOST_MARKS = 100


@lru_cache(maxsize=1024)
def base_of(mark: str) -> Base | None:
    """The state of the ledger that a mark stands for; None for any other text."""
    said = read_mark(mark)
    if said is None:
        return None
    try:
        zoneinfo.ZoneInfo(said.timezone)
    except (KeyError, ValueError, OSError):
        return None
    return Base(*said)


def refuse_no_list(raw_sheets: Sequence[RawSheet], file: str) -> None:
    """Refuse a plan, a digest and a report: their sheets are for people, and would be misread."""
    if any(_is_plan(raw) for raw in raw_sheets):
        raise refused(FILE_UNREADABLE["plan"], file=file)
    if any(_first_cell(raw) == DIGEST_TITLE for raw in raw_sheets):
        raise refused(FILE_UNREADABLE["digest"], file=file)
    if any((_first_cell(raw) or "").startswith(REPORT_TITLE) for raw in raw_sheets):
        raise refused(FILE_UNREADABLE["report"], file=file)


def without_mark(raw_sheets: Sequence[RawSheet]) -> tuple[list[RawSheet], str | None]:
    """The sheets of a file, except our own that hold no data, and the mark, if the file has one.

    The sheets left out are the one with the mark, the guide of a template, and the issues that a check found.
    """
    raw_sheets = [raw for raw in raw_sheets if not is_no_data(_first_cell(raw))]
    found = {raw.name for raw in raw_sheets if _first_cell(raw) == ISSUES_TITLE}
    found |= {LISTED_ISSUES} if SUMMARY in found else set()
    raw_sheets = [raw for raw in raw_sheets if raw.name not in found]
    marks = {at: mark for at, raw in enumerate(raw_sheets) if (mark := _mark(raw)) is not None}
    return [raw for at, raw in enumerate(raw_sheets) if at not in marks], next(iter(marks.values()), None)


def by_mark(rows: pl.DataFrame, header: Header, mark: str | None) -> list[tuple[str | None, pl.DataFrame]]:
    """The rows of each mark: the mark in the row's own column, or else that of the file."""
    letter = _letter(header, BASE_COLUMN)
    if letter is None:
        return [(mark, rows)]
    own = rows[letter].str.strip_chars()
    known = [one for one in own.drop_nulls().unique(maintain_order=True) if base_of(one) is not None]
    if not known or len(known) > _MOST_MARKS:
        return [(mark, rows)]
    parts = [(one, rows.filter(own == one)) for one in known]
    others = rows.filter(~own.is_in(known).fill_null(value=False))
    return [*parts, (mark, others)] if others.height else parts


def reading_of(how: Reading, header: Header, mark: str | None) -> Reading:
    """The options for the rows of a mark, with the time zone of their export.

    In a result of ours blank cells empty nothing: its rows may be of several lists, of which some have no such column.
    `<clear>` stands where a blank would.
    """
    base = base_of(mark) if mark else None
    how = replace(how, timezone=base.timezone) if base else how
    return how if _letter(header, _FILE_COLUMN) is None else replace(how, blank_clears=None)


def with_lost_formulas(raw: RawSheet, header: Header) -> RawSheet:
    """The sheet with its lost formulas restored: a result shows those rejected for `no_saved_value` as text."""
    letter = _letter(header, _REASON_COLUMN)
    if letter is None or letter not in raw.cells.columns:
        return raw
    is_lost = (raw.cells[letter] == Reason.NO_SAVED_VALUE.value).fill_null(value=False)
    if not is_lost.any():
        return raw
    rejected = raw.cells.with_row_index("row", offset=1).filter(is_lost)
    cells = rejected.unpivot(index="row", variable_name="column", value_name="formula")
    lost = cells.filter(pl.col("formula").str.starts_with("="))
    return replace(
        raw, unsaved=pl.concat([raw.unsaved, lost.select(pl.col(n).cast(t) for n, t in UNSAVED_SCHEMA.items())])
    )


def _first_cell(raw: RawSheet) -> str | None:
    return raw.cells[0, 0] if raw.cells.height and raw.cells.width else None


def _mark(raw: RawSheet) -> str | None:
    """The mark in the first cell of the hidden sheet for programs; None on any other sheet."""
    if raw.name != HIDDEN or not raw.cells.height or not raw.cells.width:
        return None
    text = (raw.cells[0, 0] or "").strip()
    return text if base_of(text) is not None else None


def _is_plan(raw: RawSheet) -> bool:
    beginnings = [(FORM_LINE, form) for form in FORMS]
    return raw.name == HIDDEN and raw.cells.height > 0 and raw.cells.row(0)[:2] in beginnings


def _letter(header: Header, name: str) -> str | None:
    return next((letter for letter, title in header.titles.items() if title.casefold() == name), None)
