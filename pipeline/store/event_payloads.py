"""The payload of each event, written and read back: a JSON object without blank members.

Besides the columns in `FACTS`, the payload of `device_created` holds the whole device (`device`), that of
`device_updated` the changed fields (`old`, `new`: null is blank), that of `owner_created` the owner (`owner`), and that
of `owner_updated` the changed facts like those of a device, all as canonical text.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def prepare_payloads(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary tables `..._payloads`: of devices, owners, and the changes of both."""
    fields = [FIELDS[column] for column in columns_of(connection, "given_devices") if column in FIELDS]
    members = [_member(field.name, text_sql(field, typed_sql(field, f"g.{quoted(field.name)}"))) for field in fields]
    facts = [column for column in columns_of(connection, "given_owners") if column in OWNER_FACTS]
    owner = [_member(name, text_sql(OWNER_FACTS[name], quoted(name))) for name in facts]
    connection.execute(_EXTRAS)
    connection.execute(_DEVICES.format(device=_object([*members, "x.members"])))
    connection.execute(_CHANGES.format(kind="change", key="device_id", given="given_changes"))
    connection.execute(_CHANGES.format(kind="owner_change", key="owner_id", given="given_owner_changes"))
    connection.execute(_OWNERS.format(owner=_object(owner)))


def payload_sql() -> str:
    """SQL for the payload of an event `e`, from its device `d` or owner `o` and their changes; see `joins_sql`."""
    facts = [_member(name, _fact(name, type_)) for name, type_ in FACTS.items()]
    old, new = 'coalesce(c."old", f."old")', 'coalesce(c."new", f."new")'
    parts = {"device": "d.payload", "old": old, "new": new, "owner": "o.payload"}
    return _object([*facts, *(f"'{quoted(name)}:' || {part}" for name, part in parts.items())])


def joins_sql() -> str:
    """SQL that joins the tables used by `payload_sql` to the events `e`."""
    return f"""
    LEFT JOIN device_payloads AS d ON e.type = '{EventType.DEVICE_CREATED.value}' AND d.device_id = e.aggregate_id
    LEFT JOIN change_payloads AS c ON e.type = '{EventType.DEVICE_UPDATED.value}' AND c.device_id = e.aggregate_id
    LEFT JOIN owner_payloads AS o ON e.type = '{EventType.OWNER_CREATED.value}' AND o.owner_id = e.aggregate_id
    LEFT JOIN owner_change_payloads AS f ON e.type = '{EventType.OWNER_UPDATED.value}' AND f.owner_id = e.aggregate_id
    """


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
