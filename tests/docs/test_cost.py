"""The pictures of what a run costs show the figures of the tables below them."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.support.told import cluster_cost, cost


@pytest.mark.parametrize("told", [cost, cluster_cost], ids=["a run", "a decision on a cluster"])
def test_the_picture_shows_the_table(told: ModuleType) -> None:
    figures = told.TABLE.read()
    assert [tuple(one[name] for name in told.PANELS.by) for one in figures] == list(told.ASKED)
    assert told.PICTURE.read_text(encoding="utf-8") == told.PANELS.drawn(figures)
