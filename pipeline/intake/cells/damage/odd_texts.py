"""Damage to texts that name or number things, such as `model` and `order_number`.

It rejects no row, and a number is fine as long as none of its digits is lost. The stored types are read from the file
only where some text of a column may be damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS
from pipeline.intake.cells.damage.damage_issues import as_cells, told_exprs
from pipeline.intake.cells.damage.turned_into_dates import judged_dates
from pipeline.intake.cells.damage.turned_into_numbers import KEPT_DIGITS, SCIENTIFIC, judged_numbers, shown_numbers
from pipeline.intake.raw_sheets import StoredAs
from schemas.fields import CUSTOM_PREFIX
from schemas.reasons.cell_issues import DAMAGED_TEXT
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells

# The fields whose numbers may be shown with leading zeros that are not stored.
_NUMBERED = frozenset(
    ("order_number", "contract_number", "invoice_number", "tracking_number", "external_id", "external_user_id")
)

# Matches any text that may be damaged. One pattern takes 90 ms for 33 columns of 200,000 texts; one pattern per kind of
# damage takes twice as long.
_LOST = rf"^-?\d(?:\d{{{KEPT_DIGITS}}}|[\d.,]*[eE][+-]?\d+$|\d{{3}}-\d\d-\d\d 00:00:00$)"

_WHOLE = r"^[1-9]\d*$"
_ZERO, _A_WORD = "0", r"^[^\d]*\p{L}{2}"


def may_be_damaged_expr(column: Column) -> pl.Expr:
    """True where some text of the column may be a damaged number or date."""
    text = pl.col(column.name).str
    return text.contains(f"{_LOST}|{_WHOLE}" if column.name in _NUMBERED else _LOST).any()


def zeros_among_words(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """One warning per 0 in a column whose other texts are mostly words, not numbers."""
    texts = cells.texts[column.name]
    others = texts.filter(texts != _ZERO)
    if others.is_empty() or others.str.contains(_A_WORD).sum() <= len(others) / 2:
        return NO_BAD_CELLS
    zeros = rows.filter(texts == _ZERO).select("row_id", "row", value=column.letter)
    return as_cells(zeros.with_columns(**told_exprs(DAMAGED_TEXT["zero"])), column, Reason.DAMAGED_TEXT)


def kept_warnings(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One warning per damaged cell among those that the file does not store as text, as `beside_kept` gives them."""
    accepted = cells.filter("is_accepted")
    suspects, dates = _numbers(accepted, column), _dates(accepted, column)
    found = [NO_BAD_CELLS]
    if not suspects.is_empty():
        judged = judged_numbers(suspects, is_mac=False).filter(pl.col("said").is_not_null())
        found.append(as_cells(judged, column, Reason.DAMAGED_TEXT))
    if not dates.is_empty():
        found.append(as_cells(judged_dates(dates), column, Reason.DAMAGED_TEXT))
    return pl.concat(found)


def shown_warnings(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One warning per cell whose text is a number in the form in which a spreadsheet program shows it."""
    return as_cells(shown_numbers(cells.filter("is_accepted")), column, Reason.DAMAGED_TEXT)


def _numbers(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The numbers that may be damaged; not decimals and measures, such as `15.6` and `16 GB`, which lose nothing."""
    number = pl.coalesce(pl.col("raw").cast(pl.Float64, strict=False), pl.col("text").cast(pl.Float64, strict=False))
    is_suspect = (number.abs() >= 10**KEPT_DIGITS) | pl.col("format").str.contains(SCIENTIFIC)
    if column.name in _NUMBERED:
        is_suspect |= pl.col("text").str.contains(_WHOLE)
    return cells.filter(pl.col("stored_as") == StoredAs.NUMBER.value, is_suspect).rechunk()


def _dates(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The days that may have been something else; none in a custom attribute, which may well hold dates."""
    is_date = (pl.col("stored_as") == StoredAs.DATE.value) & pl.lit(not column.name.startswith(CUSTOM_PREFIX))
    return cells.filter(is_date, pl.col("text").str.ends_with(" 00:00:00")).rechunk()
