"""Everything on record about one person: the facts, the ownerships, the events, and the rows of people sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.store.columns import handle_sql
from pipeline.store.connections import reading
from pipeline.store.frames import rows_of
from pipeline.store.read.device_story import EVENTS, THESE
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from pipeline.model import Ledger


@dataclass(frozen=True, slots=True)
class OwnerStory:
    """Everything on record about the people whom one text means.

    There are several where several organizations know the person, or several people have the name. `owners`: one row
    per person, with the facts as they are now, and `owner_email`, the handle. `spans`: one row per recorded span of
    theirs, superseded ones included, with what its device is called. `events` are as those of `Story`, of the person.
    `rows`: one row per row of a people sheet that named the person and was not `unchanged`.
    """

    owners: pl.DataFrame
    spans: pl.DataFrame
    events: pl.DataFrame
    rows: pl.DataFrame


# A former e-mail address means its person, too, where nobody has it now.
_FOUND = """
SELECT owner_id FROM owners
WHERE ($org IS NULL OR org_id = $org)
  AND (lower(email) = $key OR lower(external_user_id) = $key OR lower(username) = $key)
"""
_FORMER = """
SELECT DISTINCT aggregate_id AS owner_id FROM events
WHERE aggregate = 'owner' AND "type" = 'owner_updated' AND ($org IS NULL OR org_id = $org)
  AND lower(json_extract_string(payload, '/old/email')) = $key
"""
_NAMED = """
SELECT owner_id FROM owners
WHERE ($org IS NULL OR org_id = $org) AND lower(strip_accents(owner_name)) IN (
    lower(strip_accents($key)),
    lower(strip_accents(regexp_replace($key, '^([^,]+), *([^,]+)$', '\\2 \\1')))
)
"""
_OWNERS = """
{these}
SELECT o.*, {handle} AS owner_email FROM owners AS o SEMI JOIN these USING (owner_id) ORDER BY o.owner_id
"""
_SPANS = """
{these}
SELECT s.ownership_id AS id, s.org_id, s.device_id, d.serial_number, d.name AS device_name, s.owner_id, s.start_time,
       s.end_time, s.label, s.due_at, s.added_by, s.recorded_at, s.superseded_at, s.run_id
FROM ownerships AS s SEMI JOIN these USING (owner_id) JOIN devices AS d ON d.device_id = s.device_id
ORDER BY s.owner_id, s.start_time, s.ownership_id, s.recorded_at
"""
_ROWS = """
{these}
SELECT w.run_id, r.recorded_at, w.row_id, w.kind, w.file, w.sheet, w."row", w.outcome, w."action", w.reason, w.message,
       w.org_id, w.owner_email, CAST(w.cells AS VARCHAR) AS cells, r.plan_id
FROM row_outcomes AS w JOIN runs AS r ON r.run_id = w.run_id
WHERE w.kind = 'people' AND (w.org_id, w.owner_email) IN (
    SELECT (o.org_id, {handle}) FROM owners AS o SEMI JOIN these USING (owner_id)
)
ORDER BY r.recorded_at, w.row_id
"""


def explain_owner(ledger: Ledger, typed: str) -> OwnerStory:
    """The story of the person whom the typed text means: an e-mail address, number or login, else a name."""
    with reading(ledger) as connection:
        return owner_story_of(connection, _found(connection, " ".join(typed.split()).lower(), ledger.org))


def owner_story_of(connection: duckdb.DuckDBPyConnection, owner_ids: Sequence[int]) -> OwnerStory:
    """The story of these people."""
    fields = {"these": THESE.format(aggregate="owner"), "aggregate": "owner", "handle": handle_sql("o")}
    statements = [one.format(**fields) for one in (_OWNERS, _SPANS, EVENTS, _ROWS)]
    owners, spans, events, rows = (rows_of(connection, one, {"these": list(owner_ids)}) for one in statements)
    return OwnerStory(owners, spans, events, rows)


def _found(connection: duckdb.DuckDBPyConnection, key: str, org: str | None) -> list[int]:
    """The ids of those who have the address, number or login; else who had the address; else who have the name."""
    for statement in (_FOUND, _FORMER, _NAMED):
        found = connection.execute(statement, {"key": key, "org": org}).fetchall()
        if found:
            return sorted(number for (number,) in found)
    return []
