"""The blanks of a column filled from another column of the same field, before the cells are typed.

A cell is named by its own address, also where another column's value is read in its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from schemas.keys import without_words_expr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.raw_sheets import RawSheet

# One row per cell that is read in the place of a blank one: its row, its column, and that of the blank one.
_MOVED = {"row": pl.Int64, "letter": pl.String, "source": pl.String}


def filled(
    rows: pl.DataFrame, raw: RawSheet, fills: Mapping[str, Sequence[str]]
) -> tuple[pl.DataFrame, RawSheet, pl.DataFrame]:
    """The rows and the sheet, with blanks filled, and the cells that were moved for that."""
    moved = [pl.DataFrame(schema=_MOVED)]
    for letter, sources in fills.items():
        for source in sources:
            is_moved = _is_blank(rows[letter]) & ~_is_blank(rows[source])
            moved.append(rows.filter(is_moved).select("row", letter=pl.lit(letter), source=pl.lit(source)))
            rows = rows.with_columns(pl.when(is_moved).then(pl.col(source)).otherwise(pl.col(letter)).alias(letter))
    all_moved = pl.concat(moved)
    if all_moved.is_empty():
        return rows, raw, all_moved

    def stored(letters: Sequence[str]) -> pl.DataFrame:
        wanted = [*letters, *(source for letter in letters for source in fills.get(letter, ()))]
        return _placed(raw.stored([*dict.fromkeys(wanted)]), all_moved)

    return rows, replace(raw, unsaved=_placed(raw.unsaved, all_moved), stored=stored), all_moved


def at_their_places(cells: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """The findings about cells, with the columns in which the cells stand; `letter` is the column that was typed."""
    if moved.is_empty() or cells.is_empty():
        return cells
    found = cells.join(moved, on=["row", "letter"], how="left", maintain_order="left")
    return found.with_columns(letter=pl.coalesce("source", "letter")).drop("source")


def _placed(cells: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Facts about cells, under the columns in which the cells are read; without those about moved blanks."""
    target = moved.rename({"letter": "target", "source": "column"})
    kept = cells.join(moved, left_on=["row", "column"], right_on=["row", "letter"], how="anti", maintain_order="left")
    found = kept.join(target, on=["row", "column"], how="left", maintain_order="left")
    return found.with_columns(column=pl.coalesce("target", "column")).select(cells.columns)


def _is_blank(texts: pl.Series) -> pl.Series:
    return texts.to_frame("text").select(without_words_expr(pl.col("text")).is_null()).to_series()
