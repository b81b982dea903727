"""Expressions in stages, so that a value used several times is computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def in_stages(text: pl.Expr, stages: Sequence[Callable[[pl.Expr], pl.Expr]], dtype: pl.DataType) -> pl.Expr:
    """Apply the stages one after the other. In a single expression, a value used n times would be computed n times."""

    def computed(texts: pl.Series) -> pl.Series:
        frame = texts.to_frame("cell")
        for stage in stages:
            frame = frame.select(stage(pl.col("cell")).alias("cell"))
        return frame["cell"]

    return text.map_batches(computed, return_dtype=dtype)
