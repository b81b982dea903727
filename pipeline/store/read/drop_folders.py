"""The last files of each drop folder, the outcomes of their rows, and who has changed a device since.

A file `stands` until a later file of the same source and kind takes its place, even if that one is refused. A refused
file is `waiting` until a later run takes a file of that name from the same source, or the same bytes from anywhere; of
several refused under one name only the last is waiting. A refused file that is not waiting does not stand. Files of an
undone run do not count, unless the undo was itself undone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.model import Ledger
from pipeline.store.columns import handle_sql, listed
from pipeline.store.connections import reading
from pipeline.store.frames import lend, rows_of
from pipeline.store.read.current_state import LATEST, POSITION, custom_attributes_of
from schemas.fields import DEVICE_HANDLE
from schemas.instants import end_of_day, local_day
from schemas.records import dataclass
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# The nights of so many days, today included, are reported.
NIGHTS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """The files that stand, and the figures of the ledger for the digest, at `read_at`: an instant after every run.

    - `files`: one row per source, kind and file of the last run that took such files, and per source, kind and file
      refused since and still waiting: `source, kind, run_id, taken_at` (when it was taken or refused)`, file, path,
      sha256, intent` (the options it was read with)`, is_refused, refusal` (the message of the refusal).
    - `content_id`: the same for the same content, but for runs of files that changed nothing and refused files.
    - `custom_attributes`: those that any device has, by their full names.
    - `sources`, `refusals`, `nights`, `owners`, `overdue`, `leavers`: as in `model.Digest`; `sources` has neither
      `refused` nor `differs`.
    """

    read_at: datetime
    state_version: int
    content_id: str
    files: pl.DataFrame
    custom_attributes: list[str]
    sources: pl.DataFrame
    refusals: pl.DataFrame
    nights: pl.DataFrame
    owners: pl.DataFrame
    overdue: pl.DataFrame
    leavers: pl.DataFrame


# Every file that was taken, by a sweep or else; and, from these, the refused files that wait.
TAKEN_ANYHOW = """
SELECT s.source, s.run_id, r.recorded_at, s.file, s.path, s.sha256, s.kinds, r.intent
FROM sources AS s JOIN runs AS r ON r.run_id = s.run_id
WHERE s.run_id NOT IN (
    SELECT u.undoes FROM runs AS u
    WHERE u.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM runs AS v WHERE v.undoes = u.run_id)
)
"""
_TAKEN = "CREATE TEMP TABLE taken AS FROM taken_anyhow WHERE source IS NOT NULL"
WAITING = """
WITH last AS (
    SELECT * FROM refusals
    QUALIFY row_number() OVER (PARTITION BY source, file ORDER BY refused_at DESC, run_id DESC) = 1
)
SELECT f.* FROM last AS f
WHERE (f.code NOT LIKE 'own\\_%' ESCAPE '\' OR f.refused_at > $yesterday) AND NOT EXISTS (
    SELECT 1 FROM taken_anyhow AS t
    WHERE t.recorded_at > f.refused_at AND ((t.source = f.source AND t.file = f.file) OR t.sha256 = f.sha256)
)
"""
_FILES = """
WITH apart AS (
    SELECT source, unnest(string_split(kinds, '; ')) AS kind, run_id, recorded_at AS taken_at, file, path, sha256,
           intent, false AS is_refused, CAST(NULL AS VARCHAR) AS refusal
    FROM taken WHERE kinds <> ''
), standing AS (
    SELECT * FROM apart QUALIFY dense_rank() OVER (PARTITION BY source, kind ORDER BY taken_at DESC, run_id DESC) = 1
), turned_away AS (
    SELECT source, unnest(string_split(kinds, '; ')) AS kind, run_id,
           max(refused_at) OVER (PARTITION BY run_id) AS taken_at, file, path, sha256, message, intent
    FROM refusals WHERE kinds <> ''
), last_refused AS (
    SELECT * FROM turned_away
    QUALIFY dense_rank() OVER (PARTITION BY source, kind ORDER BY taken_at DESC, run_id DESC) = 1
), settled AS (
    SELECT b.run_id FROM last_refused AS b ANTI JOIN waiting AS w ON w.run_id = b.run_id AND w.file = b.file
), refused AS (
    SELECT f.source, f.kind, f.run_id, f.taken_at, f.file, f.path, f.sha256, f.intent, true AS is_refused,
           f.message AS refusal
    FROM last_refused AS f
    WHERE NOT EXISTS (
        SELECT 1 FROM standing AS s WHERE s.source = f.source AND s.kind = f.kind AND s.taken_at > f.taken_at
    ) AND f.run_id NOT IN (SELECT run_id FROM settled)
)
SELECT DISTINCT * FROM (FROM standing UNION ALL FROM refused) ORDER BY source, kind, is_refused, file
"""
_OUTCOMES = """
WITH apart AS (
    SELECT DISTINCT source, unnest(string_split(kinds, '; ')) AS kind, run_id, recorded_at FROM taken WHERE kinds <> ''
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY source, kind ORDER BY recorded_at DESC) AS nth FROM apart
), found AS (
    SELECT r.source, r.kind, r.nth, r.run_id, r.recorded_at, o.outcome, o.reason, md5(CAST(o.cells AS VARCHAR)) AS cells
    FROM row_outcomes AS o JOIN ranked AS r ON r.run_id = o.run_id AND r.kind = o.kind WHERE o.outcome <> 'applied'
), told AS (
    SELECT DISTINCT f.* FROM found AS f
    SEMI JOIN (SELECT * FROM found WHERE nth = 1) AS l
      ON l.source = f.source AND l.kind = f.kind AND l.cells = f.cells
     AND l.outcome = f.outcome AND l.reason IS NOT DISTINCT FROM f.reason
), unbroken AS (
    SELECT * FROM told
    QUALIFY nth = row_number() OVER (PARTITION BY source, kind, cells, outcome, reason ORDER BY nth)
), began AS (
    SELECT source, kind, cells, outcome, reason, arg_max(run_id, nth) AS first_run_id,
           arg_max(recorded_at, nth) AS first_at
    FROM unbroken GROUP BY ALL
)
SELECT r.source, o.kind, o.run_id, o.file, o.sheet, o."row", o.outcome, o.reason, o.message, b.first_run_id, b.first_at,
       coalesce(json_extract_string(CAST(o.cells AS VARCHAR), '$.' || $part), '') AS part
