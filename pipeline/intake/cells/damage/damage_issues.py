"""The cells in which damage is searched, and findings about them as rows of bad cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import BAD_CELL_SCHEMA
from schemas.reasons.filled_frames import wording_exprs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from schemas.reasons import Wording

_TOLD = ("template", "subject", "said", "likely", "hint")
NOTHING_TOLD = {name: pl.lit(None, pl.String) for name in _TOLD}


def read_cells(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The cells of one column: as typed, as read, and whether they have a value.

    Callers rechunk the rows that they keep: Polars 2.1 fails on texts joined under a condition from unlike chunks.
    """
    return rows.select(
        "row_id",
        "row",
        value=column.letter,
        text=cells.texts[column.name],
        is_accepted=cells.values[column.name].is_not_null(),
    )


def beside_kept(kept: pl.DataFrame, rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The data cells of one column that the file does not store as text, as stored and as read."""
    read = read_cells(rows, cells, column)
    return read.join(kept.drop("column"), on="row", how="inner", maintain_order="left").rechunk()


def as_cells(told: pl.DataFrame, column: Column, code: str) -> pl.DataFrame:
    """One row per cell, with the columns of bad cells. `told` has `row_id, row, value` and the texts of a wording."""
    placed = told.with_columns(
        position=pl.lit(column.position), letter=pl.lit(column.letter), code=pl.lit(str(code), pl.String)
    )
    return placed.select(pl.col(name).cast(dtype) for name, dtype in BAD_CELL_SCHEMA.items())


def told_exprs(wording: Wording, **values: pl.Expr) -> dict[str, pl.Expr]:
    """The texts of a wording for each cell: `template, subject, said, likely, hint`."""
    told = {"likely": pl.lit(None, pl.String), **values}
    exprs = {**wording_exprs(wording, told), "likely": told["likely"].cast(pl.String)}
    return {name: exprs[name] for name in _TOLD}


def first_told_exprs(tests: Sequence[tuple[pl.Expr, Wording, Mapping[str, pl.Expr]]]) -> dict[str, pl.Expr]:
    """The texts of the wording whose test is the first that is true for a cell; null where none is."""
    told = [(test, told_exprs(wording, **values)) for test, wording, values in tests]
    chosen = {}
    for name in _TOLD:
        choice = NOTHING_TOLD[name]
        for test, exprs in reversed(told):
            choice = pl.when(test).then(exprs[name]).otherwise(choice)
        chosen[name] = choice
    return chosen
