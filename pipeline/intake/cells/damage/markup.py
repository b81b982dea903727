"""Mark-up of web pages left in texts: `<br>`, `&nbsp;`, `&amp;`. It is told and kept, since it may be meant."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS
from pipeline.intake.cells.damage.damage_issues import as_cells, told_exprs
from schemas.reasons.cell_issues import MARKUP_IN_TEXT
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells

_TAG = (
    r"</?(?:br|p|div|span|b|i|u|em|strong|font|a|ul|ol|li|table|tr|td|th|h[1-6]|img|hr|sub|sup|pre|code)"
    r"(?:\s[^<>]*)?/?>"
)
_ENTITY = (
    r"&(?:nbsp|amp|lt|gt|quot|apos|euro|copy|reg|deg|szlig|ndash|mdash|hellip|[lr]?[sd]quo|[lr]aquo"
    r"|[A-Za-z](?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron)|(?:ae|oe|AE|OE)(?:lig)|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});"
)
# Matches text with mark-up; in any case of letters, as people and programs write it.
MARKUP = rf"(?i:{_TAG})|{_ENTITY}"


def markup(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """One warning per cell with mark-up, with its text alone."""
    typed = rows.select("row_id", "row", value=column.letter)
    found = typed.filter(pl.col("value").str.contains(MARKUP), cells.values[column.name].is_not_null())
    if found.is_empty():
        return NO_BAD_CELLS
    distinct = found["value"].unique()
    plain = pl.DataFrame({"value": distinct, "likely": [_plain(text) for text in distinct]}, schema_overrides=_TEXTS)
    told = told_exprs(MARKUP_IN_TEXT["markup"], likely=pl.col("likely"))
    marked = found.join(plain, on="value", how="left", maintain_order="left").rechunk().with_columns(**told)
    return as_cells(marked, column, IssueCode.MARKUP_IN_TEXT)


_TEXTS = {"value": pl.String, "likely": pl.String}


def _plain(text: str) -> str | None:
    """The text without its mark-up; None where nothing is left."""
    return " ".join(html.unescape(re.sub(_TAG, " ", text, flags=re.IGNORECASE)).split()) or None
