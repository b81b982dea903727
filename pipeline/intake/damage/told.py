"""How findings about single cells become rows of issues, and the words that several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.bad_cells import BAD_CELL_SCHEMA

if TYPE_CHECKING:
    from pipeline.intake.bad_cells import Column

ENTER_AGAIN = "Format the column as Text, and enter or import it again."

TOLD = {"said": pl.lit(None, pl.String), "hint": pl.lit(None, pl.String)}
"""Nothing said."""


def as_cells(told: pl.DataFrame, column: Column, code: str) -> pl.DataFrame:
    """One row per cell, as bad cells have them. `told` has `row_id, row, value, said, hint`."""
    placed = told.with_columns(
        position=pl.lit(column.position), letter=pl.lit(column.letter), code=pl.lit(str(code), pl.String)
    )
    return placed.select(pl.col(name).cast(dtype) for name, dtype in BAD_CELL_SCHEMA.items())


def perhaps_expr(likely: pl.Expr, verb: str) -> pl.Expr:
    """The hint that names the likely identifier, where there is one."""
    return pl.format(f"Perhaps {{}} {verb}. {ENTER_AGAIN}", likely).fill_null(ENTER_AGAIN)
