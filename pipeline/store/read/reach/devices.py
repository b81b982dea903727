"""The devices that rows can reach: by their identifiers, names and numbers, and by what may be written for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.frames import frame_of
from pipeline.store.read.reach.changes import clears, may_change
from pipeline.store.read.reach.drawn import reach_given
from pipeline.store.read.reach.keys import caseless_sql, is_ascii_sql
from schemas.fields import GIVEN_IDENTIFIERS, IDENTIFIERS, LAST_RESORTS
from schemas.records import dataclass
from schemas.vocabulary import IssueCode, Reason

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import Checked

IDENTIFIED = f"SELECT device_id, org_id, {', '.join(GIVEN_IDENTIFIERS)} FROM devices"
IDENTIFIED += " WHERE device_id IN (SELECT device_id FROM reached_devices)"
_BY_KEY = """
INSERT INTO found SELECT '{column}', org_id, device_id, CAST({column} AS VARCHAR) FROM devices
SEMI JOIN given ON devices.{column} = given.value
"""
_FOUND = """
CREATE OR REPLACE TEMP TABLE found (field VARCHAR, org_id VARCHAR, device_id BIGINT, "value" VARCHAR)
"""
_ARE_FOUND = "INSERT INTO reached_devices SELECT device_id FROM found"
_BY_NAME = f"""
INSERT INTO reached_devices SELECT device_id FROM devices SEMI JOIN (
    SELECT DISTINCT org_id, {caseless_sql("value")} AS name_key FROM given
) AS named ON devices.org_id = named.org_id AND {caseless_sql("devices.name")} = named.name_key
"""
_BY_TAG = f"""
INSERT INTO reached_devices SELECT device_id FROM devices
WHERE upper({{column}}) IN (SELECT value FROM given) OR NOT {is_ascii_sql("{column}")}
"""
# The identifiers on record that may be what a damaged cell was: numbers with an exponent, and long ones.
_DAMAGED = r"""
INSERT INTO reached_devices SELECT device_id FROM devices
WHERE {column} IN (SELECT value FROM given) OR regexp_matches({column}, '^\p{{Nd}}+(?:\.\p{{Nd}}+)?E[+-]?\p{{Nd}}+$')
   OR length({column}) > 15 AND left({column}, 15) IN (SELECT left(value, 15) FROM given)
