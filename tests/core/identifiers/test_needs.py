"""Devices that count on each other: a reason passes along a chain, however long, and a ring has none."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.core.identifiers.needs import passed_on
from tests.support.worlds.approvals import native
from tests.support.worlds.decisions import on_polars
from tests.support.worlds.engines import on_duckdb

Links = dict[int, tuple[int | None, str | None]]


def _fates(links: Links, *, on_other: bool = False) -> dict[int, str | None]:
    rows = [(device_id, *told) for device_id, told in links.items()]
    schema = {"device_id": pl.Int64, "needed_id": pl.Int64, "reason": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    lazy = on_duckdb(frame) if on_other else on_polars(frame)
    return dict(native(passed_on(lazy)).iter_rows())


def test_each_has_its_own_reason_or_that_of_the_next_one_ahead() -> None:
    links: Links = {1: (2, None), 2: (3, "own"), 3: (None, "last"), 4: (3, None), 5: (None, None), 6: (5, None)}
    assert _fates(links) == {1: "own", 2: "own", 3: "last", 4: "last", 5: None, 6: None}


@pytest.mark.parametrize("length", [2, 3, 7, 8, 9, 1000])
def test_a_reason_at_the_end_of_a_chain_reaches_its_beginning(length: int) -> None:
    chain: Links = {at: (at + 1, None) for at in range(1, length)}
    fates = _fates({**chain, length: (None, "stays")})
    assert set(fates.values()) == {"stays"}
    assert len(fates) == length


@pytest.mark.parametrize("length", [2, 3, 1000])
def test_in_a_ring_all_go_ahead_unless_one_does_not(length: int) -> None:
    ring: Links = {at: (at % length + 1, None) for at in range(1, length + 1)}
    assert set(_fates({**ring, length + 1: (1, None)}).values()) == {None}
    assert set(_fates({**ring, 2: (ring[2][0], "stays")}).values()) == {"stays"}


def test_duckdb_passes_reasons_on_as_polars_does() -> None:
    links: Links = {1: (2, None), 2: (3, None), 3: (None, "stays"), 4: (5, None), 5: (4, None)}
    assert _fates(links, on_other=True) == _fates(links) == {1: "stays", 2: "stays", 3: "stays", 4: None, 5: None}
