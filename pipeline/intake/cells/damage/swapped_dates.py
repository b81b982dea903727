"""Dates whose day and month a spreadsheet program has probably swapped.

A program makes a date of `03/04/2025` in the order of its own country, and leaves `25/03/2025` as text where that is no
date in this order. So where the texts of a column show one order, and no real date of the column has a day beyond the
twelfth, the program has probably read the real dates in the other order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, column_note
from pipeline.intake.raw_sheets import StoredAs
from schemas.reasons.column_values import DATE_ORDER

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.raw_sheets import Stored

_NAMED_CELLS, _MONTHS = 3, 12
# Dates with dots are day first in every country, so that no program has swapped those beside them.
_OF_BOTH_ORDERS = r"^\D*\d{1,2}[/\-]\d{1,2}[/\-]\d"


def swapped_dates(cells: TypedCells, stored: Stored) -> pl.DataFrame:
    """One warning per column whose texts show one order and whose real dates may have been read in the other."""
    ordered = cells.notes.filter(pl.col("code") == DATE_ORDER.code.value)
    headers = dict(ordered.select("letter", "row").rows())
    columns = [column for column in cells.columns.values() if column.letter in headers]
    nothing = NO_BAD_CELLS
    if not columns:
        return nothing
    kept = stored([column.letter for column in columns]).filter(pl.col("stored_as") == StoredAs.DATE.value)
    told = [_told(cells, column, kept, headers[column.letter]) for column in columns]
    return pl.concat([nothing, *told])


def _told(cells: TypedCells, column: Column, kept: pl.DataFrame, header_row: int) -> pl.DataFrame:
    numbers = kept.filter(pl.col("column") == column.letter)["row"]
    text = pl.col(column.name)
    dates = cells.texts.select("row", column.name).filter(pl.col("row").is_in(numbers.implode()), text.is_not_null())
    others = cells.texts.select(column.name).filter(~cells.texts["row"].is_in(numbers.implode()), text.is_not_null())
    if not others[column.name].str.contains(_OF_BOTH_ORDERS).any():
        return NO_BAD_CELLS
    days = dates[column.name].str.extract(r"^\d{4}-\d\d-(\d\d)", 1).cast(pl.Int64)
    months = dates[column.name].str.extract(r"^\d{4}-(\d\d)-", 1).cast(pl.Int64)
    other = dates.filter(days != months)
    if other.is_empty() or not (days <= _MONTHS).all():
        return NO_BAD_CELLS
    named = [f"{column.letter}{row} is {read[:10]}" for row, read in other.head(_NAMED_CELLS).rows()]
    more = other.height - len(named)
    listed = ", ".join(named) + (f" and {more:,} more" if more else "")
    return column_note(column, DATE_ORDER["swapped"], header_row, {"cells": listed})
