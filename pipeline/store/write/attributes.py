"""Writing attributes: all columns of new devices, changed fields of known devices and owners, custom ones in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.columns import (
    DEVICE_COLUMNS,
    FIELDS,
    MDM_COLUMNS,
    MDM_PREFIX,
    OWNER_FACTS,
    columns_of,
    is_custom,
    quoted,
    typed_sql,
)
from pipeline.store.frames import lend
from schemas.fields import CUSTOM_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import polars as pl

    from schemas.fields import Field

_INSERT_DEVICES = """
INSERT INTO devices (device_id, org_id, version, created_at, extra{columns})
SELECT g.device_id, g.org_id, coalesce(c.last, 0), $recorded_at, x.extra{values}
FROM given_devices AS g
LEFT JOIN clocks AS c ON c.aggregate = 'device' AND c.aggregate_id = g.device_id
LEFT JOIN given_objects AS x ON x.device_id = g.device_id
ORDER BY g.device_id
"""
_OBJECTS = """
CREATE TEMP TABLE given_objects AS
SELECT device_id, '{' || array_to_string(list_sort(list(member)), ',') || '}' AS extra
FROM (SELECT device_id, to_json(substr(field, $begin)) || ':' || to_json("value") AS member FROM given_extras)
GROUP BY device_id
"""
_INSERT_ENROLLMENTS = """
INSERT INTO mdm_enrollments (device_id, {columns})
SELECT g.device_id, {values} FROM given_devices AS g WHERE {is_any} ORDER BY g.device_id
"""
_VERSIONS = """
UPDATE devices SET version = c.last FROM clocks AS c
WHERE c.aggregate = 'device' AND c.aggregate_id = devices.device_id AND c.before > 0
"""
_UPDATE = """
UPDATE {table} SET {assignments}
FROM (SELECT {key}, {changes} FROM {given} WHERE field IN ({fields}) GROUP BY {key}) AS c
WHERE c.{key} = {table}.{key}
"""
_NEW_ENROLLMENTS = """
INSERT INTO mdm_enrollments (device_id)
SELECT DISTINCT device_id FROM given_changes ANTI JOIN mdm_enrollments USING (device_id)
WHERE starts_with(field, $prefix) ORDER BY device_id
"""
_UPDATE_EXTRAS = """
WITH changed AS (
    SELECT device_id, substr(field, $begin) AS field, "new" AS "value" FROM given_changes
    WHERE starts_with(field, $prefix)
), kept AS (
    SELECT device_id, entry.key AS field, entry.value AS "value"
    FROM (SELECT device_id, unnest(map_entries(CAST(extra AS MAP(VARCHAR, VARCHAR)))) AS entry
          FROM devices SEMI JOIN changed USING (device_id) WHERE extra IS NOT NULL) AS had
    ANTI JOIN changed ON changed.device_id = had.device_id AND changed.field = had.entry.key
), merged AS (
    SELECT device_id, array_to_string(list_sort(list(member) FILTER (member IS NOT NULL)), ',') AS members
    FROM (SELECT device_id, to_json(field) || ':' || to_json("value") AS member FROM (FROM kept UNION ALL FROM changed))
    GROUP BY device_id
)
UPDATE devices SET extra = '{' || merged.members || '}' FROM merged WHERE merged.device_id = devices.device_id
"""


def insert_devices(connection: duckdb.DuckDBPyConnection, recorded_at: object) -> None:
    """Insert one row per new device into `devices`, and into `mdm_enrollments` where it has any enrolment field."""
    columns = columns_of(connection, "given_devices")
    device, mdm = ([name for name in names if name in columns] for names in (DEVICE_COLUMNS, MDM_COLUMNS))
    connection.execute(_OBJECTS, {"begin": len(CUSTOM_PREFIX) + 1})
    named = "".join(f", {quoted(name)}" for name in device)
    values = "".join(f", {_given_sql(name)}" for name in device)
    connection.execute(_INSERT_DEVICES.format(columns=named, values=values), {"recorded_at": recorded_at})
    if mdm:
        named = ", ".join(quoted(name.removeprefix(MDM_PREFIX)) for name in mdm)
        is_any = " OR ".join(f"g.{quoted(name)} IS NOT NULL" for name in mdm)
        values = ", ".join(_given_sql(name) for name in mdm)
        connection.execute(_INSERT_ENROLLMENTS.format(columns=named, values=values, is_any=is_any))


def update_owners(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the changed facts of known owners."""
    told = connection.execute("SELECT DISTINCT field FROM given_owner_changes ORDER BY ALL").fetchall()
    fields = {name: OWNER_FACTS[name] for (name,) in told}
    _update(connection, "owners", fields, given="given_owner_changes")


def update_devices(connection: duckdb.DuckDBPyConnection, *, has_changes: bool) -> None:
    """Set the changed fields of known devices, and the version of every known device that has events."""
    connection.execute(_VERSIONS)
    if not has_changes:
        return
    touched = [
        field for (field,) in connection.execute("SELECT DISTINCT field FROM given_changes ORDER BY ALL").fetchall()
    ]
    unknown = [field for field in touched if field not in FIELDS and not is_custom(field)]
    if unknown:
        raise ValueError(f"not an attribute of a device: {', '.join(unknown)}")
    _update(connection, "devices", {name: FIELDS[name] for name in touched if name in DEVICE_COLUMNS})
    if any(field in MDM_COLUMNS for field in touched):
        connection.execute(_NEW_ENROLLMENTS, {"prefix": MDM_PREFIX})
        _update(connection, "mdm_enrollments", {name: FIELDS[name] for name in touched if name in MDM_COLUMNS})
    if any(is_custom(field) for field in touched):
        connection.execute(_UPDATE_EXTRAS, {"begin": len(CUSTOM_PREFIX) + 1, "prefix": CUSTOM_PREFIX})


def refresh_enrollments(connection: duckdb.DuckDBPyConnection, refreshed: pl.DataFrame) -> None:
    """Set later values of facts that change by themselves, for which there is no event."""
    lend(connection, "given_refreshed", refreshed)
    fields = {name: FIELDS[name] for name in refreshed["field"].unique().sort()}
    _update(connection, "mdm_enrollments", fields, given="given_refreshed")


def _update(
    connection: duckdb.DuckDBPyConnection, table: str, fields: Mapping[str, Field], *, given: str = "given_changes"
) -> None:
    """Update the table in one pass: each changed field takes its new value, null included, the others keep theirs."""
    if not fields:
        return
    changes, assignments = [], []
    for number, (name, field) in enumerate(fields.items()):
        column = quoted(name.removeprefix(MDM_PREFIX) if table == "mdm_enrollments" else name)
        changes.append(
            f"bool_or(field = '{name}') AS is_{number}, max(\"new\") FILTER (field = '{name}') AS new_{number}"
        )
        value = typed_sql(field, f"c.new_{number}")
        assignments.append(f"{column} = CASE WHEN c.is_{number} THEN {value} ELSE {table}.{column} END")
    names = ", ".join(f"'{name}'" for name in fields)
    statement = _UPDATE.format(
        table=table,
        key="owner_id" if table == "owners" else "device_id",
        given=given,
        assignments=", ".join(assignments),
        changes=", ".join(changes),
        fields=names,
    )
    connection.execute(statement)


def _given_sql(name: str) -> str:
    return typed_sql(FIELDS[name], f"g.{quoted(name)}")
