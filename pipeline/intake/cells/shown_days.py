"""Dates that show only a day: a number format without hours hides the time of day that a cell may hold.

Such a time comes from a sum or from another program. People see the day, and mean it. The number formats are read from
the file only where a column of days, or of when people are given devices, holds a time of day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.raw_sheets import StoredAs
from pipeline.intake.readers.xml.number_formats import shows_only_a_day
from schemas.fields import ASSIGNMENT_FIELDS, ATTRIBUTES, OWNER_FIELDS, FieldType

if TYPE_CHECKING:
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import Stored

_SHOWING = frozenset(
    field.name
    for field in (*ASSIGNMENT_FIELDS, *ATTRIBUTES, *OWNER_FIELDS)
    if field.type is FieldType.DATE or (field.type is FieldType.INSTANT and field in ASSIGNMENT_FIELDS)
)
# Matches a day with a time of day that is not midnight, as the readers write it.
_WITH_TIME = r"^\d{4}-\d\d-\d\d [\d:.]*[1-9][\d:.]*$"


def with_shown_days(rows: pl.DataFrame, layout: Layout, stored: Stored) -> pl.DataFrame:
    """The rows, in which a date that shows only its day is that day."""
    dated = [letter for letter, name in layout.fields.items() if name in _SHOWING]
    if not dated or rows.is_empty():
        return rows
    has_time = rows.select(pl.col(letter).str.contains(_WITH_TIME).any() for letter in dated).row(0)
    timed = [letter for letter, has in zip(dated, has_time, strict=True) if has]
    if not timed:
        return rows
    dates = stored(timed).filter(pl.col("stored_as") == StoredAs.DATE.value)
    codes = [code for code in dates["format"].unique() if code is not None and shows_only_a_day(code)]
    hiding = dates.filter(pl.col("format").is_in(codes))
    for (letter,), cells in hiding.group_by("column"):
        is_day = pl.col("row").is_in(cells["row"].implode()) & pl.col(str(letter)).str.contains(_WITH_TIME)
        day = pl.col(str(letter)).str.head(10) + pl.lit(" 00:00:00")
        rows = rows.with_columns(pl.when(is_day).then(day).otherwise(pl.col(str(letter))).alias(str(letter)))
    return rows
