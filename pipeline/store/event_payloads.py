"""The payload of each event, written and read back: a JSON object without blank members.

Besides the columns in `FACTS`, the payload of `device_created` holds the whole device (`device`), that of
`device_updated` the changed fields (`old`, `new`: null is blank), that of `owner_created` the owner (`owner`), and that
of `owner_updated` the changed facts like those of a device, all as canonical text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pipeline.store.columns import (
    COLUMN_TYPES,
    FIELDS,
    OWNER_FACTS,
    columns_of,
    instant_sql,
    quoted,
    text_sql,
    typed_sql,
)
from schemas.fields import CUSTOM_PREFIX
from schemas.frames.events import EVENTS, FIRST_HALVES
from schemas.vocabulary import Action, EventType

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# The columns of the events frame that the table of events has too.
OWN: tuple[str, ...] = (*("org_id", "aggregate", "aggregate_id", "version", "type", "row_id", "file", "sheet", "row"),)
# The other columns of the events frame, which stand in the payload, with their types.
FACTS: dict[str, str] = {column.name: COLUMN_TYPES[column.type] for column in EVENTS.columns if column.name not in OWN}

_DEVICES = """
CREATE TEMP TABLE device_payloads AS
SELECT g.device_id, {device} AS payload
FROM given_devices AS g LEFT JOIN extra_members AS x ON x.device_id = g.device_id
"""
_EXTRAS = """
CREATE TEMP TABLE extra_members AS
SELECT device_id, array_to_string(list_sort(list(member)), ',') AS members
FROM (SELECT device_id, to_json(field) || ':' || to_json("value") AS member FROM given_extras)
GROUP BY device_id
"""
_CHANGES = """
CREATE TEMP TABLE {kind}_payloads AS
SELECT {key},
       '{{' || array_to_string(list_sort(list("old")), ',') || '}}' AS "old",
       '{{' || array_to_string(list_sort(list("new")), ',') || '}}' AS "new"
FROM (SELECT {key}, to_json(field) || ':' || coalesce(to_json("old"), 'null') AS "old",
             to_json(field) || ':' || coalesce(to_json("new"), 'null') AS "new"
      FROM {given})
GROUP BY {key}
"""
_OWNERS = """
CREATE TEMP TABLE owner_payloads AS
SELECT owner_id, {owner} AS payload FROM given_owners
"""


_CHANGED = {"old": "old", "new": "new"}
# For each view of a change set: its temporary table of payloads, the alias and the key of that, the type of its events,
# and the members that it adds to their payloads, with the column of each.
_TABLES = {
    "given_devices": ("device_payloads", "d", "device_id", EventType.DEVICE_CREATED, {"device": "payload"}),
    "given_changes": ("change_payloads", "c", "device_id", EventType.DEVICE_UPDATED, _CHANGED),
    "given_owners": ("owner_payloads", "o", "owner_id", EventType.OWNER_CREATED, {"owner": "payload"}),
    "given_owner_changes": ("owner_change_payloads", "f", "owner_id", EventType.OWNER_UPDATED, _CHANGED),
}


def prepare_payloads(connection: duckdb.DuckDBPyConnection, filled: Collection[str]) -> None:
    """Create the temporary tables `..._payloads` of devices, owners, and the changes of both.

    `filled` are the views of the change set that have rows; there is a table for each of them.
    """
    if "given_devices" in filled:
        _prepare_devices(connection)
    if "given_changes" in filled:
        connection.execute(_CHANGES.format(kind="change", key="device_id", given="given_changes"))
    if "given_owner_changes" in filled:
        connection.execute(_CHANGES.format(kind="owner_change", key="owner_id", given="given_owner_changes"))
    if "given_owners" in filled:
        facts = [column for column in columns_of(connection, "given_owners") if column in OWNER_FACTS]
        owner = [_member(name, text_sql(OWNER_FACTS[name], quoted(name))) for name in facts]
        connection.execute(_OWNERS.format(owner=_object(owner)))


def _prepare_devices(connection: duckdb.DuckDBPyConnection) -> None:
    fields = [FIELDS[column] for column in columns_of(connection, "given_devices") if column in FIELDS]
    members = [_member(field.name, text_sql(field, typed_sql(field, f"g.{quoted(field.name)}"))) for field in fields]
    connection.execute(_EXTRAS)
    connection.execute(_DEVICES.format(device=_object([*members, "x.members"])))


def facts_told(events: pl.DataFrame) -> tuple[str, ...]:
    """The `FACTS` that any of these events has."""
    return tuple(name for name in FACTS if events[name].null_count() < events.height)


def payload_sql(filled: Collection[str], facts: Iterable[str]) -> str:
    """SQL for the payload of an event `e`: these `FACTS`, its device or owner and their changes; see `joins_sql`."""
    told = [_member(name, _fact(name, FACTS[name])) for name in facts]
    members = [
        f"'{quoted(member)}:' || {alias}.{quoted(column)}"
        for view, (_table, alias, _key, _type, columns) in _TABLES.items()
        if view in filled
        for member, column in columns.items()
    ]
    return _object([*told, *members])


def joins_sql(filled: Collection[str]) -> str:
    """SQL that joins the tables used by `payload_sql` to the events `e`, whose ids are from `$first` to `$last`."""
    return "".join(
        f"LEFT JOIN (FROM {table} WHERE {key} BETWEEN $first AND $last) AS {alias} "
        f"ON e.type = '{type_.value}' AND {alias}.{key} = e.aggregate_id\n"
        for view, (table, alias, key, type_, _members) in _TABLES.items()
        if view in filled
    )


def facts_sql(payload: str) -> str:
    """SQL for a struct of the `FACTS` in the payload, with their types."""
    shape = ",".join(f'"{name}":"{type_}"' for name, type_ in FACTS.items())
    return f"json_transform({payload}, '{{{shape}}}')"


def device_sql(payload: str) -> str:
    """SQL for a struct of all fields in a `device_created` payload, as text; without custom attributes."""
    shape = ",".join(f'"{name}":"VARCHAR"' for name in FIELDS)
    return f"json_transform(json_extract({payload}, '/device'), '{{{shape}}}')"


def custom_sql(payload: str) -> str:
    """SQL for a list of the custom attributes in a `device_created` payload, as entries (`key`, `value`)."""
    device = f"CAST(json_extract({payload}, '/device') AS MAP(VARCHAR, VARCHAR))"
    return f"list_filter(map_entries({device}), lambda entry: starts_with(entry.key, '{CUSTOM_PREFIX}'))"


def first_half_sql(type_: str, action: str) -> str:
    """SQL that is true where an event is the first half of a reassign; as `schemas.frames.events` has it for frames."""
    types = ", ".join(f"'{first}'" for first in FIRST_HALVES)
    is_one = f"{quoted(type_)} IN ({types}) AND {quoted(action)} = '{Action.REASSIGN.value}'"
    return f"coalesce({is_one}, false)"


def _member(name: str, text: str) -> str:
    """SQL for one member of a JSON object, null where the value is null, so that the object leaves it out."""
    return f"'{quoted(name)}:' || to_json({text})"


def _fact(name: str, type_: str) -> str:
    column = f"CAST(e.{name} AS {type_})"
    return instant_sql(column) if type_ == "TIMESTAMP" else column


def _object(members: Iterable[str]) -> str:
    return f"'{{' || concat_ws(',', {', '.join(members)}) || '}}'"
