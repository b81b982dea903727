"""A committed run, read back from the ledger with all that its results are written from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.errors import UsageProblem
from pipeline.model import ChangeSet, Ledger, Source
from pipeline.store.columns import FIELDS, OWNER_FACTS, is_custom, listed, quoted, typed_sql
from pipeline.store.connections import bound, reading
from pipeline.store.event_payloads import FACTS, custom_sql, device_sql, facts_sql
from pipeline.store.frames import rows_of
from pipeline.store.run_record import RunRecord
from schemas.fields import CUSTOM_PREFIX, FieldType
from schemas.frames.changes import OWNERS_CREATED, ROW_OUTCOMES, SPANS_RECORDED
from schemas.frames.events import EVENTS
from schemas.records import dataclass
from schemas.vocabulary import FORMER_REASONS, Action, EventType, Outcome

if TYPE_CHECKING:
    import duckdb

_KEYS = ("device_id", "org_id")

_RUN = "SELECT * FROM runs WHERE run_id = $run_id"
_SOURCES = """
SELECT file, path, sha256, size, "rows", coalesce(kinds, '') AS kinds, source FROM sources WHERE run_id = $run_id
"""
_ORGANIZATIONS = "SELECT org_id FROM organizations WHERE run_id = $run_id ORDER BY org_id"
_EVENTS = """
SELECT {columns} FROM (SELECT *, {parsed} AS facts FROM events WHERE run_id = $run_id) ORDER BY event_id
"""
_CHANGES = """
SELECT {key}, field, "old"[field] AS "old", "new"[field] AS "new"
FROM (SELECT {key}, "old", "new", unnest(map_keys("new")) AS field
      FROM (SELECT aggregate_id AS {key}, CAST(json_extract(payload, '/old') AS MAP(VARCHAR, VARCHAR)) AS "old",
                   CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS "new"
            FROM events WHERE run_id = $run_id AND "type" = '{type}'))
ORDER BY {key}, field
"""
_CREATED = """
CREATE TEMP TABLE created AS
SELECT aggregate_id AS device_id, org_id, {device} AS device,
       CASE WHEN contains(CAST(payload AS VARCHAR), $custom) THEN {custom} END AS extras