FROM row_outcomes AS o
JOIN ranked AS r ON r.run_id = o.run_id AND r.kind = o.kind AND r.nth = 1
LEFT JOIN began AS b ON b.source = r.source AND b.kind = o.kind AND b.cells = md5(CAST(o.cells AS VARCHAR))
                    AND b.outcome = o.outcome AND b.reason IS NOT DISTINCT FROM o.reason
ORDER BY o.run_id, o.row_id
"""
# The runs that made the ledger what it is: the one that changed it last, and the last that did anything but take files,
# which may have undone a run that changed nothing, or erased a person.
_CONTENT_ID = """
SELECT concat_ws(' ', arg_min(run_id, recorded_at) FILTER (state_version = (SELECT max(state_version) FROM runs)),
                 arg_max(run_id, recorded_at) FILTER (command NOT IN ('run', 'sweep')))
FROM runs
"""
_SOURCES = """
WITH last AS (
    SELECT source, run_id, recorded_at, string_agg(file, '; ' ORDER BY file) AS files FROM taken
    GROUP BY source, run_id, recorded_at
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY recorded_at DESC) = 1
), turned_away AS (
    SELECT DISTINCT source FROM waiting
)
SELECT coalesce(l.source, w.source) AS source, l.run_id, l.recorded_at, l.files, r.rows_in, r.rows_applied,
       r.rows_unchanged, r.rows_skipped, r.rows_rejected
