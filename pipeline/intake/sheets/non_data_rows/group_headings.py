"""Headings between the rows of a sheet, such as `IT EQUIPMENT` above its laptops: they are no devices.

A heading is the only filled cell of its row, and the row below is a full one. It has no figure, and stands in a column
of identifiers that all have one, or in the first column. A name alone may well be that of a device: there only capitals
or a colon make a heading. In a column of people it is somebody, and in others it may be what a device lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.layout import HOLDING
from pipeline.intake.sheets.non_data_rows.totals_and_notes import shown_columns
from schemas.fields import IDENTIFIERS
from schemas.vocabulary import DEVICE_KINDS
from schemas.words.placeholders import NAMES

if TYPE_CHECKING:
    from pipeline.intake.headers.header_row import Header

_FULL = 3
_SHARE_WITH_FIGURES = 0.9
_WORDS = r"^[^\d@]*\p{L}{2}[^\d@]*$"
_LOUD = r"^[^\p{Ll}\d@]*\p{Lu}{2}[^\p{Ll}\d@]*$|^[^\d@]*\p{L}{2}[^\d@]*:\s*$"


def group_headings(rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """One row per heading among the data rows, from the top: `row, said`."""
    shown = shown_columns(rows, header)
    lone = _lone_above_full(rows, shown) if len(shown) >= _FULL else pl.Series([], dtype=pl.Boolean)
    if not lone.any():  # as in most sheets
        return pl.DataFrame(schema={"row": pl.Int64, "said": pl.String})
    full = rows.filter(~lone)
    patterns = {letter: _pattern(header, letter, full[letter], is_first=letter == shown[0]) for letter in shown}
    is_heading = [pl.col(letter).str.contains(pattern) for letter, pattern in patterns.items() if pattern is not None]
    found = rows.filter(lone).filter(pl.any_horizontal(pl.lit(value=False), *is_heading))
    return found.select("row", said=pl.coalesce(shown))


def _lone_above_full(rows: pl.DataFrame, shown: list[str]) -> pl.Series:
    """True for a row of one filled cell above a row of several."""
    filled = rows.select(pl.sum_horizontal(pl.col(shown).is_not_null().cast(pl.UInt32))).to_series()
    return ((filled == 1) & (filled.shift(-1) >= _FULL)).fill_null(value=False)


def _pattern(header: Header, letter: str, others: pl.Series, *, is_first: bool) -> str | None:
    """The pattern of the headings in a column, where the full rows have these `others`; None where it has none."""
    fields = {header.field_of(letter, kind) for kind in DEVICE_KINDS} if letter in header.titles else set()
    if fields & {*IDENTIFIERS}:
        with_figures = others.drop_nulls().str.contains(r"\d")
        return _WORDS if with_figures.sum() >= max(1, _SHARE_WITH_FIGURES * len(with_figures)) else None
    if not is_first or fields & HOLDING:
        return None
    return _LOUD if fields & NAMES else _WORDS
