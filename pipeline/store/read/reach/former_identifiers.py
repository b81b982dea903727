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
    from collections.abc import Mapping

    import duckdb

    from pipeline.model import Checked, State

_HAD = """
SELECT DISTINCT device_id, org_id, '{field}' AS field, "value" FROM (
    SELECT aggregate_id AS device_id, org_id, json_extract_string(payload, '/old/{field}') AS "value"
    FROM events WHERE "type" = 'device_updated' AND ($org IS NULL OR org_id = $org)
) SEMI JOIN given USING ("value") ORDER BY ALL
"""


def had_before(
    connection: duckdb.DuckDBPyConnection, given: Mapping[str, pl.DataFrame], org: str | None = None
) -> pl.DataFrame:
    """One row per device and identifier that it had, of those `given` (`value`) by field: as `FORMER_IDENTIFIERS`."""
    found = [empty(FORMER_IDENTIFIERS)]
    for field, values in given.items():
        if not values.is_empty():
            lend(connection, "given", values)
            found.append(rows_of(connection, _HAD.format(field=field), {"org": org}))
    return pl.concat(found)


def strange_to(state: State, checked: Checked) -> dict[str, pl.DataFrame]:
    """The identifiers of the rows that no device of the state has: `value`, by field.

    All of them where a row may take one away from a device, or where no device is in memory.
    """
    clearing = any(clears(checked.inventory, name) for name in GIVEN_IDENTIFIERS)
    is_any = clearing or bool(checked.bases) or state.devices.is_empty()
    return {name: _given(checked, name, None if is_any else state.devices) for name in GIVEN_IDENTIFIERS}


def _given(checked: Checked, name: str, held: pl.DataFrame | None) -> pl.DataFrame:
    """What the rows give as that identifier (`value`), and none of the devices that are `held` has."""
    found = [pl.DataFrame(schema={"value": pl.String})]
    for rows in (checked.inventory, checked.assignments):
        if rows[name].null_count() < rows.height:
            given = rows.select("org_id", value=name).drop_nulls("value")
            others = (
                given
                if held is None
                else given.join(held.select("org_id", value=name), on=["org_id", "value"], how="anti")
            )
            found.append(others.select("value"))
    return pl.concat(found)
