"""The records of a random world as a ledger in memory, which the store reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import duckdb
import polars as pl

from pipeline.store.engines import CONFIG
from pipeline.store.frames import lend
from pipeline.store.migrations.migrate import migrate
from schemas.instants import OPEN_END
from tests.support.reference.frames import state_of
from tests.support.reference.records import Ledger

_TABLES = ("devices", "owners", "ownerships", "events", "organizations", "runs")
_FORMER = """
INSERT INTO events (event_id, org_id, aggregate, aggregate_id, version, "type", payload, run_id, recorded_at)
SELECT row_number() OVER (), org_id, 'owner', owner_id, 1, 'owner_updated',
       json_object('old', json_object('email', email)), 'r', $at
FROM former
"""
_FORMER_IDENTIFIERS = """
INSERT INTO events (event_id, org_id, aggregate, aggregate_id, version, "type", payload, run_id, recorded_at)
SELECT row_number() OVER (), org_id, 'device', device_id, 1, 'device_updated',
       CASE field WHEN 'serial_number' THEN json_object('old', json_object('serial_number', "value"))
                  WHEN 'asset_tag' THEN json_object('old', json_object('asset_tag', "value"))
                  ELSE json_object('old', json_object('mac_address', "value")) END, 'r', $at
FROM former
"""


def recorded(ledger: Ledger, now: datetime) -> duckdb.DuckDBPyConnection:
    """A connection to these records; the next call gives the same one other records."""
    connection, state, before = _connection(), state_of(ledger), now - timedelta(days=900)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    told = pl.lit(before).alias("recorded_at"), pl.lit(OPEN_END).alias("superseded_at"), pl.lit("r").alias("run_id")
    created = pl.lit(before).alias("created_at")
    _insert(
        connection,
        "devices",
        state.devices.with_columns(created, connection_type=pl.col("connection_type").str.split("; ")),
    )
    _insert(connection, "owners", state.owners.drop("handle").with_columns(created))
    _insert(connection, "ownerships", state.spans.drop("owner_email").with_columns(told))
    organizations = pl.DataFrame({"org_id": sorted(state.organizations)}, {"org_id": pl.String})
    _insert(connection, "organizations", organizations.with_columns(created, run_id=pl.lit("r")))
    if state.former is not None:
        lend(connection, "former", state.former)
        connection.execute(_FORMER, {"at": before})
    if state.former_identifiers is not None:
        lend(connection, "former", state.former_identifiers)
        connection.execute(_FORMER_IDENTIFIERS, {"at": before})
    return connection


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=CONFIG)
    migrate(connection)
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    lend(connection, "rows_to_insert", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows_to_insert")
