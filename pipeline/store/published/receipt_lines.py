"""What a run handed over and took back: one line per device and person, as its events tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from pipeline.store.columns import handle_sql, known_as_sql
from pipeline.store.earlier_attributes import as_it_was_sql, earlier_sql
from pipeline.store.frames import rows_of
from pipeline.store.published.report_rows import still
from schemas.records import dataclass
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    import polars as pl

LAST = "last"
_ALL = 2**63 - 1
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
# Payloads are opened only of events that can be about the people who are asked for.
_LINES = """
WITH moves AS MATERIALIZED (
    SELECT v.* FROM events AS v
    WHERE v.run_id = $run AND v."type" IN {moves} AND ($org IS NULL OR v.org_id = $org) AND {of_people}
), {earlier}
SELECT v.org_id, o.owner_id, coalesce({handle}, json_extract_string(v.payload, '/owner_email')) AS owner_email,
       o.owner_name, v."type" = '{taken}' AS is_taken, {attributes},
       CAST(json_extract_string(v.payload, '/start_time') AS TIMESTAMP) AS start_time,
       CASE WHEN NOT is_taken THEN CAST(json_extract_string(v.payload, '/end_time') AS TIMESTAMP) END AS end_time,
       CASE WHEN is_taken THEN CAST(json_extract_string(v.payload, '/due_at') AS TIMESTAMP) END AS due_at,
       json_extract_string(v.payload, '/label') AS "label"
FROM moves AS v
JOIN devices AS d ON d.device_id = v.aggregate_id
LEFT JOIN earlier AS e ON e.device_id = d.device_id
JOIN owners AS o ON o.owner_id = CAST(json_extract_string(v.payload, '/owner_id') AS BIGINT)
WHERE ($owner IS NULL OR list_contains({known_as}, $owner)) AND {is_meant}
ORDER BY owner_email, o.owner_id, is_taken DESC, v.event_id
"""
_OF_PEOPLE = "v.aggregate_id IN (SELECT s.device_id FROM ownerships AS s WHERE {of_owners})"
_MEANT = "{name}.owner_id IN (SELECT unnest(CAST($people AS BIGINT[])))"
_PEOPLE = """
WITH moved AS (
    SELECT CAST(json_extract_string(v.payload, '/owner_id') AS BIGINT) AS owner_id,
           count(*) FILTER (v."type" = '{taken}') AS handed_over, count(*) FILTER (v."type" <> '{taken}') AS came_back
    FROM events AS v
    WHERE v.run_id = $run AND v."type" IN {moves} AND ($org IS NULL OR v.org_id = $org)
    GROUP BY 1
), found AS MATERIALIZED (
    SELECT m.*, {handle} AS owner_email FROM moved AS m JOIN owners AS o ON o.owner_id = m.owner_id
    WHERE contains(lower(concat({handle}, chr(10), o.owner_name)), $text)
), shown AS (
    SELECT owner_id FROM found ORDER BY owner_email, owner_id LIMIT $most OFFSET $start
)
SELECT count(*), CAST(coalesce(sum(handed_over), 0) AS BIGINT), CAST(coalesce(sum(came_back), 0) AS BIGINT),
       coalesce((SELECT list(owner_id) FROM shown), [])
FROM found
"""


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """Some people of a run: from a place on, so many at most, in whose name or address the text stands."""

    text: str = ""
    start: int = 0
    most: int = _ALL


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """The people of a run who are asked for: some of them by number, how many there are, and their devices in all."""

    shown: list[int]
    people: int
    handed_over: int
    came_back: int


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


def read_hand_overs(
    ledger: Ledger,
    run: str,
    owner: str | None,
    *,
    people: Sequence[int] | None = None,
    at_least: int | None = None,
) -> HandOvers:
    """What that run, or the `last` one that did so, handed over and took back, with devices as they were then.

    Only to and from the owner, or these people by number, where they are given. `at_least` is as in `reporting`. Raises
    UsageProblem where there is no such run.
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
            of_people="true" if people is None else _OF_PEOPLE.format(of_owners=_MEANT.format(name="s")),
            is_meant="true" if people is None else _MEANT.format(name="o"),
        )
        meant: dict[str, object] = {} if people is None else {"people": list(people)}
        lines = rows_of(connection, sql, {**asked, "run": run_id, "at": recorded_at, **meant})
    return HandOvers(run_id, recorded_at, lines, json.loads(terms) if terms else {}, undone_by)


def read_receipt_people(ledger: Ledger, run: str, asked: PeopleAsked, *, at_least: int | None = None) -> PeopleFound:
    """The people to whom that run handed something over, or from whom it took something back."""
    sql = _PEOPLE.format(moves=_MOVES, taken=EventType.OWNERSHIP_TAKEN.value, handle=handle_sql("o"))
    values = {"run": run, "org": ledger.org, "text": asked.text.strip().lower(), "start": asked.start}
    with still(ledger, at_least) as connection:
        found = connection.execute(sql, {**values, "most": asked.most}).fetchall()
    ((people, handed_over, came_back, shown),) = found
    return PeopleFound(shown, people, handed_over, came_back)


def _no_run(run: str) -> UsageProblem:
    if run == LAST:
        return UsageProblem("No run has handed anything over yet.", "Name a run with --run RUN_ID.", code="no_run")
    return UsageProblem(f"No run {run} is on record.", "List the runs with: rollcall show runs", code="no_run")
