"""Texts made of a template and the columns of a frame, whatever pieces these columns are in."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.reasons.filled_frames import format_expr
from tests.support.frames.pieces import in_unlike_pieces

ROWS = pl.DataFrame({"file": ["a.csv", "b.csv", None, "d.csv", "e.csv"], "row": [1, 2, 3, None, 5]})


def test_a_template_is_filled_with_columns_and_expressions() -> None:
    told = ROWS.select(told=format_expr("{}, row {}!", "file", pl.col("row") + 1))
    assert told["told"].to_list() == ["a.csv, row 2!", "b.csv, row 3!", None, None, "e.csv, row 6!"]


def test_it_may_begin_with_a_part_and_end_with_one() -> None:
    assert ROWS.select(told=format_expr("{}{}", "file", "row"))["told"].to_list()[0] == "a.csv1"


@pytest.mark.parametrize("seed", range(60))
def test_pieces_of_unlike_lengths_make_the_same_texts(seed: int) -> None:
    pieces = in_unlike_pieces(ROWS, seed)
    assert pieces.equals(ROWS)
    told = {"told": format_expr("{} ({})", "file", "row"), "both": pl.concat_str("file", "row", ignore_nulls=True)}
    assert pieces.with_columns(**told).equals(ROWS.with_columns(**told))
    assert pieces.select(pl.struct("file", "row")).equals(ROWS.select(pl.struct("file", "row")))


def test_the_pieces_are_such_that_they_have_unlike_lengths_and_some_are_empty() -> None:
    frames = [in_unlike_pieces(ROWS, seed) for seed in range(60)]
    lengths = [[[len(piece) for piece in column.get_chunks()] for column in frame] for frame in frames]
    assert any(one != other for one, other in lengths)
    assert any(0 in column for columns in lengths for column in columns)
