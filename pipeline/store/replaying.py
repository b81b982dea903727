"""The tables rebuilt from the events alone: the proof that the events tell everything.

Organizations are not rebuilt: one may be used by rows that changed nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.store.columns import FIELDS, MDM_PREFIX, quoted, typed_sql
from pipeline.store.connections import bound, reading
from pipeline.store.payloads import custom_sql, device_sql, facts_sql
from schemas.fields import CUSTOM_PREFIX, DEVICE_FIELDS, MDM_FIELDS
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    import duckdb
    import polars as pl

TABLES: tuple[str, ...] = ("devices", "mdm_enrollments", "owners", "ownerships")

_MADE = """
CREATE TEMP TABLE made AS
SELECT aggregate_id AS device_id, unnest({device}) FROM events WHERE "type" = 'device_created'
"""
_CHANGED = """
CREATE TEMP TABLE changed AS
SELECT device_id, entry.key AS field, arg_max_null(entry.value, event_id) AS "value"
FROM (SELECT event_id, aggregate_id AS device_id,
             unnest(map_entries(CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)))) AS entry
      FROM events WHERE "type" = 'device_updated'
      UNION ALL
      SELECT event_id, aggregate_id, unnest({custom}) FROM events
      WHERE "type" = 'device_created' AND contains(CAST(payload AS VARCHAR), $custom))
GROUP BY ALL
"""
_LATEST = """
CREATE TEMP TABLE latest AS
WITH wide AS (SELECT device_id{changes} FROM changed GROUP BY device_id)
SELECT made.device_id, {columns} FROM made LEFT JOIN wide ON wide.device_id = made.device_id
"""
_DEVICES = """
CREATE TEMP TABLE replayed_devices AS
WITH heads AS (
    SELECT aggregate_id AS device_id, any_value(org_id) AS org_id, max(version) AS version,
           min(recorded_at) AS created_at
    FROM events WHERE aggregate = 'device' GROUP BY aggregate_id
), extras AS (
    SELECT device_id, '{{' || array_to_string(list_sort(list(member)), ',') || '}}' AS extra
    FROM (SELECT device_id, to_json(substr(field, $begin)) || ':' || to_json("value") AS member
          FROM changed WHERE starts_with(field, $custom) AND "value" IS NOT NULL)
    GROUP BY device_id
)
SELECT h.device_id, h.org_id, h.version, h.created_at, {columns}, CAST(x.extra AS JSON) AS extra
FROM heads AS h
LEFT JOIN latest AS l ON l.device_id = h.device_id
LEFT JOIN extras AS x ON x.device_id = h.device_id
"""
_ENROLLMENTS = """
CREATE TEMP TABLE replayed_mdm_enrollments AS
SELECT l.device_id, {columns} FROM latest AS l
WHERE l.device_id IN (SELECT device_id FROM changed WHERE starts_with(field, $mdm)
                      UNION ALL SELECT device_id FROM made WHERE {is_any})
"""
_TOUCHED = "SELECT DISTINCT field FROM changed WHERE NOT starts_with(field, $custom) ORDER BY field"
_OWNERS = """
CREATE TEMP TABLE replayed_owners AS
SELECT aggregate_id AS owner_id, any_value(org_id) AS org_id, max(version) AS version, min(recorded_at) AS created_at,
       any_value(json_extract_string(payload, '/owner/email')) AS email,
       any_value(json_extract_string(payload, '/owner/owner_name')) AS owner_name,
       any_value(json_extract_string(payload, '/owner/external_user_id')) AS external_user_id
