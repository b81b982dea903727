"""Everything on record about one device: its attributes, spans and events, and the input rows that named it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model import Ledger
from pipeline.store.columns import column_sql, handle_sql
from pipeline.store.connections import reading
from pipeline.store.frames import lend, rows_of
from pipeline.store.read.identified_devices import found_among, rows_among
from schemas.fields import ATTRIBUTES
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@dataclass(frozen=True, slots=True)
class Story:
    """Everything on record about the device with one identifier.

    There are several devices where several organizations use the identifier, or several devices have the name.
    `found_by` is the kind of the identifier: `serial_number`, `asset_tag`, `mac_address`, `device_id` or `name`, or
    `former` where one had it until it was corrected; None where no device has it. `devices`: one row per device, as it
    is now. `spans`: one row per recorded span, superseded ones included, by device, start, id and when it was recorded.
    `rows`: one row per input row that named the device and was not `unchanged`, also where no such device is on record,
    and the rows of a plan that were not applied.

    `events`: one row per event with its run and the SHA-256 of its file; the input `files` of the run; the plan that
    the run applied, with its workbook, who made it and when, and the line; and of the row that caused the event the
    `kind`, the `typed` values (a JSON object by field) and the `columns` of its sheet (a JSON object from field to
    letter). `is_owner_new` is true where the run also put the owner on record.
    """

    found_by: str | None
    devices: pl.DataFrame
    spans: pl.DataFrame
    events: pl.DataFrame
    rows: pl.DataFrame


THESE = """
WITH these AS (SELECT unnest(CAST($these AS BIGINT[])) AS {aggregate}_id)
"""
_DEVICES = """
{these}
SELECT d.device_id, d.org_id, d.version, d.created_at, {attributes}, CAST(d.extra AS VARCHAR) AS extra
FROM devices AS d SEMI JOIN these USING (device_id) LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
ORDER BY d.device_id
"""
_SPANS = """
{these}
SELECT s.ownership_id AS id, s.org_id, s.device_id, {handle} AS owner_email, s.owner_id, s.start_time, s.end_time,
       s.label, s.due_at, s.added_by, s.recorded_at, s.superseded_at, s.run_id
FROM ownerships AS s SEMI JOIN these USING (device_id) JOIN owners AS o ON o.owner_id = s.owner_id
ORDER BY s.device_id, s.start_time, s.ownership_id, s.recorded_at
"""
# The events of devices or of owners. The workbook of an applied plan is the last of the files of its run.
EVENTS = """
{these}, files AS (
    SELECT s.run_id, s.file, s.sha256, s.rowid AS place,
           r.plan_id IS NOT NULL AND s.rowid = max(s.rowid) OVER (PARTITION BY s.run_id) AS is_plan
    FROM sources AS s JOIN runs AS r ON r.run_id = s.run_id
), prints AS (
    SELECT run_id, file, arg_min(sha256, place) AS sha256 FROM files GROUP BY ALL
), inputs AS (
    SELECT run_id, string_agg(file, '; ' ORDER BY place) AS files FROM files WHERE NOT is_plan GROUP BY run_id
)
SELECT e.event_id, e.org_id, e.aggregate_id AS {aggregate}_id, e.version, e.type, CAST(e.payload AS VARCHAR) AS payload,
       e.run_id, e.recorded_at, r.command, r.user_name, e.row_id, e.file, e.sheet, e."row", f.sha256, r.plan_id,
       json_extract_string(e.payload, '/plan_line') AS plan_line, p.file AS plan_file, p.sha256 AS plan_sha256,
       json_extract_string(r.settings, '/plan/made_by') AS made_by,
       json_extract_string(r.settings, '/plan/made_at') AS made_at, r.undoes,
       i.files, w.kind, CAST(w.cells AS VARCHAR) AS typed,
       CAST(CAST(json_extract(r.settings, '/columns') AS MAP(VARCHAR, JSON))[concat(e.file, '|', e.sheet)] AS VARCHAR)
           AS columns,
       n.owner_id IS NOT NULL AS is_owner_new
FROM (SELECT *, CAST(json_extract(payload, '/owner_id') AS BIGINT) AS owner_id FROM events
      WHERE aggregate = '{aggregate}' AND aggregate_id IN (SELECT {aggregate}_id FROM these)) AS e
JOIN runs AS r ON r.run_id = e.run_id
LEFT JOIN prints AS f ON f.run_id = e.run_id AND f.file = e.file
LEFT JOIN inputs AS i ON i.run_id = e.run_id
LEFT JOIN files AS p ON p.run_id = e.run_id AND p.is_plan
LEFT JOIN row_outcomes AS w ON w.run_id = e.run_id AND w.row_id = e.row_id
LEFT JOIN (SELECT run_id, aggregate_id AS owner_id FROM events WHERE "type" = 'owner_created') AS n
       ON n.run_id = e.run_id AND n.owner_id = e.owner_id
ORDER BY e.event_id
"""
_ROWS = """
{these}
SELECT w.run_id, r.recorded_at, w.row_id, w.kind, w.file, w.sheet, w."row", w.outcome, w."action", w.reason, w.message,
       w.org_id, w.device_id, w.owner_email, CAST(w.cells AS VARCHAR) AS cells, r.plan_id
FROM row_outcomes AS w JOIN runs AS r ON r.run_id = w.run_id
WHERE w.device_id IN (SELECT device_id FROM these) {others}
ORDER BY r.recorded_at, w.row_id
"""


_UNRESOLVED = "OR (w.run_id, w.row_id) IN (SELECT (run_id, row_id) FROM unresolved)"


def explain(ledger: Ledger, typed: str) -> Story:
    """The story of the device that the typed text identifies; see `identified_devices.found_among`."""
    with reading(ledger) as connection:
        found = found_among(connection, typed, ledger.org)
        lend(connection, "unresolved", rows_among(connection, found, typed, ledger.org))
        return story_of(connection, found["device_id"].to_list(), next(iter(found["found_by"]), None), _UNRESOLVED)


def story_of(
    connection: duckdb.DuckDBPyConnection, device_ids: Sequence[int], found_by: str | None, others: str = ""
) -> Story:
    """The story of these devices; `others` is a condition that brings more input rows in."""
    attributes = ", ".join(f'{column_sql(field.name)} AS "{field.name}"' for field in ATTRIBUTES)
    fields = {"these": THESE.format(aggregate="device"), "aggregate": "device", "attributes": attributes}
    told = {**fields, "handle": handle_sql("o"), "others": others}
    statements = [one.format(**told) for one in (_DEVICES, _SPANS, EVENTS, _ROWS)]
    devices, spans, events, rows = (rows_of(connection, sql, {"these": list(device_ids)}) for sql in statements)
    return Story(found_by, devices, spans, events, rows)
