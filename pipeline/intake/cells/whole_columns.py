"""What cells mean by the other cells of their column, so that some rows of it cannot be typed by themselves.

Dates that are not ISO are read in the order that the column tells, amounts by the decimal mark of others, signs of
currencies by those that are clear; a zero is told of among words, and the first day of computers is blank among others.
All other rules look at a cell or its row, or make a note on the column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import DATED
from pipeline.intake.cells.currencies import A_SIGN
from pipeline.intake.cells.values.amounts import AMBIGUOUS_AMOUNT
from pipeline.intake.cells.values.written_dates import ISO_SHAPE
from schemas.fields import CURRENCY, FieldType
from schemas.keys import ALL
from schemas.words.currencies import meanings, of_header
from schemas.words.placeholders import EPOCH

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.headers.header_row import Header

_ZERO = "0"


def hang_together(cells: TypedCells, header: Header) -> bool:
    """True where a cell may mean something else, or something else be said of it, beside other rows."""
    above = [sign for title in header.titles.values() if (sign := of_header(title)) is not None]
    own = cells.values[CURRENCY].drop_nulls().unique() if CURRENCY in cells.columns else ()
    if any(len(meanings(sign)) > 1 for sign in (*above, *own)):
        return True
    tests = [test.any() for column in cells.columns.values() for test in _tests(column, cells)]
    return bool(cells.texts.select(pl.any_horizontal(pl.lit(value=False), *tests)).item())


def _tests(column: Column, cells: TypedCells) -> list[pl.Expr]:
    """True for each cell of the column that hangs on others; a text that is no date and no amount at all does not."""
    text, is_usual = pl.col(column.name), column.is_usual
    if column.type in DATED:
        is_written = ~text.str.contains(ISO_SHAPE) & text.str.contains(r"\d")
        return [] if is_usual else [is_written, text.str.contains(rf"^{EPOCH}$")]
    if column.type is FieldType.DECIMAL:
        is_amount = pl.lit(cells.values[column.name].is_not_null())
        return [] if is_usual else [text.str.contains(AMBIGUOUS_AMOUNT), is_amount & text.str.contains(A_SIGN)]
    tests = [text == _ZERO] if column.type is FieldType.TEXT else []
    return [*tests, text.str.to_lowercase() == ALL] if column.may_mean_all and column.is_odd else tests
