"""The attributes of devices as they were: the macro `devices_as_of` and the view `device_attribute_history`.

Their SQL is made from the fields. Facts that change by themselves are left out: the events do not tell of them.
"""

from __future__ import annotations

from pipeline.store.earlier_attributes import custom_as_they_were_sql, earlier_sql, named_as_it_was_sql
from schemas.fields import DEVICE_FIELDS, MDM_FIELDS, VOLATILE

_AS_OF = """
CREATE OR REPLACE MACRO devices_as_of(ts) AS TABLE
WITH {earlier}
SELECT d.device_id, d.org_id, d.created_at, {attributes}, {extra} AS extra
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
    names = [field.name for field in (*DEVICE_FIELDS, *MDM_FIELDS) if field.name not in VOLATILE]
    attributes = ",\n       ".join(named_as_it_was_sql(name) for name in names)
    as_of = _AS_OF.format(
        earlier=earlier_sql("utc(ts)"), attributes=attributes, extra=custom_as_they_were_sql(), about=_ABOUT
    )
    volatile = ", ".join(f"'{name}'" for name in VOLATILE)
    return as_of + _HISTORY.format(volatile=volatile, about=_ABOUT_HISTORY)
