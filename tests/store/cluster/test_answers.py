"""What a cluster answers comes in parts, and is one frame in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.store.cluster import answers
from pipeline.store.cluster.answers import pieced

_LONG = "a text of more than twelve letters"


@pytest.mark.parametrize(
    ("columns", "order"),
    [
        ({"n": [3, 1, 2, 4, 0], "kind": ["device"] * 5, "label": [_LONG, None, _LONG, None, "b"]}, ["kind", "n"]),
        ({"n": [1, 1, 2, 2, 2], "told": [None, None, True, True, True]}, ["n"]),
        ({"kind": ["device"] * 5, "n": [7] * 5}, ["n"]),
        ({"n": [None] * 5}, []),
        ({"n": [0.5, None, None, None, None], "many": [["a"], ["b"], ["b"], None, None]}, []),
    ],
)
@pytest.mark.parametrize("copied", [2, 20_000])
def test_parts_are_one_frame_in_order(
    columns: Mapping[str, list[Any]], order: Sequence[str], copied: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is alike in one part, in some of them or in all."""
    monkeypatch.setattr(answers, "_COPIED", copied)
    rows = pl.DataFrame(columns)
    found = pieced([rows.clear(), *rows.iter_slices(2), rows.clear()], order, ["n"])
    assert_frame_equal(found, rows.sort(order, descending=[name == "n" for name in order]) if order else rows)


def test_an_answer_without_a_row_has_the_columns() -> None:
    rows = pl.DataFrame(schema={"n": pl.Int64, "label": pl.String})
    assert_frame_equal(pieced([rows], ["n"], []), rows)
