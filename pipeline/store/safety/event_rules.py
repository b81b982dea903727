"""The rules of the ledger's history: events in order, runs whose totals add up, no event or span without its run.

Each is a query that finds the rows of the whole ledger that break it, as in `invariants`.
"""

from __future__ import annotations

from pipeline.store.event_payloads import first_half_sql
from pipeline.store.invariants import Rule
from schemas.vocabulary import Action, EventType, Outcome, Reason

_ORDER = """
SELECT event_id, place AS expected_id, recorded_at, recorded_before
FROM (SELECT event_id, recorded_at, row_number() OVER (ORDER BY event_id) AS place,
             lag(recorded_at) OVER (ORDER BY event_id) AS recorded_before FROM events)
WHERE event_id <> place OR recorded_before > recorded_at
"""
_VERSIONS = """
SELECT aggregate, aggregate_id, event_id, version, place AS expected_version
FROM (SELECT *, row_number() OVER (PARTITION BY aggregate, aggregate_id ORDER BY event_id) AS place FROM events)
WHERE version <> place
"""
_LAST_VERSIONS = """
WITH told AS (
    SELECT aggregate, aggregate_id, max(version) AS version FROM events GROUP BY ALL
), stored AS (
    SELECT 'device' AS aggregate, device_id AS aggregate_id, version FROM devices
    UNION ALL SELECT 'owner', owner_id, version FROM owners
)
SELECT coalesce(s.aggregate, t.aggregate) AS aggregate, coalesce(s.aggregate_id, t.aggregate_id) AS aggregate_id,
       s.version AS version, t.version AS last_event
FROM stored AS s FULL JOIN told AS t ON t.aggregate = s.aggregate AND t.aggregate_id = s.aggregate_id
WHERE s.version IS DISTINCT FROM t.version
"""
_LATER = """
SELECT run_id, recorded_at, before AS recorded_before, times AS runs_of_that_name
FROM (SELECT run_id, recorded_at, lag(recorded_at) OVER (ORDER BY state_version, recorded_at) AS before,
             count(*) OVER (PARTITION BY run_id) AS times FROM runs)
WHERE before >= recorded_at OR times > 1
"""
_STATE_VERSIONS = """
SELECT run_id, before AS version_before, state_version, is_changing
FROM (SELECT r.run_id, r.state_version, lag(r.state_version, 1, 0) OVER (ORDER BY r.recorded_at) AS before,
             c.run_id IS NOT NULL AS is_changing
      FROM runs AS r LEFT JOIN (SELECT DISTINCT run_id FROM events) AS c ON c.run_id = r.run_id)
WHERE state_version <> before + CAST(is_changing AS BIGINT)
"""
_TOTALS = """
SELECT run_id, rows_in, rows_applied, rows_unchanged, rows_skipped, rows_rejected FROM runs
WHERE rows_in <> rows_applied + rows_unchanged + rows_skipped + rows_rejected
"""
_OUTCOMES = """
WITH recorded AS (
    SELECT run_id, {counts}, count(*) AS every, count(DISTINCT row_id) AS numbered FROM row_outcomes GROUP BY run_id
)
SELECT * FROM (
    SELECT r.run_id, unnest([{pairs}], recursive := true)
    FROM runs AS r LEFT JOIN recorded AS w ON w.run_id = r.run_id
) WHERE total <> on_record
"""
_ACTIONS = """
WITH told AS (
    SELECT run_id, "type", json_extract_string(payload, '/action') AS "action",
           json_extract_string(payload, '/reason') = '{absent}' AS is_absent
    FROM events
), recorded AS (
    SELECT run_id, {counts} FROM told GROUP BY run_id
)
SELECT * FROM (
    SELECT r.run_id, unnest([{pairs}], recursive := true)
    FROM runs AS r LEFT JOIN recorded AS e ON e.run_id = r.run_id
) WHERE total <> by_events
"""
_WITHOUT_RUN = """
SELECT what, run_id, count(*) AS "rows", min(r.recorded_at) AS recorded_at, min(w.recorded_at) AS recorded_there
FROM (SELECT 'an event' AS what, run_id, recorded_at FROM events
      UNION ALL SELECT 'an organization', run_id, created_at FROM organizations
      UNION ALL SELECT 'a source', run_id, NULL FROM sources
      UNION ALL SELECT 'a call', run_id, NULL FROM calls
      UNION ALL SELECT 'a row', run_id, NULL FROM row_outcomes) AS w
LEFT JOIN runs AS r USING (run_id)
WHERE r.recorded_at IS NULL OR w.recorded_at <> r.recorded_at
GROUP BY what, run_id
"""
_SPANS_WITHOUT_RUN = """
SELECT s.ownership_id, s.run_id, s.recorded_at AS recorded_there, r.recorded_at
FROM ownerships AS s LEFT JOIN runs AS r ON r.run_id = s.run_id
WHERE r.recorded_at IS DISTINCT FROM s.recorded_at
"""
# A run that erased a person is made from no file.
_SOURCES = """
SELECT run_id, command FROM runs
WHERE undoes IS NULL AND command <> 'forget' AND run_id NOT IN (SELECT run_id FROM sources)
  AND run_id NOT IN (SELECT run_id FROM calls)
"""
_ORGANIZATIONS = """
SELECT org_id, 0 AS times_on_record, min(event_id) AS first_event FROM events
WHERE org_id NOT IN (SELECT org_id FROM organizations) GROUP BY org_id
UNION ALL
SELECT org_id, count(*), NULL FROM organizations GROUP BY org_id HAVING count(*) > 1
"""