FROM last AS l LEFT JOIN runs AS r ON r.run_id = l.run_id FULL JOIN turned_away AS w ON w.source = l.source
ORDER BY 1
"""
_REFUSALS = "FROM waiting ORDER BY refused_at, source, file"
_NIGHTS = """
WITH days AS (
    SELECT recorded_at AS "at", actions_create AS "create", actions_update AS "update",
           actions_assign AS assign, actions_reassign AS reassign, actions_unassign AS unassign, 0 AS refused
    FROM runs WHERE recorded_at >= $since
    UNION ALL
    SELECT refused_at, 0, 0, 0, 0, 0, 1 FROM refusals WHERE refused_at >= $since
)
SELECT "at", CAST(sum("create") AS BIGINT) AS "create", CAST(sum("update") AS BIGINT) AS "update",
       CAST(sum(assign) AS BIGINT) AS assign, CAST(sum(reassign) AS BIGINT) AS reassign,
       CAST(sum(unassign) AS BIGINT) AS unassign, CAST(sum(refused) AS BIGINT) AS refused
FROM days GROUP BY "at" ORDER BY "at"
"""
_OWNERS = """
SELECT o.org_id, {handle} AS owner_email, o.owner_name, count(*) AS devices
FROM ownerships AS s JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at AND s.start_time <= $now AND s.end_time > $now
GROUP BY ALL ORDER BY devices DESC, o.org_id, owner_email
"""
_OVERDUE = """
SELECT s.org_id, s.device_id, coalesce({device}) AS device,
       d."name" AS device_name, {handle} AS owner_email, o.owner_name, s.start_time, s.due_at
FROM ownerships AS s
JOIN owners AS o ON o.owner_id = s.owner_id
JOIN devices AS d ON d.device_id = s.device_id
WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at AND s.start_time <= $now AND s.end_time > $now
  AND s.due_at + INTERVAL 1 DAY <= $now
ORDER BY s.due_at, s.device_id
"""
_LEAVERS = """
SELECT s.org_id, s.device_id, coalesce({device}) AS device,
       d."name" AS device_name, {handle} AS owner_email, o.owner_name, o.ends_on, s.start_time, d.purchase_price,
       d.currency
FROM ownerships AS s
JOIN owners AS o ON o.owner_id = s.owner_id
JOIN devices AS d ON d.device_id = s.device_id
WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at AND s.start_time <= $now AND s.end_time > $now
  AND o.ends_on < $today
ORDER BY o.ends_on DESC, owner_email, s.device_id
"""
_TOUCHES = """
WITH told AS (
    SELECT aggregate_id AS device_id, run_id, recorded_at, "type", payload FROM events
    WHERE aggregate = 'device' AND aggregate_id IN (SELECT device_id FROM asked_devices)
), touched AS (
    SELECT device_id, 'owner' AS aspect, run_id, recorded_at FROM told WHERE "type" LIKE 'ownership%'
    UNION ALL
    SELECT device_id, unnest(json_keys(json_extract(payload, '/old'))), run_id, recorded_at FROM told
), files AS (
    SELECT run_id, max(source) AS source, string_agg(file, '; ' ORDER BY file) AS files FROM sources GROUP BY run_id
)
SELECT t.device_id, t.aspect, f.source, max(t.recorded_at) AS recorded_at, arg_max(t.run_id, t.recorded_at) AS run_id,
       arg_max(concat_ws(' of ', r.command, f.files), t.recorded_at) AS made_by
