"""The cells that are looked at closely, and how findings about them become rows of issues."""

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

    Users rechunk what is left of them: Polars 2.1 stops at texts joined under a condition from unlike chunks.
    """
    return rows.select(
        "row_id",
        "row",
        value=column.letter,
        text=cells.texts[column.name],
        is_accepted=cells.values[column.name].is_not_null(),
    )


def beside_kept(kept: pl.DataFrame, rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The data cells of one column that are no text, as they are kept and as they were read."""
    read = read_cells(rows, cells, column)
    return read.join(kept.drop("column"), on="row", how="inner", maintain_order="left").rechunk()


def as_cells(told: pl.DataFrame, column: Column, code: str) -> pl.DataFrame:
    """One row per cell, as bad cells have them. `told` has `row_id, row, value` and what is told of it."""
    placed = told.with_columns(
        position=pl.lit(column.position), letter=pl.lit(column.letter), code=pl.lit(str(code), pl.String)
    )
    return placed.select(pl.col(name).cast(dtype) for name, dtype in BAD_CELL_SCHEMA.items())


def told_exprs(wording: Wording, **values: pl.Expr) -> dict[str, pl.Expr]:
    """What a wording tells of each cell: `template, subject, said, likely, hint`."""
    told = {"likely": pl.lit(None, pl.String), **values}
    exprs = {**wording_exprs(wording, told), "likely": told["likely"].cast(pl.String)}
    return {name: exprs[name] for name in _TOLD}


def first_told_exprs(tests: Sequence[tuple[pl.Expr, Wording, Mapping[str, pl.Expr]]]) -> dict[str, pl.Expr]:
    """The same by the first test that is true of a cell; null where none is."""
    told = [(test, told_exprs(wording, **values)) for test, wording, values in tests]
    chosen = {}
    for name in _TOLD:
        choice = NOTHING_TOLD[name]
        for test, exprs in reversed(told):
            choice = pl.when(test).then(exprs[name]).otherwise(choice)
        chosen[name] = choice
    return chosen
