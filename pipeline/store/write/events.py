"""Writing events: in parts, so that those of a million devices take no more memory than those of a few thousand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.store.columns import listed
from pipeline.store.connections import bound
from pipeline.store.event_payloads import OWN, facts_told, joins_sql, payload_sql
from pipeline.store.frames import lend
from pipeline.store.write.change_set_tables import numbered_events

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import ChangeSet

# Two of the groups in which DuckDB keeps rows: a part that ends within a group would leave it half full.
_AT_ONCE = 2 * 122_880

# A join keeps no order, so that the events are sorted, with all that they say.
_EVENTS = """
INSERT INTO events BY NAME
SELECT $last_event + 1 + e.ordinal AS event_id, {own}, {payload} AS payload, $run_id AS run_id,
       $recorded_at AS recorded_at
FROM given_events_part AS e {joins}
ORDER BY e.ordinal
"""
_LAST_EVENT = "SELECT coalesce(max(event_id), 0) FROM events"


def write_events(
    connection: duckdb.DuckDBPyConnection, change_set: ChangeSet, facts: Mapping[str, object], filled: frozenset[str]
) -> None:
    """Write the events of a change set, which is registered, in their order, after those that are on record.

    `facts` has the `run_id` and `recorded_at` of the run, `filled` the views of the change set that have rows.
    """
    ((last_event,),) = connection.execute(_LAST_EVENT).fetchall()
    events = numbered_events(change_set)
    payload, joins = payload_sql(filled, facts_told(events)), joins_sql(filled)
    sql = _EVENTS.format(own=listed(OWN, "e"), payload=payload, joins=joins)
    for part in events.iter_slices(_AT_ONCE):
        lend(connection, "given_events_part", part)
        told_of = {"first": part["aggregate_id"].min(), "last": part["aggregate_id"].max()}
        connection.execute(sql, bound(sql, {**facts, **told_of, "last_event": last_event}))
