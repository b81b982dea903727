"""Files that sweeps have refused, the latest first, and whether they still wait to be mended."""

from __future__ import annotations

from datetime import datetime

from pipeline.store.pages.snapshot import Row, Snapshot, rows_of
from pipeline.store.read.drop_folders import TAKEN_ANYHOW, WAITING, yesterday

_REFUSALS = f"""
WITH taken_anyhow AS ({TAKEN_ANYHOW}), waiting AS ({WAITING})
SELECT f.*, w.run_id IS NOT NULL AS is_waiting,
       row_number() OVER (PARTITION BY f.run_id ORDER BY f.file, f.path) AS number
FROM refusals AS f LEFT JOIN waiting AS w ON w.run_id = f.run_id AND w.file = f.file
WHERE $run_id IS NULL OR f.run_id = $run_id
ORDER BY f.refused_at DESC, f.run_id DESC, number LIMIT $limit OFFSET $start
"""  # noqa: S608 - nothing but constants
_OTHERS = "SELECT count(*) AS others FROM organizations WHERE org_id <> $org"


def refusals_page(
    snapshot: Snapshot, *, now: datetime, run_id: str | None = None, start: int = 0, limit: int = 50
) -> list[Row]:
    """One row per refused file; those of one run, where it is given.

    One that `is_waiting` is mended by no later file. `number` is its place among those of its run, from 1 on.
    """
    values = {"yesterday": yesterday(now), "run_id": run_id, "start": start, "limit": limit}
    return rows_of(snapshot, _REFUSALS, values)


def has_others(snapshot: Snapshot, org: str) -> bool:
    """True where another organization than this one is on record."""
    (found,) = rows_of(snapshot, _OTHERS, {"org": org})
    return bool(found["others"])
