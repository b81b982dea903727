"""A second table below the first, in the same sheet, with other columns: its cells stand below headers not their own.

It begins with a row that repeats the header of some columns, one of which identifies, and gives others another one. So
a list of what was disposed of, below that of what there is, would have days of purchase that are those of the disposal.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, as_bad_cells
from schemas.fields import IDENTIFIERS, OWNER_IDENTIFIERS
from schemas.reasons.rejected_cells import INVALID_VALUE

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.headers.header_row import Header

_IDENTIFYING = frozenset((*IDENTIFIERS, *OWNER_IDENTIFIERS))


def tables_below(rows: pl.DataFrame, cells: TypedCells, header: Header) -> pl.DataFrame:
    """One row per cell of a further table whose column has another header there, and per header that is repeated."""
    columns = [column for column in cells.columns.values() if column.letter in header.titles]
    naming = [column for column in columns if column.name in _IDENTIFYING]
    is_again = [pl.col(column.letter) == header.titles[column.letter] for column in naming]
    if not naming or not rows.select(pl.any_horizontal(is_again).any()).item():
        return NO_BAD_CELLS
    same = [pl.col(column.letter).eq_missing(header.titles[column.letter]).cast(pl.Int8) for column in columns]
    begins = rows.filter(pl.any_horizontal(is_again) & (pl.sum_horizontal(same) > 1)).rows(named=True)
    found = [NO_BAD_CELLS]
    ends = [first["row"] for first in begins[1:]]
    for first, end in zip_longest(begins, ends):
        of_table = rows.filter(pl.col("row") > first["row"])
        of_table = of_table if end is None else of_table.filter(pl.col("row") < end)
        found += _titles(rows, columns, naming, first)
        for column in columns:
            found += _of_column(rows, of_table, column, header.titles[column.letter], first)
    return pl.concat(found)


def _titles(
    rows: pl.DataFrame, columns: list[Column], naming: list[Column], first: dict[str, Any]
) -> list[pl.DataFrame]:
    """The header that begins the table again, and the title of the table in the row above, where it has no more."""
    again = rows.filter(pl.col("row") == first["row"])
    above = rows.filter(pl.col("row") < first["row"]).tail(1)
    filled = [column for column in columns if above[column.letter].drop_nulls().len()]
    said = [_said(again, naming[0], "header_again")]
    return [*said, _said(above, filled[0], "title_again")] if len(filled) == 1 and filled[0] in naming else said


def _of_column(
    rows: pl.DataFrame, of_table: pl.DataFrame, column: Column, title: str, first: dict[str, Any]
) -> list[pl.DataFrame]:
    """The cells of the table below another header than that of the column, and that header."""
    other = first[column.letter]
    if other is None or other == title:
        return []
    told = {"title": title, "other": other, "at": f"{column.letter}{first['row']}"}
    header = rows.filter(pl.col("row") == first["row"])
    return [_said(header, column, "header_again"), _said(of_table, column, "other_header", **told)]


def _said(rows: pl.DataFrame, column: Column, wording: str, **told: object) -> pl.DataFrame:
    cells = rows.select("row_id", "row", value=pl.col(column.letter)).drop_nulls("value")
    values = {name: pl.lit(str(text)) for name, text in told.items()}
    return as_bad_cells(cells, INVALID_VALUE[wording], position=column.position, letter=column.letter, values=values)