"""
_UNNAMED = " AND ".join(f"{identifier} IS NULL" for identifier in GIVEN_IDENTIFIERS)
# Of the devices without an identifier whose name a new device has, and of their namesakes, as many of each spelling as
# it takes to know whether there are several.
_NAMESAKES = f"""
WITH wanted AS (SELECT DISTINCT org_id, {caseless_sql("value")} AS name_key FROM given),
bare AS (
    SELECT DISTINCT org_id, name_key
    FROM (SELECT org_id, {caseless_sql("name")} AS name_key FROM devices WHERE {_UNNAMED}) SEMI JOIN wanted
    USING (org_id, name_key)
)
INSERT INTO reached_devices SELECT unnest(min(device_id, 2)) FROM devices JOIN bare
ON bare.org_id = devices.org_id AND bare.name_key = {caseless_sql("devices.name")} GROUP BY devices.org_id, devices.name
"""
_HAS_BARE = f"SELECT count(*) > 0 FROM devices WHERE {_UNNAMED}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """What rows give that no device has, or that the run itself may take from the device that has it.

    `identifiers` has one row per identifier (`field, org_id, value`), `names` the names of the rows that
    give any such identifier (`org_id, value`).
    """

    identifiers: pl.DataFrame
    names: pl.DataFrame


def reach_named(connection: duckdb.DuckDBPyConnection, checked: Checked, attributes: Sequence[str]) -> None:
    """Reach every device that an identifier, a lone name or a number of last resort of any row may mean."""
    inventory, assignments = checked.inventory, checked.assignments
    numbers = [name for name in LAST_RESORTS if name in inventory.columns and name in attributes]
    given = {name: pl.concat([rows.select(value=name) for rows in (inventory, assignments)]) for name in IDENTIFIERS}
    reach_holders(connection, {**given, **{name: inventory.select(value=name) for name in numbers}})
    reach_called(connection, pl.concat([_lone(inventory, "name"), _lone(assignments, "device_name")]))
    if "known_by" in inventory.columns:
        tags = inventory.filter(pl.col("known_by").is_not_null()).select(value="asset_tag")
        for column in (name for name in LAST_RESORTS if name in attributes):
            reach_given(connection, _BY_TAG.format(column=column), tags)
    reach_damaged(connection, checked)


def reach_holders(connection: duckdb.DuckDBPyConnection, given: Mapping[str, pl.DataFrame]) -> None:
    """Reach the devices that have one of the given values (`value`) in the column by which these stand."""
    connection.execute(_FOUND).fetchall()
    for column, values in given.items():
        reach_given(connection, _BY_KEY.format(column=column), values)
    connection.execute(_ARE_FOUND).fetchall()


def reach_called(connection: duckdb.DuckDBPyConnection, names: pl.DataFrame) -> None:
    """Reach the devices that have one of these names (`org_id, value`)."""
    reach_given(connection, _BY_NAME, names)


def unknown_in(connection: duckdb.DuckDBPyConnection, checked: Checked) -> Unknown:
    """What the rows give that none of the reached devices has, or will have for certain."""
    found: pl.DataFrame = frame_of(connection.sql("FROM found"))
    found = found.join(_changing(connection, checked.inventory), on="device_id", how="anti")
    names, identifiers = [], []
    for rows, name in ((checked.inventory, "name"), (checked.assignments, "device_name")):
        is_new = pl.Series([False]).new_from_index(0, rows.height)
        for identifier in GIVEN_IDENTIFIERS:
            held = found.filter(pl.col("field") == identifier).select("org_id", "value")
            strange = rows.select("row_id", "org_id", field=pl.lit(identifier), value=identifier).drop_nulls()
            strange = strange.join(held, on=["org_id", "value"], how="anti")
            is_new |= rows["row_id"].is_in(strange["row_id"].implode())
            identifiers.append(strange.select("field", "org_id", "value"))
        names.append(rows.filter(is_new).select("org_id", value=name))
    return Unknown(pl.concat(identifiers).unique(), pl.concat(names).drop_nulls().unique())


def reach_namesakes(connection: duckdb.DuckDBPyConnection, names: pl.DataFrame) -> None:
    """Reach the devices that are known by one of these names alone (`org_id, value`), and enough of their namesakes."""
    if names.is_empty():
        return
    ((has_bare,),) = connection.execute(_HAS_BARE).fetchall()
    if has_bare:
        reach_given(connection, _NAMESAKES, names)


def _lone(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The names of the rows that give nothing else by which a device is known."""
    alone = [pl.col(identifier).is_null() for identifier in IDENTIFIERS]
    return rows.filter(pl.all_horizontal(alone)).select("org_id", value=name)


def _changing(connection: duckdb.DuckDBPyConnection, inventory: pl.DataFrame) -> pl.DataFrame:
    """The devices (`device_id`) to which an inventory row may give another identifier, or none."""
    if not any(inventory[name].count() or clears(inventory, name) for name in GIVEN_IDENTIFIERS):
        return pl.DataFrame(schema={"device_id": pl.Int64})
    known: pl.DataFrame = frame_of(connection.sql(IDENTIFIED))
    if not _names_otherwise(inventory):
        columns = {name: name for name in GIVEN_IDENTIFIERS}
        known = known.filter(may_change(known, inventory, columns, {"device_id": "device_id"}))
    return known.select("device_id")


def _names_otherwise(inventory: pl.DataFrame) -> bool:
    """True where a row may mean a device by its name or by a number of last resort."""
    is_numbered = any(bool(inventory[name].count()) for name in LAST_RESORTS if name in inventory.columns)
    return is_numbered or not _lone(inventory, "name").drop_nulls().is_empty()


def reach_damaged(connection: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """Reach the devices that an identifier may mean which was damaged."""
    codes = [Reason.DAMAGED_IDENTIFIER.value, IssueCode.LIKELY_IDENTIFIER.value]
    damaged = checked.issues.filter(pl.col("code").is_in(codes) & pl.col("row_id").is_not_null())
    if damaged.is_empty():
        return
    guessed = damaged.select(value=pl.col("likely").str.split(" or ")).explode("value")
    guessed = guessed.with_columns(pl.col("value").str.split(", ")).explode("value")
    given = pl.concat([guessed, damaged.select(value=pl.col("value").str.to_uppercase())])
    for column in ("serial_number", "asset_tag"):
        reach_given(connection, _DAMAGED.format(column=column), pl.concat([given, pl.DataFrame({"value": [""]})]))
