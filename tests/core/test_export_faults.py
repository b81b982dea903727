"""The faults of rows that came back in an export."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipeline.core.export_faults import with_conflicts, without_foreign_numbers
from tests.support.worlds.decisions import on_polars

_COLUMNS = ("row_id", "serial_number", "asset_tag", "mac_address", "device_id", "name", "fault")
_SCHEMA = {**dict.fromkeys(_COLUMNS, pl.String()), "row_id": pl.Int64(), "device_id": pl.Int64()}


def _rows(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), _SCHEMA)


def _marked(*row_ids: int) -> pl.DataFrame:
    return pl.DataFrame({"row_id": list(row_ids)}, {"row_id": pl.Int64})


def test_a_row_is_rejected_once_for_all_its_conflicts() -> None:
    rows = _rows({"row_id": 1}, {"row_id": 2, "fault": "invalid_date"}, {"row_id": 3})
    found = with_conflicts(on_polars(rows), on_polars(_marked(2, 3, 3))).collect().to_native().sort("row_id")
    assert found.columns == rows.columns
    assert found["fault"].to_list() == [None, "conflict_with_ledger", "conflict_with_ledger"]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"serial_number": "LT-1"}, None),
        ({"name": "Anna's"}, None),
        ({}, "missing_identifier"),
        ({"fault": "invalid_date"}, "invalid_date"),
    ],
)
def test_the_number_of_another_ledger_is_left_out_and_must_not_be_all_that_a_row_gives(
    given: dict[str, Any], fault: str | None
) -> None:
    rows = _rows({"row_id": 1, "device_id": 7, **given}, {"row_id": 2, "device_id": 8}, {"row_id": 3})
    found = without_foreign_numbers(on_polars(rows), on_polars(_marked(1, 3)), name="name")
    told = found.collect().to_native().sort("row_id")
    assert told.columns == rows.columns
    assert told.select("device_id", "fault").rows() == [(None, fault), (8, None), (None, None)]
