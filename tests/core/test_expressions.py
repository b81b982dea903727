"""Small steps on frames."""

from __future__ import annotations

import narwhals as nw
import polars as pl
from polars.testing import assert_frame_equal

from pipeline.core.expressions import WORTH_COMPACTING, compacted, computed, count_of, is_empty, settled
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


def test_what_was_computed_is_not_computed_again_but_what_is_made_of_it_is() -> None:
    frame = settled(on_polars(pl.DataFrame({"number": [1, 2, 3]})))
    none = settled(frame.filter(nw.col("number") > 3))

    assert computed(frame) is computed(settled(frame))
    assert (is_empty(frame), is_empty(none)) == (False, True)
    assert computed(frame.with_columns(number=nw.col("number") + 1))["number"].to_list() == [2, 3, 4]
    assert is_empty(frame.head(0))
    assert [count_of(rows) for rows in (frame, none, frame.head(2))] == [3, 0, 2]
