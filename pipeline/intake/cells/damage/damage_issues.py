"""The cells that are looked at closely; how findings about them become rows of issues, in words that several share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import BAD_CELL_SCHEMA

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells

ENTER_AGAIN = "Format the column as Text, and enter or import it again."

TOLD = {"said": pl.lit(None, pl.String), "hint": pl.lit(None, pl.String)}
"""Nothing said."""


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
    """One row per cell, as bad cells have them. `told` has `row_id, row, value, said, hint`."""
    placed = told.with_columns(
        position=pl.lit(column.position), letter=pl.lit(column.letter), code=pl.lit(str(code), pl.String)
    )
    return placed.select(pl.col(name).cast(dtype) for name, dtype in BAD_CELL_SCHEMA.items())


def perhaps_expr(likely: pl.Expr, verb: str) -> pl.Expr:
    """The hint that names the likely identifier, where there is one."""
    return pl.format(f"Perhaps {{}} {verb}. {ENTER_AGAIN}", likely).fill_null(ENTER_AGAIN)
