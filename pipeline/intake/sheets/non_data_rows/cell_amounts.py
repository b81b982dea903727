"""The amounts of cells as they are added up: to the cent where they have cents, unrounded where a formula made them."""

from __future__ import annotations

import polars as pl

from pipeline.intake.cells.values.amounts import decimal_expr

EXACT = pl.Decimal(38, 6)
# The most by which rounding changes one amount.
HALF_A_CENT = pl.lit("0.005").cast(EXACT)

_SIGNS = " $€£¥"
_LONG = r"^[+-]?(?:\d*|\d{1,3}(?:,\d{3})+)\.\d{4,}$|^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$"
_LONG_COMMA = r"^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{4,}$"
_THREE_DECIMALS, _HAS_POINT = r"^[+-]?\d+\.\d{3}$", r"\.(?:\d{1,2}|\d{4,})$"
_LARGEST = 1e13


def cell_amounts(cells: pl.Series) -> pl.DataFrame:
    """One row per cell: its `amount`, null where it is none, and `is_unrounded` where it has more than two decimals.

    `194.444` is such an amount only where others of the column show that a point is a decimal one.
    """
    texts = cells.to_frame("cell")
    exact = texts.select(amount=decimal_expr(pl.col("cell")).cast(EXACT))
    if exact["amount"].null_count() == cells.null_count():
        return exact.with_columns(is_unrounded=pl.lit(value=False))
    read = texts.with_columns(exact["amount"], text=pl.col("cell").str.strip_chars(_SIGNS)).select(
        "amount", _long_expr()
    )
    long = pl.when(pl.col("long").abs() < _LARGEST).then(pl.col("long").round(6)).cast(EXACT, strict=False)
    is_unrounded = pl.col("amount").is_null() & long.is_not_null()
    return read.select(amount=pl.coalesce("amount", long), is_unrounded=is_unrounded)


def _long_expr() -> pl.Expr:
    """The number of a `text` with many decimals, as `long`; null for all others."""
    text = pl.col("text")
    is_three = text.str.contains(_THREE_DECIMALS) & text.str.contains(_HAS_POINT).any()
    with_point = (
        pl.when(text.str.contains(_LONG) | is_three)
        .then(text.str.replace_all(",", "", literal=True))
        .when(text.str.contains(_LONG_COMMA))
        .then(text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
    )
    return with_point.cast(pl.Float64, strict=False).alias("long")
