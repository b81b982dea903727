"""Runs of one organization, the latest first: only those in which no other organization has a part."""

from __future__ import annotations

from pipeline.store.pages.snapshot import Row, Snapshot, rows_of
from schemas.fields import DEFAULT_ORG

_RUNS = """
WITH own AS (
    SELECT r.* FROM runs AS r
    WHERE ($org IS NULL OR coalesce(json_extract_string(r.settings, '/org'), $default) = $org)
      AND ($run_id IS NULL OR r.run_id = $run_id) AND ($before IS NULL OR r.run_id < $before)
      AND r.run_id NOT IN (SELECT run_id FROM events WHERE org_id <> $org)
      AND r.run_id NOT IN (SELECT run_id FROM row_outcomes WHERE org_id <> $org)
    ORDER BY r.run_id DESC LIMIT $limit
), files AS (
    SELECT s.run_id, string_agg(s.file, '; ' ORDER BY s.rowid) AS files
    FROM sources AS s SEMI JOIN own USING (run_id) GROUP BY s.run_id
)
SELECT own.run_id, own.recorded_at, own.command, own.user_name, own.undoes, own.rows_in,
       own.rows_skipped + own.rows_rejected AS refused, own.devices_created, own.owners_created,
       own.actions_create, own.actions_update, own.actions_assign, own.actions_reassign, own.actions_unassign,
       own.actions_create + own.actions_update + own.actions_assign + own.actions_reassign + own.actions_unassign
           AS changes, f.files, json_extract(own.settings, '/headers') IS NOT NULL AS has_results
FROM own LEFT JOIN files AS f ON f.run_id = own.run_id
ORDER BY own.run_id DESC
"""


def runs_page(
    snapshot: Snapshot, org: str | None, *, before: str | None = None, run_id: str | None = None, limit: int = 50
) -> list[Row]:
    """One row per run of the organization, or of any, the latest first; those `before` a run, or only that with an id.

    One that `has_results` took files, and its results can be written again.
    """
    values = {"org": org, "default": DEFAULT_ORG, "before": before, "run_id": run_id, "limit": limit}
    return rows_of(snapshot, _RUNS, values)
