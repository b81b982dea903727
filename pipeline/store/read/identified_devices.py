"""The devices that an identifier means, and the rows without a device that gave the same one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.connections import bound, reading
from schemas.keys import IDENTIFIER_TYPES, key_of_cell_expr, typed_identifiers

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import Ledger

_MATCHES = "\n".join(
    f"        WHEN {f'CAST({name} AS VARCHAR)' if name == 'device_id' else name} = ${name} THEN '{name}'"
    for name in IDENTIFIER_TYPES
)
_FOUND = f"""
WITH candidates AS (
    SELECT device_id, org_id, serial_number, asset_tag, mac_address, name, CASE
{_MATCHES}
        END AS found_by
    FROM devices WHERE $org IS NULL OR org_id = $org
)
SELECT *, list_position({list(IDENTIFIER_TYPES)}, found_by) AS strength
FROM candidates WHERE found_by IS NOT NULL
QUALIFY strength = min(strength) OVER () ORDER BY device_id
"""  # noqa: S608 - names of our own columns only
_CELLS = {**{name: name for name in IDENTIFIER_TYPES}, "device_name": "name"}
"""The fields of rows that name a device, and which identifier each is."""
_GIVEN = f"""
SELECT DISTINCT unnest({list(_CELLS)}) AS field,
       unnest([{", ".join(f"json_extract_string(cells, '/{field}')" for field in _CELLS)}]) AS text
FROM row_outcomes WHERE device_id IS NULL AND ($org IS NULL OR org_id IS NULL OR org_id = $org)
"""  # noqa: S608


def find_devices(ledger: Ledger, typed: str) -> pl.DataFrame:
    """One row per device that the text means, as the strongest identifier that any device has; see `found_among`."""
    with reading(ledger) as connection:
        return found_among(connection, typed, ledger.org)


def found_among(connection: duckdb.DuckDBPyConnection, typed: str, org: str | None) -> pl.DataFrame:
    """One row per device: `device_id, org_id, serial_number, asset_tag, mac_address, name, found_by`; ordered by id.

    Identifiers are compared in the order of their strength, a name last. Several devices have one identifier only where
    they are of several organizations, but any number have one name. `found_by` is the same for all.
    """
    asked = {**typed_identifiers(typed), "org": org}
    found: pl.DataFrame = connection.sql(_FOUND, params=bound(_FOUND, asked)).pl()
    return found.drop("strength")


def spellings_among(
    connection: duckdb.DuckDBPyConnection, found: pl.DataFrame, typed: str, org: str | None
) -> pl.DataFrame:
    """How rows that mean no device on record wrote the identifiers of these devices: `field, text`.

    Where there are no such devices, how they wrote what was typed. A name does not count beside a device: others have
    it too.
    """
    keys = _keys_of(found) if found.height else {name: [key] for name, key in typed_identifiers(typed).items()}
    given: pl.DataFrame = connection.sql(_GIVEN, params=bound(_GIVEN, {"org": org})).pl().drop_nulls()
    is_meant = [
        (pl.col("field") == field) & key_of_cell_expr(pl.col("text"), IDENTIFIER_TYPES[name]).is_in(keys.get(name, []))
        for field, name in _CELLS.items()
    ]
    return given.filter(pl.any_horizontal(is_meant))


def _keys_of(found: pl.DataFrame) -> Mapping[str, list[str]]:
    names = [name for name in IDENTIFIER_TYPES if name != "name"]
    return {name: found[name].drop_nulls().cast(pl.String).to_list() for name in names}
