"""The name of a sheet, or the line above its table, that says that its devices came back: its rows are no assignments.

Where nothing in the rows says what to do, such a sheet is refused, since each row of it would hand a device out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.issues import Finding, finding
from schemas.fields import OWNERS, RETURNS
from schemas.keys import NOBODY, without_words_expr
from schemas.reasons.sheet_issues import UNCLEAR_ACTION
from schemas.vocabulary import Kind
from schemas.words.statuses import tells_of_ends

if TYPE_CHECKING:
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading


def unclear_title(raw: RawSheet, layout: Layout, rows: pl.DataFrame, how: Reading, *, file: str) -> list[Finding]:
    """The finding about such a name or line, where nothing says what the rows that name an owner ask for."""
    if how.action is not None or layout.kind not in (Kind.ASSIGNMENTS, Kind.REGISTER):
        return []
    told = _telling(raw, layout)
    if told is None or _says_what_to_do(layout, rows):
        return []
    cell, text = told
    name = "sheet_name" if cell is None else "title_line"
    return [finding(UNCLEAR_ACTION[name], file, raw.name, cell=cell, value=text, text=text)]


def _telling(raw: RawSheet, layout: Layout) -> tuple[str | None, str] | None:
    """The cell and the text that tell of returns, or of who or what is gone; the name of the sheet has no cell."""
    if tells_of_ends(raw.name):
        return None, raw.name
    header = layout.header
    for row, line in enumerate(raw.cells.head(header.row - 1 - bool(header.upper)).rows(), start=1):
        filled = [(letter, text) for letter, text in zip(raw.cells.columns, line, strict=True) if text and text.strip()]
        if len(filled) == 1 and tells_of_ends(filled[0][1]):
            return f"{filled[0][0]}{row}", filled[0][1].strip()
    return None


def _says_what_to_do(layout: Layout, rows: pl.DataFrame) -> bool:
    """True where a column has the action, or each row that names an owner gives the date of its return."""
    if "action" in layout.fields.values():
        return True
    owners, returns = (
        [letter for letter, name in layout.fields.items() if name in those] for those in (OWNERS, RETURNS)
    )
    given = [without_words_expr(pl.col(letter)) for letter in owners]
    owned = rows.filter(pl.any_horizontal(one.str.to_lowercase() != NOBODY for one in given)) if given else rows
    if not returns:
        return layout.kind is Kind.REGISTER and owned.is_empty()
    is_returned = pl.any_horizontal(without_words_expr(pl.col(letter)).is_not_null() for letter in returns)
    return bool(owned.select(is_returned.all()).item())
