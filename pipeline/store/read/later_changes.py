"""Ownerships and attributes that were changed after a run and not changed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Ledger
from pipeline.store.connections import reading
from pipeline.store.frames import frame_of, rows_of
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    import polars as pl

_ALTERED = """
WITH done AS (
    SELECT aggregate_id AS device_id, "type", payload FROM events WHERE aggregate = 'device' AND run_id = $run_id
), later AS (
    SELECT event_id, aggregate_id AS device_id, "type", payload, run_id FROM events
    WHERE aggregate = 'device' AND recorded_at > (SELECT recorded_at FROM runs WHERE run_id = $run_id)
      AND aggregate_id IN (SELECT device_id FROM done)
), given AS (
    SELECT device_id, unnest(map_keys("values")) AS field, "values"[field] AS "value"
    FROM (SELECT device_id, CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS "values"
          FROM done WHERE "type" = 'device_updated')
), regiven AS (
    SELECT event_id, run_id, device_id, unnest(map_keys("values")) AS field, "values"[field] AS "value"
    FROM (SELECT event_id, run_id, device_id, CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS "values"
          FROM later WHERE "type" = 'device_updated')
), fields AS (
    SELECT r.device_id, r.field, arg_max(r.run_id, r.event_id) AS by_run_id
    FROM regiven AS r JOIN given AS g ON g.device_id = r.device_id AND g.field = r.field
    GROUP BY r.device_id, r.field
    HAVING arg_max_null(r."value", r.event_id) IS DISTINCT FROM any_value(g."value")
), owned AS (
    SELECT ownership_id, device_id, owner_id, start_time, end_time, label, due_at, added_by, recorded_at, superseded_at
    FROM ownerships WHERE device_id IN (SELECT device_id FROM done WHERE starts_with("type", 'ownership_'))
), believed AS (
    SELECT o.* EXCLUDE (recorded_at, superseded_at) FROM owned AS o, runs AS r
    WHERE r.run_id = $run_id AND o.recorded_at <= r.recorded_at AND o.superseded_at > r.recorded_at
      AND o.superseded_at < $open_end
), believes AS (
    SELECT o.* EXCLUDE (recorded_at, superseded_at) FROM owned AS o, runs AS r
    WHERE r.run_id = $run_id AND o.recorded_at > r.recorded_at AND o.superseded_at = $open_end
), spans AS (
    SELECT device_id FROM (FROM believed EXCEPT ALL FROM believes)
    UNION ALL SELECT device_id FROM (FROM believes EXCEPT ALL FROM believed)
), altered AS (
    FROM fields
    UNION ALL
    SELECT device_id, NULL AS field, arg_max(run_id, event_id) AS by_run_id FROM later
    WHERE starts_with("type", 'ownership_') AND device_id IN (FROM spans) GROUP BY device_id
)
SELECT a.device_id, a.field, a.by_run_id, r.undoes FROM altered AS a LEFT JOIN runs AS r ON r.run_id = a.by_run_id
ORDER BY a.device_id, a.field NULLS FIRST
"""


_ALTERED_FACTS = """
WITH given AS (
    SELECT owner_id, unnest(map_keys("values")) AS field, "values"[field] AS "value"
    FROM (SELECT aggregate_id AS owner_id, CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS "values"
          FROM events WHERE run_id = $run_id AND "type" = 'owner_updated')
), regiven AS (
    SELECT event_id, run_id, owner_id, unnest(map_keys("values")) AS field, "values"[field] AS "value"
    FROM (SELECT event_id, run_id, aggregate_id AS owner_id,
                 CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS "values"
          FROM events
          WHERE "type" = 'owner_updated' AND recorded_at > (SELECT recorded_at FROM runs WHERE run_id = $run_id))
), altered AS (
    SELECT r.owner_id, r.field, arg_max(r.run_id, r.event_id) AS by_run_id
    FROM regiven AS r JOIN given AS g ON g.owner_id = r.owner_id AND g.field = r.field
    GROUP BY r.owner_id, r.field
    HAVING arg_max_null(r."value", r.event_id) IS DISTINCT FROM any_value(g."value")
)
SELECT a.owner_id, a.field, a.by_run_id, r.undoes FROM altered AS a LEFT JOIN runs AS r ON r.run_id = a.by_run_id
ORDER BY a.owner_id, a.field
"""


def facts_altered_since(ledger: Ledger, run_id: str) -> pl.DataFrame:
    """One row per fact of a person that the run changed and that later runs changed again, not back to the same.

    `owner_id, field, by_run_id, undoes`, the latter two as in `altered_since`.
    """
    with reading(ledger) as connection:
        altered: pl.DataFrame = frame_of(connection.sql(_ALTERED_FACTS, params={"run_id": run_id}))
        return altered


def altered_since(ledger: Ledger, run_id: str) -> pl.DataFrame:
    """One row per attribute or ownership that the run changed and that later runs changed again, not back to the same.

    `device_id`, the `field` of an attribute or blank for the ownership of the device, `by_run_id`, the last run that
    changed it, and `undoes`, the run that `by_run_id` reversed.
    """
    values = {"run_id": run_id, "open_end": OPEN_END}
    with reading(ledger) as connection:
        altered: pl.DataFrame = rows_of(connection, _ALTERED, values)
        return altered
