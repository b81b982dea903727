"""Runs of one organization, the latest first: only those in which no other organization has a part."""

from __future__ import annotations

from pipeline.store.pages.snapshot import Row, Snapshot, rows_of
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import EventType

# True of a run `r` of the organization in which no other has a part; of any where none is given. Others may have
# millions of events, of few runs: to look runs up among those takes a seventh of the time.
_IS_OWN = """
    ($org IS NULL OR coalesce(json_extract_string(r.settings, '/org'), $default) = $org)
    AND r.run_id NOT IN (SELECT DISTINCT run_id FROM events WHERE org_id <> $org)
    AND r.run_id NOT IN (SELECT DISTINCT run_id FROM row_outcomes WHERE org_id <> $org)
"""
_RUNS = """
WITH own AS (
    SELECT r.* FROM runs AS r
    WHERE ($run_id IS NULL OR r.run_id = $run_id) AND ($before IS NULL OR r.run_id < $before) AND {is_own}
    ORDER BY r.run_id DESC LIMIT $limit
), files AS (
    SELECT s.run_id, string_agg(s.file, '; ' ORDER BY s.rowid) AS files
    FROM sources AS s SEMI JOIN own USING (run_id) GROUP BY s.run_id
)
SELECT own.run_id, own.recorded_at, own.command, own.user_name, own.undoes, own.rows_in,
       own.rows_skipped + own.rows_rejected AS refused, own.devices_created, own.owners_created,
       own.actions_create, own.actions_update, own.actions_assign, own.actions_reassign, own.actions_unassign,
       own.actions_create + own.actions_update + own.actions_assign + own.actions_reassign + own.actions_unassign
           AS changes, json_extract_string(own.settings, '/plan/made_by') AS planned_by,
       json_extract_string(own.settings, '/reason') AS reason, json_extract_string(own.settings, '/allow') AS allowed,
       f.files, json_extract(own.settings, '/headers') IS NOT NULL AS has_results
FROM own LEFT JOIN files AS f ON f.run_id = own.run_id
ORDER BY own.run_id DESC
"""
# Only events of devices of which the person has a span can be about the person: payloads of others are not opened.
_SIGNED = """
WITH moves AS MATERIALIZED (
    SELECT v.run_id, v.recorded_at, v."type", v.payload
    FROM events AS v
    WHERE v.aggregate_id IN (SELECT s.device_id FROM ownerships AS s WHERE s.owner_id = $owner)
      AND v."type" IN ($taken, $released)
)
SELECT v.run_id, v.recorded_at, count(*) FILTER (v."type" = $taken) AS handed_over,
       count(*) FILTER (v."type" = $released) AS came_back
FROM moves AS v JOIN runs AS r ON r.run_id = v.run_id
WHERE CAST(json_extract_string(v.payload, '/owner_id') AS BIGINT) = $owner AND {is_own}
GROUP BY ALL ORDER BY v.run_id DESC LIMIT $limit
"""


def runs_page(
    snapshot: Snapshot, org: str | None, *, before: str | None = None, run_id: str | None = None, limit: int = 50
) -> list[Row]:
    """One row per run of the organization, or of any, the latest first; those `before` a run, or only that with an id.

    One that `has_results` took files, and its results can be written again.
    """
    values = {"org": org, "default": DEFAULT_ORG, "before": before, "run_id": run_id, "limit": limit}
    return rows_of(snapshot, _RUNS.format(is_own=_IS_OWN), values)


def signed_runs(snapshot: Snapshot, org: str | None, owner_id: int, *, limit: int = 50) -> list[Row]:
    """One row per run that handed that person devices or took some back, the latest first, with how many of each."""
    moves = {"taken": EventType.OWNERSHIP_TAKEN.value, "released": EventType.OWNERSHIP_RELEASED.value}
    values = {"org": org, "default": DEFAULT_ORG, "owner": owner_id, "limit": limit, **moves}
    return rows_of(snapshot, _SIGNED.format(is_own=_IS_OWN), values)
