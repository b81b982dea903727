"""Numbers of things that a program has written with decimals: `20001.0` for 20001.

A table that goes through floats (a blank cell is enough in pandas) has `.0` behind every whole number of a column. Such
a column is told by all of its values: where any is no whole number, as in a list of versions, each stays as it is. So
does everything in a workbook of ours, which shows what is on record.

In a column of tags or of numbers of people, other values may stand beside them (`20001.0` and `C55`): `20001.0` would
be a second person, or a new tag of a known device. There they are whole numbers unless any other value has decimals,
and a note says so. Serial numbers are left to the guard on new devices.
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
_WITH_DECIMALS, _BROKEN = r"^(\d+)\.0+$", r"\d[.,]\d"
_LOOKED_AT = 50
# The fields whose values may be numbers and other texts in one column.
_MIXED = frozenset(("asset_tag", "external_id", "external_user_id", "username"))


def without_decimals(
    texts: pl.DataFrame, columns: Sequence[Column], header: Header
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The tidied texts with whole numbers as such, and one note per column that had decimals."""
    notes: list[pl.DataFrame] = []
    if OURS & {column.name for column in columns}:
        return texts, notes
    for column in (one for one in columns if one.name in NUMBERED):
        example, wording = _example(texts[column.name]), "decimals"
        if example is None and column.name in _MIXED:
            example, wording = _example_among_others(texts[column.name]), "some_decimals"
        if example is None:
            continue
        whole = _whole(texts[column.name])
        texts = texts.with_columns(whole)
        title = header.titles.get(column.letter, column.letter)
        told = {"title": title, "text": example, "whole": example.partition(".")[0]}
        notes.append(column_note(column, NUMBERS_AS_IDENTIFIERS[wording], header.row_of(column.letter), told))
    return texts, notes


def _whole(texts: pl.Series) -> pl.Series:
    """The texts, without the decimals of whole numbers."""
    return texts.str.replace(_WITH_DECIMALS, "${1}")


def _example(texts: pl.Series) -> str | None:
    """The first number with decimals, where all values are whole numbers; the first few exclude most columns."""
    if not texts.head(_LOOKED_AT).str.contains(_WHOLE).all() or not texts.str.contains(_WHOLE).all():
        return None
    with_decimals = texts.filter(texts.str.contains(_DECIMALS))
    return None if with_decimals.is_empty() else str(with_decimals[0])


def _example_among_others(texts: pl.Series) -> str | None:
    """The first number with decimals, where no other text has any; the ends of the texts exclude most columns."""
    if not texts.str.ends_with(".0").any():
        return None
    is_whole = texts.str.contains(_WITH_DECIMALS)
    found, others = texts.filter(is_whole), texts.filter(~is_whole)
    return None if found.is_empty() or others.str.contains(_BROKEN).any() else str(found[0])
