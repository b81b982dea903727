"""Identifiers that devices had before and have no more, of those that rows give: the guard on likely devices asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.frames import lend, rows_of
from pipeline.store.read.reach.changes import clears
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.polars_frames import empty
from schemas.frames.state import FORMER_IDENTIFIERS

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import Checked, State

_HAD = """
SELECT DISTINCT device_id, org_id, '{field}' AS field, "value" FROM (
    SELECT aggregate_id AS device_id, org_id, json_extract_string(payload, '/old/{field}') AS "value"
    FROM events WHERE "type" = 'device_updated' AND ($org IS NULL OR org_id = $org)
) SEMI JOIN given USING ("value") ORDER BY ALL
"""


def had_before(connection: duckdb.DuckDBPyConnection, given: pl.DataFrame, org: str | None = None) -> pl.DataFrame:
    """One row per device and identifier of `given` (`field, value`) that it had: `device_id, org_id, field, value`."""
    found = [empty(FORMER_IDENTIFIERS)]
    for (field,), values in given.drop_nulls("value").group_by("field", maintain_order=True):
        lend(connection, "given", values.select("value").unique())
        found.append(rows_of(connection, _HAD.format(field=field), {"org": org}))
    return pl.concat(found)


def strange_to(state: State, checked: Checked) -> pl.DataFrame:
    """The identifiers of the rows that no device of the state has: `org_id, field, value`.

    All of them where a row may take one away from a device.
    """
    given = pl.concat(
        rows.select("org_id", field=pl.lit(name), value=name)
        for rows in (checked.inventory, checked.assignments)
        for name in GIVEN_IDENTIFIERS
    ).drop_nulls()
    if checked.bases or any(clears(checked.inventory, name) for name in GIVEN_IDENTIFIERS):
        return given
    held = pl.concat(state.devices.select("org_id", field=pl.lit(name), value=name) for name in GIVEN_IDENTIFIERS)
    return given.join(held, on=["org_id", "field", "value"], how="anti")
