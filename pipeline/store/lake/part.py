"""What of the ledger in a lake a commit looks at, or changes, in a database of its own: the commit is tried there.

It is tried by the very statements that write to a file, with all their checks: whatever these ask of the ledger must
be here. What they ask is always about the rows of the change set, the devices and people of these rows, and whoever has
one of the identifiers that the run gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.columns import columns_of, quoted
from pipeline.store.lake.snapshot import DATABASE
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    import duckdb

# The devices and people whose rows may be written.
_CHANGED = """
CREATE TEMP TABLE changed_devices AS
SELECT aggregate_id AS device_id FROM given_events WHERE aggregate = 'device'
UNION SELECT device_id FROM given_devices UNION SELECT device_id FROM given_changes
UNION SELECT device_id FROM given_spans UNION SELECT device_id FROM {lake}.ownerships
      SEMI JOIN given_superseded USING (ownership_id) {refreshed};
CREATE TEMP TABLE changed_owners AS
SELECT aggregate_id AS owner_id FROM given_events WHERE aggregate = 'owner'
UNION SELECT owner_id FROM given_owners UNION SELECT owner_id FROM given_owner_changes;
"""
_REFRESHED = "UNION SELECT device_id FROM given_refreshed"
_LOOKED_AT = """
CREATE TEMP TABLE seen_devices AS FROM changed_devices;
CREATE TEMP TABLE seen_owners AS
FROM changed_owners UNION SELECT owner_id FROM given_spans
UNION SELECT owner_id FROM {lake}.ownerships SEMI JOIN given_spans USING (ownership_id)
UNION SELECT owner_id FROM {lake}.owners SEMI JOIN (
    SELECT email FROM given_owners UNION SELECT "new" FROM given_owner_changes WHERE field = 'email'
) USING (email);
"""
_NAMESAKES = """
INSERT INTO seen_devices SELECT device_id FROM {lake}.devices SEMI JOIN (
    SELECT "new" AS {key} FROM given_changes WHERE field = '{key}' {created}
) USING ({key})
"""
_CREATED = "UNION SELECT {key} FROM given_devices"
# What is copied of each table; of events only the last, after which the new ones are numbered.
_COPIED = {
    "migrations": "true",
    "organizations": "true",
    "runs": "true",
    "devices": "device_id IN (FROM seen_devices)",
    "mdm_enrollments": "device_id IN (FROM seen_devices)",
    "owners": "owner_id IN (FROM seen_owners)",
    "ownerships": """
        superseded_at >= $open_end AND device_id IN (FROM seen_devices)
        OR ownership_id IN (SELECT ownership_id FROM given_superseded UNION SELECT ownership_id FROM given_spans)
    """,
    "events": "event_id = (SELECT max(event_id) FROM {lake}.events)",
}
_COPY = "INSERT INTO {table} BY NAME SELECT * FROM {lake}.{table} WHERE {condition}"


def fill(connection: duckdb.DuckDBPyConnection, *, is_refreshing: bool) -> None:
    """Copy what the registered change set looks at into the tables of the database in use.

    `changed_devices` and `changed_owners` are then those whose rows may be written.
    """
    refreshed = _REFRESHED if is_refreshing else ""
    connection.execute(_CHANGED.format(lake=DATABASE, refreshed=refreshed))
    connection.execute(_LOOKED_AT.format(lake=DATABASE))
    created = columns_of(connection, "given_devices")
    for key in GIVEN_IDENTIFIERS:
        also = _CREATED.format(key=quoted(key)) if key in created else ""
        connection.execute(_NAMESAKES.format(lake=DATABASE, key=key, created=also))
    for table, condition in _COPIED.items():
        sql = _COPY.format(table=table, lake=DATABASE, condition=condition.format(lake=DATABASE))
        connection.execute(sql, {"open_end": OPEN_END} if "$open_end" in sql else {})
