"""Which events only begin a reassign: the same whatever is asked, and for every event that there can be."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.store.event_payloads import first_half_sql
from schemas.frames.events import is_first_half
from schemas.vocabulary import Action, EventType

_EVENTS = pl.DataFrame(list(product(EventType, [*Action, None])), ["type", "action"], orient="row")
_FIRST_HALVES = [("ownership_cancelled", "reassign"), ("ownership_released", "reassign")]


def _in_polars(events: pl.DataFrame) -> list[bool]:
    return events.select(is_first_half(pl.col("type"), pl.col("action"))).to_series().to_list()


def _in_narwhals(events: pl.DataFrame) -> list[bool]:
    asked: Any = nw.from_native(events).select(half=is_first_half(nw.col("type"), nw.col("action")))
    halves: list[bool] = asked["half"].to_list()
    return halves


def _in_sql(events: pl.DataFrame) -> list[bool]:
    with duckdb.connect() as connection:
        connection.register("events", events)
        asked = connection.sql(f"SELECT {first_half_sql('type', 'action')} FROM events").fetchall()
        return [half for (half,) in asked]


@pytest.mark.parametrize("asked", [_in_polars, _in_narwhals, _in_sql])
def test_the_end_or_cancellation_of_a_reassign_is_its_first_half_and_nothing_else_is(
    asked: Callable[[pl.DataFrame], list[bool]],
) -> None:
    found = sorted(_EVENTS.filter(pl.Series(asked(_EVENTS))).rows())

    assert found == _FIRST_HALVES
