"""The attributes of devices as they were: the macro `devices_as_of` and the view `device_attribute_history`.

Their SQL is made from the fields. Facts that change by themselves are left out: the events do not tell of them.
"""

from __future__ import annotations

from pipeline.store.columns import FIELDS, column_sql, quoted, typed_sql
from schemas.fields import CUSTOM_PREFIX, DEVICE_FIELDS, MDM_FIELDS, VOLATILE, Field

# Going back from what is: of each field that has changed since, the value before the first of those changes.
_AS_OF = """
CREATE OR REPLACE MACRO devices_as_of(ts) AS TABLE
WITH changes AS (
    SELECT aggregate_id AS device_id, event_id,
           unnest(map_entries(CAST(json_extract(payload, '/old') AS MAP(VARCHAR, VARCHAR)))) AS entry
    FROM events WHERE "type" = 'device_updated' AND recorded_at > utc(ts)
), before AS (
    SELECT device_id, entry.key AS field, arg_min_null(entry.value, event_id) AS "value" FROM changes GROUP BY ALL
), earlier AS (
    SELECT device_id, map_from_entries(list(row(field, "value"))) AS was,
           map_from_entries(list(row(substr(field, {begin}), "value")) FILTER (starts_with(field, '{custom}')))
               AS custom
    FROM before GROUP BY device_id
)
SELECT d.device_id, d.org_id, d.created_at, {attributes},
       CASE WHEN e.custom IS NULL THEN d.extra ELSE {extra} END AS extra
FROM devices AS d
LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
LEFT JOIN earlier AS e ON e.device_id = d.device_id
WHERE d.created_at <= utc(ts);
COMMENT ON MACRO TABLE devices_as_of IS '{about}';
"""
_ABOUT = (
    "devices_as_of(ts): one row per device that was on record at that instant, with its attributes as they were on"
    f" record then, but for what changes by itself ({', '.join(VOLATILE)}). The cost follows the changes since"
    " then and the columns that you name: name those that you need."
)
_WAS = "CASE WHEN map_contains(e.was, '{name}') THEN {was} ELSE {now} END AS {column}"
# As the ledger keeps them: a JSON object in the order of its members, and NULL where there are none.
_EXTRA = """
CAST(nullif('{' || array_to_string(list_sort(list_transform(list_filter(
    map_entries(map_concat(coalesce(CAST(d.extra AS MAP(VARCHAR, VARCHAR)), MAP {}), e.custom)),
    lambda member: member.value IS NOT NULL),
    lambda member: to_json(member.key) || ':' || to_json(member.value))), ',') || '}', '{}') AS JSON)
"""
# Partitioned by what people ask for, so that their question reaches the events: one device costs next to nothing.
_HISTORY = """
CREATE OR REPLACE VIEW device_attribute_history AS
WITH told AS (
    SELECT e.event_id, d.org_id, d.device_id, d.serial_number, d."name" AS device_name, e.recorded_at, e.run_id, e.file,
           e.sheet, e."row",
           unnest(map_entries(CAST(
               json_extract(e.payload, CASE WHEN e."type" = 'device_created' THEN '/device' ELSE '/new' END)
               AS MAP(VARCHAR, VARCHAR)))) AS entry
    FROM events AS e JOIN devices AS d ON d.device_id = e.aggregate_id
    WHERE e."type" IN ('device_created', 'device_updated')
), spans AS (
    SELECT *, entry.key AS attribute, entry.value AS "value", recorded_at AS start_time,
           lead(recorded_at) OVER (PARTITION BY device_id, serial_number, entry.key ORDER BY event_id) AS open_end_time
    FROM told WHERE entry.key NOT IN ({volatile})
)
SELECT org_id, device_id, serial_number, device_name, attribute, "value", start_time,
       coalesce(open_end_time, TIMESTAMP '2999-12-31 23:59:59') AS end_time, open_end_time, run_id, file, sheet, "row"
FROM spans WHERE "value" IS NOT NULL;
COMMENT ON VIEW device_attribute_history IS '{about}';
"""
_ABOUT_HISTORY = (
    "One row per device, attribute and value, with the time for which the value was on record: [start_time, end_time)."
    " Blank times have no row; what changes by itself is not told. Cheap for one device (by device_id or"
    " serial_number); for the whole fleet it reads every event: ask once, and for the"
    " attributes of one day ask devices_as_of."
)


def attribute_history_sql() -> str:
    """The statements that add the macro and the view, with what they say of themselves."""
    fields = [field for field in (*DEVICE_FIELDS, *MDM_FIELDS) if field.name not in VOLATILE]
    attributes = ",\n       ".join(_as_it_was(field) for field in fields)
    as_of = _AS_OF.format(
        begin=len(CUSTOM_PREFIX) + 1, custom=CUSTOM_PREFIX, attributes=attributes, extra=_EXTRA.strip(), about=_ABOUT
    )
    volatile = ", ".join(f"'{name}'" for name in VOLATILE)
    return as_of + _HISTORY.format(volatile=volatile, about=_ABOUT_HISTORY)


def _as_it_was(field: Field) -> str:
    was = typed_sql(FIELDS[field.name], f"e.was['{field.name}']")
    return _WAS.format(name=field.name, was=was, now=column_sql(field.name), column=quoted(field.name))