FROM events WHERE run_id = $run_id AND "type" = 'device_created'
"""
_CUSTOM = "SELECT DISTINCT entry.key FROM (SELECT unnest(extras) AS entry FROM created) ORDER BY ALL"
_CREATED_DEVICES = "SELECT device_id, org_id, {columns} FROM created ORDER BY device_id"
_OWNERS = """
SELECT aggregate_id AS owner_id, org_id, {facts}
FROM events WHERE run_id = $run_id AND "type" = 'owner_created' ORDER BY aggregate_id
"""
_SUPERSEDED = "SELECT ownership_id FROM ownerships WHERE superseded_at = $recorded_at ORDER BY ownership_id"
_RECORDED = "SELECT {columns} FROM ownerships WHERE run_id = $run_id ORDER BY ownership_id"
_ROW_OUTCOMES = """
SELECT {columns} FROM (SELECT * REPLACE (CAST(cells AS VARCHAR) AS cells) FROM row_outcomes WHERE run_id = $run_id)
ORDER BY row_id
"""


@dataclass(frozen=True, slots=True)
class PastRun:
    """The record of a run, the state version after it, and its change set.

    The frames have the columns and types that were committed, sorted by their ids, `device_changes` by device and
    field. Attributes that were blank on every created device have no column.
    """

    record: RunRecord
    state_version: int
    change_set: ChangeSet


def read_run(ledger: Ledger, run_id: str) -> PastRun:
    """The run with this id. Raises UsageProblem where there is none."""
    with reading(ledger) as connection:
        runs = _rows(connection, _RUN, {"run_id": run_id})
        if not runs:
            raise UsageProblem(f"No run {run_id} is on record.", "List the runs with: rollcall show runs")
        facts = {"run_id": run_id, "recorded_at": runs[0]["recorded_at"]}
        change_set = _change_set(connection, facts)
        sources = tuple(_source(row) for row in _rows(connection, _SOURCES, facts))
        version: int = runs[0]["state_version"]
        before = version - (0 if change_set.events.is_empty() else 1)
        return PastRun(_record(runs[0], sources, before), version, change_set)


def _change_set(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> ChangeSet:
    told = ", ".join(f"facts.{name} AS {quoted(name)}" if name in FACTS else quoted(name) for name in EVENTS.names)
    return ChangeSet(
        organizations=rows_of(connection, _ORGANIZATIONS, facts),
        devices_created=_devices_created(connection, facts),
        device_changes=_changes(connection, "device_id", EventType.DEVICE_UPDATED, facts),
        owners_created=_owners_created(connection, facts),
        owner_changes=_changes(connection, "owner_id", EventType.OWNER_UPDATED, facts),
        spans_superseded=rows_of(connection, _SUPERSEDED, facts),
        spans_recorded=rows_of(connection, _RECORDED.format(columns=listed(SPANS_RECORDED.names)), facts),
        events=rows_of(connection, _EVENTS.format(columns=told, parsed=facts_sql("payload")), facts),
        row_outcomes=rows_of(connection, _ROW_OUTCOMES.format(columns=listed(ROW_OUTCOMES.names)), facts).with_columns(
            pl.col("reason").replace(FORMER_REASONS)
        ),
    )


def _changes(
    connection: duckdb.DuckDBPyConnection, key: str, type_: EventType, facts: dict[str, object]
) -> pl.DataFrame:
    return rows_of(connection, _CHANGES.format(key=key, type=type_.value), facts)


def _owners_created(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> pl.DataFrame:
    """One row per created owner, with the facts that every frame of owners has, and others that any of them has."""
    always = {column.name for column in OWNERS_CREATED.columns if column.is_required}
    texts = {name: f"json_extract_string(payload, '/owner/{name}')" for name in OWNER_FACTS}
    told = ", ".join(f"{typed_sql(OWNER_FACTS[name], text)} AS {quoted(name)}" for name, text in texts.items())
    owners = rows_of(connection, _OWNERS.format(facts=told), facts)
    return owners.select(one for one in owners if one.name in always or one.null_count() < len(one))


def _devices_created(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> pl.DataFrame:
    """One row per created device, with each field that any of them has, typed but for lists, and custom attributes."""
    created = _CREATED.format(device=device_sql("payload"), custom=custom_sql("payload"))
    connection.execute(created, bound(created, {**facts, "custom": CUSTOM_PREFIX}))
    columns, names, values = [], {}, {}
    for number, name in enumerate([*FIELDS, *(key for (key,) in connection.execute(_CUSTOM).fetchall())]):
        alias = f"attribute_{number}"
        names[alias], values[alias] = name, name
        columns.append(f"{_created(name, alias)} AS {alias}")
    devices = rows_of(connection, _CREATED_DEVICES.format(columns=", ".join(columns)), values).rename(names)
    return devices.select(column for column in devices if column.null_count() < len(column) or column.name in _KEYS)


def _created(name: str, parameter: str) -> str:
    if is_custom(name):
        return f"map_from_entries(extras)[${parameter}]"
    text = f"device.{quoted(name)}"
    return text if FIELDS[name].type is FieldType.LIST else typed_sql(FIELDS[name], text)


def _record(run: dict[str, Any], sources: tuple[Source, ...], before: int) -> RunRecord:
    words = ("in", *(outcome.value for outcome in Outcome))
    return RunRecord(
        run_id=run["run_id"],
        recorded_at=run["recorded_at"],
        command=run["command"],
        exit_code=run["exit_code"],
        state_version=before,
        rows={word: run[f"rows_{word}"] for word in words},
        actions={action.value: run[f"actions_{action.value}"] for action in Action if action is not Action.NONE},
        created={what: run[f"{what}_created"] for what in ("devices", "owners")},
        absent_unassigned=run["absent_unassigned"],
        absent_held=run["absent_held"],
        issue_count=run["issue_count"],
        reasons=json.loads(run["reasons"]),
        sources=sources,
        settings=json.loads(run["settings"]),
        timings=json.loads(run["timings"]),
        host=run["host"],
        user=run["user_name"],
        plan_id=run["plan_id"],
        undoes=run["undoes"],
        intent=run["intent"],
    )


def _source(row: dict[str, Any]) -> Source:
    return Source(**{**row, "path": Path(row["path"])})


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return rows_of(connection, sql, values).to_dicts()
