"""What a run handed over and took back: one line per device and person, as its events tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from pipeline.store.columns import handle_sql, known_as_sql
from pipeline.store.earlier_attributes import as_it_was_sql, earlier_sql
from pipeline.store.frames import rows_of
from pipeline.store.published.report_rows import still
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    import polars as pl

LAST = "last"
_TOLD = ("serial_number", "asset_tag", "name", "type", "brand", "model", "condition")
_MOVES = f"('{EventType.OWNERSHIP_TAKEN.value}', '{EventType.OWNERSHIP_RELEASED.value}')"
_RUN = """
SELECT run_id, recorded_at, CAST(json_extract(settings, '/receipts') AS VARCHAR),
       (SELECT max(u.run_id) FROM runs AS u WHERE u.undoes = r.run_id)
FROM runs AS r
WHERE ($run <> 'last' AND run_id = $run)
   OR ($run = 'last'
       AND run_id IN (SELECT run_id FROM events WHERE "type" IN {moves} AND ($org IS NULL OR org_id = $org)))
ORDER BY recorded_at DESC LIMIT 1
"""
_LINES = """
WITH {earlier}
SELECT v.org_id, o.owner_id, coalesce({handle}, json_extract_string(v.payload, '/owner_email')) AS owner_email,
       o.owner_name, v."type" = '{taken}' AS is_taken, {attributes},
       CAST(json_extract_string(v.payload, '/start_time') AS TIMESTAMP) AS start_time,
       CASE WHEN NOT is_taken THEN CAST(json_extract_string(v.payload, '/end_time') AS TIMESTAMP) END AS end_time,
       CASE WHEN is_taken THEN CAST(json_extract_string(v.payload, '/due_at') AS TIMESTAMP) END AS due_at,
       json_extract_string(v.payload, '/label') AS "label"
FROM events AS v
JOIN devices AS d ON d.device_id = v.aggregate_id
LEFT JOIN earlier AS e ON e.device_id = d.device_id
JOIN owners AS o ON o.owner_id = CAST(json_extract_string(v.payload, '/owner_id') AS BIGINT)
WHERE v.run_id = $run AND v."type" IN {moves} AND ($org IS NULL OR v.org_id = $org)
  AND ($owner IS NULL OR list_contains({known_as}, $owner))
ORDER BY owner_email, o.owner_id, is_taken DESC, v.event_id
"""


@dataclass(frozen=True, slots=True)
class HandOvers:
    """The lines of a run, its instant, and the terms that were recorded with it, as `terms` and `sha256`.

    `undone_by` is the run that has undone it, where one has.
    """

    run_id: str
    recorded_at: datetime
    lines: pl.DataFrame
    terms: dict[str, Any]
    undone_by: str | None


def read_hand_overs(ledger: Ledger, run: str, owner: str | None, *, at_least: int | None = None) -> HandOvers:
    """What that run, or the `last` one that did so, handed over and took back, with devices as they were then.

    `at_least` is as in `reporting`. Raises UsageProblem where there is no such run.
    """
    asked: dict[str, object] = {"run": run, "org": ledger.org, "owner": owner}
    with still(ledger, at_least) as connection:
        found = connection.execute(_RUN.format(moves=_MOVES), {"run": run, "org": ledger.org}).fetchall()
        if not found:
            raise _no_run(run)
        run_id, recorded_at, terms, undone_by = found[0]
        sql = _LINES.format(
            earlier=earlier_sql("CAST($at AS TIMESTAMP)"),
            attributes=", ".join(f'{as_it_was_sql(name)} AS "{name}"' for name in _TOLD),
            handle=handle_sql("o"),
            known_as=known_as_sql("o"),
            taken=EventType.OWNERSHIP_TAKEN.value,
            moves=_MOVES,
        )
        lines = rows_of(connection, sql, {**asked, "run": run_id, "at": recorded_at})
    return HandOvers(run_id, recorded_at, lines, json.loads(terms) if terms else {}, undone_by)


def _no_run(run: str) -> UsageProblem:
    if run == LAST:
        return UsageProblem("No run has handed anything over yet.", "Name a run with --run RUN_ID.", code="no_run")
    return UsageProblem(f"No run {run} is on record.", "List the runs with: rollcall show runs", code="no_run")
