"""Frames of which the columns are in pieces of unlike lengths, as those of concatenated and filtered frames are."""

from __future__ import annotations

import random

import polars as pl


def in_unlike_pieces(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The same rows; some pieces are empty, since a filter has taken what was in them."""
    draw, rows = random.Random(seed), frame.height
    doubled = pl.concat([frame, frame]).with_columns(_kept=pl.Series([True] * rows + [False] * rows))
    order = sorted(range(2 * rows), key=lambda at: (at % max(rows, 1), at >= rows))
    spread = doubled[order].rechunk()
    return pl.DataFrame([_cut(spread[name], draw) for name in spread.columns]).filter("_kept").drop("_kept")


def _cut(column: pl.Series, draw: random.Random) -> pl.Series:
    """The column in up to six pieces."""
    cuts = sorted(draw.sample(range(1, column.len()), min(draw.randint(0, 5), max(column.len() - 1, 0))))
    ends = zip([0, *cuts], [*cuts, column.len()], strict=True)
    return pl.concat([column.slice(start, end - start) for start, end in ends], rechunk=False)