FROM events WHERE aggregate = 'owner' GROUP BY aggregate_id
"""
_OWNERSHIPS = """
CREATE TEMP TABLE replayed_ownerships AS
WITH told AS (
    SELECT event_id, org_id, aggregate_id AS device_id, "type", run_id, recorded_at, {facts} AS facts
    FROM events WHERE starts_with("type", 'ownership_')
), whole AS (
    SELECT *, facts.ownership_id AS ownership_id,
           last_value(facts.added_by IGNORE NULLS) OVER (PARTITION BY facts.ownership_id ORDER BY event_id) AS added_by
    FROM told
), final AS (
    SELECT * FROM whole QUALIFY row_number() OVER (PARTITION BY ownership_id, run_id ORDER BY event_id DESC) = 1
), beliefs AS (
    SELECT *, lead(recorded_at, 1, $open_end) OVER (PARTITION BY ownership_id ORDER BY event_id) AS superseded_at
    FROM final
)
SELECT ownership_id, org_id, device_id, facts.owner_id AS owner_id, facts.start_time AS start_time,
       facts.end_time AS end_time, facts.label AS label, added_by, recorded_at, superseded_at, run_id
FROM beliefs WHERE "type" <> 'ownership_cancelled'
"""
_VALUES = {"begin": len(CUSTOM_PREFIX) + 1, "custom": CUSTOM_PREFIX, "mdm": MDM_PREFIX, "open_end": OPEN_END}
_DIFFERENCE = """
SELECT * FROM ((FROM {left} EXCEPT ALL FROM {right}) ORDER BY ALL) LIMIT 1
"""


def replay(state: Path, *, wait: float) -> dict[str, pl.DataFrame]:
    """The tables as the events give them, by name, each with the columns of the table, sorted by all of them."""
    with reading(state, wait=wait) as connection:
        _rebuild(connection)
        return {table: connection.table(f"replayed_{table}").order("ALL").pl() for table in TABLES}


def verify_replay(state: Path, *, wait: float) -> list[str]:
    """One sentence per difference between the tables and the events, with an example; none where they agree."""
    with reading(state, wait=wait) as connection:
        _rebuild(connection)
        return [sentence for table in TABLES for sentence in _differences(connection, table)]


def _rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    devices = ", ".join(f"{typed_sql(f, f'l.{quoted(f.name)}')} AS {quoted(f.name)}" for f in DEVICE_FIELDS)
    enrollments = ", ".join(
        f"{typed_sql(f, f'l.{quoted(f.name)}')} AS {quoted(f.name.removeprefix(MDM_PREFIX))}" for f in MDM_FIELDS
    )
    is_any = " OR ".join(f"{quoted(field.name)} IS NOT NULL" for field in MDM_FIELDS)
    _execute(connection, _MADE.format(device=device_sql("payload")))
    _execute(connection, _CHANGED.format(custom=custom_sql("payload")))
    _apply_changes(connection)
    _execute(connection, _DEVICES.format(columns=devices))
    _execute(connection, _ENROLLMENTS.format(columns=enrollments, is_any=is_any))
    _execute(connection, _OWNERS)
    _execute(connection, _OWNERSHIPS.format(facts=facts_sql("payload")))


def _apply_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Every field as text: its latest change where there was one, else as the device was made."""
    touched = {field for (field,) in connection.sql(_TOUCHED, params=bound(_TOUCHED, _VALUES)).fetchall()}
    changes, columns = "", []
    for number, field in enumerate(FIELDS):
        column = quoted(field)
        if field in touched:
            is_field = f"FILTER (field = '{field}')"
            changes += f', count(*) {is_field} AS is_{number}, max("value") {is_field} AS new_{number}'
            column = f"CASE WHEN wide.is_{number} > 0 THEN wide.new_{number} ELSE made.{column} END AS {column}"
        columns.append(column)
    _execute(connection, _LATEST.format(changes=changes, columns=", ".join(columns)))


def _execute(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    connection.execute(sql, bound(sql, _VALUES))


def _differences(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    sides = {
        "is in the table, but the events do not tell of it": (table, f"replayed_{table}"),
        "is told by the events, but is not in the table": (f"replayed_{table}", table),
    }
    found = []
    for what, (left, right) in sides.items():
        rows = connection.sql(_DIFFERENCE.format(left=left, right=right))
        for row in rows.fetchall():
            filled = {c: str(v) for c, v in zip(rows.columns, row, strict=True) if v is not None}
            found.append(f"{table}: {filled} {what}.")
    return found
