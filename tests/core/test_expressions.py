"""Small steps on frames."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from pipeline.core.expressions import WORTH_COMPACTING, compacted
from tests.support.worlds.decisions import on_polars


def test_a_compacted_frame_says_the_same_whether_its_columns_are_blank_have_one_text_or_several() -> None:
    numbers = range(WORTH_COMPACTING)
    frame = pl.DataFrame({"number": numbers, "one": "x", "many": [str(number) for number in numbers]}).with_columns(
        some=pl.when(pl.col("number") > 3).then(pl.lit("y")),
        no_text=pl.lit(None, pl.String),
        nothing=pl.lit(None, pl.Date),
    )
    for rows in (frame, frame.head(3), frame.head(0)):
        assert_frame_equal(compacted(on_polars(rows)).collect().to_native(), rows)
