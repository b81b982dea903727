"""Dates that can be read, but are hardly meant: years of the Buddhist calendar, purchases of long ago.

A year of the Buddhist calendar (2567 for 2024) is no year in which anything was bought, given or returned. Only the end
of an ownership or a rental may lie that far ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import DATED, NO_BAD_CELLS
from pipeline.intake.cells.damage.damage_issues import as_cells, told_exprs
from schemas.reasons.cell_issues import UNLIKELY_DATE
from schemas.reasons.rejected_cells import INVALID_DATE
from schemas.vocabulary import IssueCode, Reason

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from schemas.reasons import Wording

_FIRST_BUDDHIST, _LAST_BUDDHIST, _AHEAD = 2400, 2600, 543
_FIRST_PURCHASE = 1970
_OPEN_ENDS = ("end_at", "rental_end")


def unlikely_dates(rows: pl.DataFrame, cells: TypedCells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The bad cells, and the warnings, about dates; a look at the first and the last of each column is the rule."""
    columns = [column for column in cells.columns.values() if column.type in DATED]
    bad, warnings = [NO_BAD_CELLS], [NO_BAD_CELLS]
    for column in columns:
        years = cells.values[column.name].dt.year()
        first, last = years.min(), years.max()
        if not isinstance(first, int) or not isinstance(last, int):
            continue
        if last >= _FIRST_BUDDHIST:
            is_end = column.name in _OPEN_ENDS
            (warnings if is_end else bad).append(_buddhist(rows, years, column, is_end=is_end))
        if first < _FIRST_PURCHASE and column.name == "purchase_date":
            found = _at(rows, years < _FIRST_PURCHASE, column)
            warnings.append(_told(found, column, UNLIKELY_DATE["long_ago"], IssueCode.UNLIKELY_DATE))
    if {"purchase_date", "warranty_end"} <= cells.columns.keys():
        warnings.append(_ended_before(rows, cells))
    return pl.concat(bad), pl.concat(warnings)


def _buddhist(rows: pl.DataFrame, years: pl.Series, column: Column, *, is_end: bool) -> pl.DataFrame:
    found = _at(
        rows.with_columns(years.alias("year")), years.is_between(_FIRST_BUDDHIST, _LAST_BUDDHIST), column, "year"
    )
    values = {"year": pl.col("year").cast(pl.String), "likely": (pl.col("year") - _AHEAD).cast(pl.String)}
    if is_end:
        return _told(found, column, UNLIKELY_DATE["buddhist_end"], IssueCode.UNLIKELY_DATE, **values)
    return _told(found, column, INVALID_DATE["buddhist"], Reason.INVALID_DATE, **values)


def _ended_before(rows: pl.DataFrame, cells: TypedCells) -> pl.DataFrame:
    bought, end = cells.values["purchase_date"], cells.values["warranty_end"]
    beside = rows.with_columns(bought.cast(pl.String).alias("purchased"))
    found = _at(beside, end < bought, cells.columns["warranty_end"], "purchased")
    wording = UNLIKELY_DATE["ended_before"]
    column = cells.columns["warranty_end"]
    return _told(found, column, wording, IssueCode.UNLIKELY_DATE, purchased=pl.col("purchased"))


def _at(rows: pl.DataFrame, test: pl.Series, column: Column, *more: str) -> pl.DataFrame:
    """The cells of a column for which the test is true; a null is not."""
    return rows.filter(test.fill_null(value=False)).select("row_id", "row", *more, value=column.letter).rechunk()


def _told(found: pl.DataFrame, column: Column, wording: Wording, code: str, **values: pl.Expr) -> pl.DataFrame:
    if found.is_empty():
        return NO_BAD_CELLS
    return as_cells(found.with_columns(**told_exprs(wording, **values)), column, code)
