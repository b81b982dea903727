"""The devices that have an identifier, and the input rows with the same identifier that matched no device."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.connections import reading
from pipeline.store.frames import frame_of, rows_of
from schemas.keys import IDENTIFIER_TYPES, key_of_cell_expr, typed_identifiers

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import Ledger

_NUMBER = r"CAST(CASE WHEN regexp_full_match($device_id, '\d{1,18}') THEN $device_id END AS BIGINT)"
# One after the other, the strongest first: the first mostly finds it, and to compare the names of all takes longest.
_FOUND = {
    "serial_number": "serial_number = $serial_number",
    "asset_tag": "asset_tag = $asset_tag",
    "mac_address": "mac_address = $mac_address",
    "device_id": f"device_id = {_NUMBER}",
    "name": "lower(name) = lower($name)",
}
_DEVICES = "SELECT device_id, org_id, serial_number, asset_tag, mac_address, name FROM devices"
# The devices that had the identifier until it was corrected, where nobody has it now.
_FORMER = """
SELECT device_id, org_id, serial_number, asset_tag, mac_address, name, 'former' AS found_by
FROM devices WHERE ($org IS NULL OR org_id = $org) AND device_id IN (
    SELECT aggregate_id FROM events WHERE aggregate = 'device' AND "type" = 'device_updated' AND (
        json_extract_string(payload, '/old/serial_number') = $serial_number
        OR json_extract_string(payload, '/old/asset_tag') = $asset_tag
        OR json_extract_string(payload, '/old/mac_address') = $mac_address))
ORDER BY device_id
"""
# The fields of a row that identify a device, each with the name of the identifier.
_CELLS = {**{name: name for name in IDENTIFIER_TYPES}, "device_name": "name"}

_GIVEN = f"""
WITH given AS (
    SELECT run_id, row_id, unnest({list(_CELLS)}) AS field,
           unnest(json_extract_string(cells, {[f"/{field}" for field in _CELLS]})) AS text
    FROM row_outcomes WHERE device_id IS NULL AND ($org IS NULL OR org_id IS NULL OR org_id = $org)
)
FROM given
WHERE list_contains($fields, field)
  AND (regexp_matches(text, '[^ -~]') OR list_contains($plain, regexp_replace(lower(text), '[^a-z0-9]', '', 'g')))
"""  # noqa: S608


def find_devices(ledger: Ledger, typed: str) -> pl.DataFrame:
    """One row per device that the typed text identifies, by its strongest matching identifier; see `found_among`."""
    with reading(ledger) as connection:
        return found_among(connection, typed, ledger.org)


def found_among(connection: duckdb.DuckDBPyConnection, typed: str, org: str | None) -> pl.DataFrame:
    """One row per device: `device_id, org_id, serial_number, asset_tag, mac_address, name, found_by`; ordered by id.

    Identifiers are compared in the order of their strength, a name last, and without case. Only devices of different
    organizations share an identifier, but any number may share a name. `found_by`, the kind of identifier, is the same
    for all rows; it is `former` for devices that had it before, where none has it now.
    """
    asked = {**typed_identifiers(typed), "org": org}
    for found_by, condition in _FOUND.items():
        sql = f"{_DEVICES} WHERE {condition} AND ($org IS NULL OR org_id = $org) ORDER BY device_id"
        found = rows_of(connection, sql, asked)
        if not found.is_empty():
            return found.with_columns(found_by=pl.lit(found_by))
    former: pl.DataFrame = rows_of(connection, _FORMER, asked)
    return former


def rows_among(connection: duckdb.DuckDBPyConnection, found: pl.DataFrame, typed: str, org: str | None) -> pl.DataFrame:
    """The input rows that matched no device on record and gave an identifier of these devices: `run_id, row_id`.

    Without devices, the rows that gave the typed text. With devices, names are not compared: other devices may have the
    same. Cells are normalised before they are compared; since a text in ASCII differs from its normalised form only in
    case and signs, SQL finds the few rows that need it.
    """
    keys = _keys_of(found) if found.height else {name: [key] for name, key in typed_identifiers(typed).items()}
    fields = [field for field, name in _CELLS.items() if keys.get(name)]
    plain = {re.sub(r"[^a-z0-9]", "", key.lower()) for among in keys.values() for key in among}
    given: pl.DataFrame = frame_of(
        connection.sql(_GIVEN, params={"org": org, "fields": fields, "plain": sorted(plain)})
    )
    named = [given.filter(field=field).filter(_is_among(_CELLS[field], keys[_CELLS[field]])) for field in fields]
    return pl.concat([given.clear(), *named]).select("run_id", "row_id").unique()


def _is_among(identifier: str, keys: Sequence[str]) -> pl.Expr:
    """True where the text is one of these identifiers; names are compared without case."""
    given = key_of_cell_expr(pl.col("text"), IDENTIFIER_TYPES[identifier])
    if identifier != "name":
        return given.is_in(keys)
    return given.str.to_lowercase().is_in([key.lower() for key in keys])


def _keys_of(found: pl.DataFrame) -> Mapping[str, list[str]]:
    names = [name for name in IDENTIFIER_TYPES if name != "name"]
    return {name: found[name].drop_nulls().cast(pl.String).to_list() for name in names}