def _outcomes() -> str:
    """SQL that compares the recorded rows of each run, per outcome, with its totals; no unchanged rows are recorded."""
    recorded = [outcome.value for outcome in Outcome if outcome is not Outcome.UNCHANGED]
    totals = " + ".join(f"r.rows_{word}" for word in recorded)
    pairs = [
        *(_pair(f"rows {word}", f"r.rows_{word}", "on_record", f"w.{word}") for word in recorded),
        _pair("rows", totals, "on_record", "w.every"),
        _pair("row numbers", totals, "on_record", "w.numbered"),
    ]
    counts = ", ".join(f"count(*) FILTER (outcome = '{word}') AS {word}" for word in recorded)
    return _OUTCOMES.format(counts=counts, pairs=", ".join(pairs))


def _actions() -> str:
    """SQL that compares each run's counts of actions with its events; the first half of a reassign is no action."""
    is_whole = f"NOT {first_half_sql('type', 'action')}"
    actions = [action.value for action in Action if action is not Action.NONE]
    counted = {
        **{f"actions_{action}": f"\"action\" = '{action}' AND {is_whole}" for action in actions},
        "devices_created": f"\"type\" = '{EventType.DEVICE_CREATED.value}'",
        "owners_created": f"\"type\" = '{EventType.OWNER_CREATED.value}'",
        "absent_unassigned": "is_absent",
    }
    return _ACTIONS.format(
        absent=Reason.ABSENT_FROM_FULL_SHEET.value,
        counts=", ".join(f"count(*) FILTER ({is_one}) AS {column}" for column, is_one in counted.items()),
        pairs=", ".join(_pair(column, f"r.{column}", "by_events", f"e.{column}") for column in counted),
    )


def _pair(what: str, total: str, other: str, found: str) -> str:
    """SQL for a figure that is on record in two places: the total of the run, and the count found elsewhere."""
    return f"struct_pack(what := '{what}', total := {total}, {other} := coalesce({found}, 0))"


# The rules of events, runs, and the outcomes, sources and organizations recorded with them.
STORY: tuple[Rule, ...] = (
    Rule("events are numbered 1, 2, 3 ... in the order of time", "events", _ORDER),
    Rule("the events of each device and owner are its versions 1, 2, 3 ...", "events", _VERSIONS),
    Rule("every run has its own name, and is later than the one before it", "runs", _LATER),
    Rule("the state version rises by one with each run that has events, and with no other", "runs", _STATE_VERSIONS),
    Rule("the rows of each run add up: in = applied + unchanged + skipped + rejected", "runs", _TOTALS),
    Rule("each run has as many rows on record as its totals say", "row_outcomes", _outcomes()),
    Rule("each run did what its totals say, by its events", "events", _actions()),
    Rule("everything on record belongs to a run, and is of its instant", "runs", _WITHOUT_RUN),
    Rule("every run names the files or calls it was made from", "sources", _SOURCES),
    Rule("every organization in use is on record, once", "organizations", _ORGANIZATIONS),
)

# The rules between events and runs and the tables that replaying the events gives.
LINKS: tuple[Rule, ...] = (
    Rule("every device and owner is at the version of its last event", "devices", _LAST_VERSIONS),
    Rule("every ownership belongs to a run, and is of its instant", "ownerships", _SPANS_WITHOUT_RUN),
)
