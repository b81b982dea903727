"""SQL for the attributes of devices as they were on record at an instant: going back from what is, through the events.

The cost follows the changes since then. Facts that change by themselves are left out: the events do not tell of them.
"""

from __future__ import annotations

from pipeline.store.columns import FIELDS, column_sql, quoted, typed_sql
from schemas.fields import CUSTOM_PREFIX, VOLATILE

# Of each field that has changed since, the value before the first of those changes.
_EARLIER = """
changes AS (
    SELECT aggregate_id AS device_id, event_id,
           unnest(map_entries(CAST(json_extract(payload, '/old') AS MAP(VARCHAR, VARCHAR)))) AS entry
    FROM events WHERE "type" = 'device_updated' AND recorded_at > {instant}
), before AS (
    SELECT device_id, entry.key AS field, arg_min_null(entry.value, event_id) AS "value" FROM changes GROUP BY ALL
), earlier AS (
    SELECT device_id, map_from_entries(list(row(field, "value"))) AS was,
           map_from_entries(list(row(substr(field, {begin}), "value")) FILTER (starts_with(field, '{custom}')))
               AS custom
    FROM before GROUP BY device_id
)
"""
# As the ledger keeps them: a JSON object in the order of its members, and NULL where there are none.
_EXTRA = """
CASE WHEN e.custom IS NULL THEN d.extra ELSE
CAST(nullif('{' || array_to_string(list_sort(list_transform(list_filter(
    map_entries(map_concat(coalesce(CAST(d.extra AS MAP(VARCHAR, VARCHAR)), MAP {}), e.custom)),
    lambda member: member.value IS NOT NULL),
    lambda member: to_json(member.key) || ':' || to_json(member.value))), ',') || '}', '{}') AS JSON) END
"""
_WAS = "CASE WHEN map_contains(e.was, '{name}') THEN {was} ELSE {now} END"


def earlier_sql(instant: str) -> str:
    """The common tables up to `earlier`: one row per device that has changed since the instant, with what `was`."""
    return _EARLIER.strip().format(instant=instant, begin=len(CUSTOM_PREFIX) + 1, custom=CUSTOM_PREFIX)


def as_it_was_sql(attribute: str) -> str:
    """The value of an attribute, of `devices d` and `mdm_enrollments m` with `earlier e`; NULL of what is not told."""
    if attribute in VOLATILE:
        return typed_sql(FIELDS[attribute], "NULL")
    was = typed_sql(FIELDS[attribute], f"e.was['{attribute}']")
    return _WAS.format(name=attribute, was=was, now=column_sql(attribute))


def custom_as_they_were_sql() -> str:
    """The custom attributes, likewise."""
    return _EXTRA.strip()


def named_as_it_was_sql(attribute: str) -> str:
    """The value of an attribute under its name, likewise."""
    return f"{as_it_was_sql(attribute)} AS {quoted(attribute)}"
