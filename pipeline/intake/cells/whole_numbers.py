"""Numbers of things that a program has written with decimals: `20001.0` for 20001.

A table that goes through floats (a blank cell is enough in pandas) has `.0` behind every whole number of a column. Such
a column is told by all of its values: where any is no whole number, as in a list of versions, each stays as it is. So
does everything in a workbook of ours, which shows what is on record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import column_note
from schemas.fields import NUMBERED, OURS
from schemas.reasons.cell_issues import NUMBERS_AS_IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.headers.header_row import Header

_WHOLE, _DECIMALS = r"^\d+(?:\.0+)?$", r"\.0+$"
_LOOKED_AT = 50


def without_decimals(
    texts: pl.DataFrame, columns: Sequence[Column], header: Header
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The tidied texts with whole numbers as such, and one note per column that had decimals."""
    notes: list[pl.DataFrame] = []
    if OURS & {column.name for column in columns}:
        return texts, notes
    for column in (one for one in columns if one.name in NUMBERED):
        example = _example(texts[column.name])
        if example is None:
            continue
        whole = texts[column.name].str.replace(_DECIMALS, "")
        texts = texts.with_columns(whole)
        title = header.titles.get(column.letter, column.letter)
        told = {"title": title, "text": example, "whole": example.partition(".")[0]}
        notes.append(
            column_note(column, NUMBERS_AS_IDENTIFIERS["decimals"], header.row - (column.letter in header.upper), told)
        )
    return texts, notes


def _example(texts: pl.Series) -> str | None:
    """The first number with decimals, where all values are whole numbers; the first few exclude most columns."""
    if not texts.head(_LOOKED_AT).str.contains(_WHOLE).all() or not texts.str.contains(_WHOLE).all():
        return None
    with_decimals = texts.filter(texts.str.contains(_DECIMALS))
    return None if with_decimals.is_empty() else str(with_decimals[0])