FROM touched AS t JOIN runs AS r ON r.run_id = t.run_id LEFT JOIN files AS f ON f.run_id = t.run_id
GROUP BY t.device_id, t.aspect, f.source ORDER BY t.device_id, t.aspect, f.source
"""


def read_standing(ledger: Ledger, *, now: datetime, timezone: str) -> Standing:
    """The files that stand and the figures at `now`; days are those of that zone, as the last one of a leaver.

    Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        connection.execute(f"CREATE TEMP TABLE taken_anyhow AS {TAKEN_ANYHOW}")
        connection.execute(_TAKEN)
        connection.execute(f"CREATE TEMP TABLE waiting AS {WAITING}", {"yesterday": yesterday(now)})
        ((state_version, last_run_at),) = connection.execute(POSITION).fetchall()
        read_at = now if last_run_at is None else max(now, last_run_at + timedelta(microseconds=1))
        today = local_day(read_at, timezone)
        called = {"handle": handle_sql("o"), "device": listed(DEVICE_HANDLE, "d")}
        values = {"now": read_at, "known_at": LATEST, "since": _first_night(today, timezone), "today": today}
        return Standing(
            read_at=read_at,
            state_version=state_version,
            content_id=_content_id(connection),
            files=rows_of(connection, _FILES, values),
            custom_attributes=custom_attributes_of(connection, ledger.org),
            sources=rows_of(connection, _SOURCES, values),
            refusals=rows_of(connection, _REFUSALS, values),
            nights=_by_day(rows_of(connection, _NIGHTS, values), timezone),
            owners=rows_of(connection, _OWNERS.format(**called), values),
            overdue=_overdue(rows_of(connection, _OVERDUE.format(**called), values), today, timezone),
            leavers=rows_of(connection, _LEAVERS.format(**called), values),
        )


def read_standing_outcomes(ledger: Ledger, read_at: datetime) -> pl.DataFrame:
    """One row per input row of the standing files taken that was not unchanged, as runs before `read_at` told it.

    `source, kind, run_id, file, sheet, row, outcome, reason, message, part` (the column of its device, where a row has
    several, else blank); for those not applied also `first_run_id, first_at`: the first run of the unbroken series that
    read the same row with the same outcome and reason. Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        connection.execute(f"CREATE TEMP TABLE taken_anyhow AS FROM ({TAKEN_ANYHOW}) WHERE recorded_at < ?", [read_at])
        connection.execute(_TAKEN)
        return rows_of(connection, _OUTCOMES, {"part": DEVICE_COLUMN})


def yesterday(now: datetime) -> datetime:
    """The instant since which a workbook of our own that was refused is told: it waits for nobody, but for a day."""
    return now - timedelta(days=1)


def last_touches(ledger: Ledger, devices: pl.DataFrame) -> pl.DataFrame:
    """The last change of each of those devices (`device_id`) by each source: one row per device, aspect and source.

    `device_id, aspect` (`owner`, or the name of an attribute)`, source` (null: no drop folder)`, recorded_at, run_id,
    made_by` (the command, and the files it read). Changes of an ownership that was cancelled or moved count as well.
    """
    with reading(ledger) as connection:
        lend(connection, "asked_devices", devices)
        return rows_of(connection, _TOUCHES, {})


def _content_id(connection: duckdb.DuckDBPyConnection) -> str:
    ((known,),) = connection.execute(_CONTENT_ID).fetchall()
    return str(known or "")


def _first_night(today: date, timezone: str) -> datetime:
    return end_of_day(today - timedelta(days=NIGHTS), timezone)


def _by_day(nights: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The figures of the nights by the days of that zone."""
    import polars as pl  # noqa: PLC0415 - only a digest needs it

    return nights.group_by(_day(pl.col("at"), timezone).alias("day")).agg(pl.exclude("at").sum()).sort("day")


def _overdue(rows: pl.DataFrame, today: date, timezone: str) -> pl.DataFrame:
    """The overdue devices with `days_overdue`, in days of that zone."""
    import polars as pl  # noqa: PLC0415 - only a digest needs it

    return rows.with_columns(days_overdue=(pl.lit(today) - _day(pl.col("due_at"), timezone)).dt.total_days())


def _day(instant: pl.Expr, timezone: str) -> pl.Expr:
    return instant.dt.replace_time_zone("UTC").dt.convert_time_zone(timezone).dt.date()
