"""Facts of earlier runs that a decision needs: the run of a plan, the former length of a file, changes since a version.

Only changes of later runs are read, so that comparing with yesterday's state costs as much as has changed since,
however large the ledger is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model import Ledger, Source
from pipeline.store.columns import handle_sql
from pipeline.store.connections import bound, reading
from pipeline.store.frames import rows_of
from schemas.frames.state import LAST_ROWS
from schemas.instants import OPEN_END
from schemas.records import dataclass
from schemas.vocabulary import EventType, Reason

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@dataclass(frozen=True, slots=True)
class RunOfPlan:
    """The run that applied a plan, with its instant and its user."""

    run_id: str
    recorded_at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class LastChange:
    """The latest run that changed something; `undoes` is the run that it undid, None where it was no undo."""

    run_id: str
    recorded_at: datetime
    command: str
    undoes: str | None


@dataclass(frozen=True, slots=True)
class BaseValues:
    """The former values, at earlier state versions, of all that has changed since; the rest had its present value.

    - `attributes`: one row per version, device and attribute changed since: `state_version, device_id, field, base`, as
      canonical text; null is blank. Devices made since have no row.
    - `spans`: of each device whose ownerships were changed or corrected since, one row per version and span as believed
      at that version: `state_version, device_id, owner_id, owner_email, start_time, end_time, label, due_at`; one row
      of nulls where it had none. An open end is `OPEN_END`.
    - `devices`: one row per version and device made since: `state_version, device_id`.
    - `facts`: as `attributes`, of people: `state_version, owner_id, field, base`; the fields are columns of owners.
    - `owners`: one row per version and owner made since: `state_version, owner_id`.
    """

    attributes: pl.DataFrame
    spans: pl.DataFrame
    devices: pl.DataFrame
    facts: pl.DataFrame
    owners: pl.DataFrame


_RUN_OF_PLAN = """
SELECT run_id, recorded_at, user_name FROM runs WHERE plan_id = $plan_id ORDER BY recorded_at LIMIT 1
"""
_LAST_CHANGE = """
SELECT run_id, recorded_at, command, undoes FROM (
    SELECT run_id, recorded_at, command, undoes, settings FROM runs WHERE state_version > 0
    QUALIFY row_number() OVER (PARTITION BY state_version ORDER BY recorded_at) = 1
)
WHERE $source IS NULL OR json_extract_string(settings, '/source') = $source
   OR run_id IN (SELECT run_id FROM sources WHERE source = $source)
ORDER BY recorded_at DESC LIMIT 1
"""
_HEARD_FROM = """
WITH usable AS (
    SELECT run_id, json_extract_string(settings, '/source') AS section,
           CASE WHEN run_id IN (SELECT unnest(CAST($again AS VARCHAR[]))) THEN $now ELSE recorded_at END AS heard_at
    FROM runs
    WHERE undoes IS NULL
      AND rows_applied + rows_unchanged + coalesce(CAST(json_extract_string(reasons, $settled) AS BIGINT), 0) > 0
), named AS (
    SELECT section AS source, heard_at FROM usable WHERE section IS NOT NULL
    UNION ALL
    SELECT s.source, u.heard_at FROM sources AS s JOIN usable AS u ON u.run_id = s.run_id WHERE s.source IS NOT NULL
)
SELECT source, max(heard_at) AS heard_at FROM named GROUP BY source ORDER BY source
"""
# Files of one series have names that differ in their figures only, such as dates; it matters where nothing else tells.
_SERIES = """CASE WHEN $source IS NULL AND $section IS NULL THEN regexp_replace(file, '[0-9]+', '#', 'g') ELSE ''
           END AS series"""
# A file of a run that counts as one before those that are asked for.
_IS_EARLIER = """
s."rows" IS NOT NULL AND s.source IS NOT DISTINCT FROM $source
AND ($source IS NOT NULL OR json_extract_string(r.settings, '/source') IS NOT DISTINCT FROM $section)
AND json_extract_string(r.settings, '/org') IS NOT DISTINCT FROM $org
AND r.run_id NOT IN (SELECT undoes FROM runs WHERE undoes IS NOT NULL)
"""
_HAS_EARLIER = 'SELECT count(*) > 0 FROM sources WHERE "rows" IS NOT NULL'
_ASKED_FILES = """
WITH asked_files AS (
    SELECT unnest(CAST($files AS VARCHAR[])) AS file, unnest(CAST($counts AS BIGINT[])) AS "rows",
           unnest(CAST($kinds AS VARCHAR[])) AS kinds, unnest(CAST($columns AS VARCHAR[])) AS "columns"
)"""
_NAMESAKES = f"""
{_ASKED_FILES}
SELECT a.file, CAST(a."rows" AS BIGINT) AS "rows", s.file AS last_file, CAST(s."rows" AS BIGINT) AS last_rows, r.run_id,
       r.recorded_at
FROM asked_files AS a JOIN sources AS s ON s.file = a.file JOIN runs AS r ON r.run_id = s.run_id
WHERE {_IS_EARLIER}
QUALIFY row_number() OVER (PARTITION BY a.file ORDER BY r.recorded_at DESC) = 1
"""  # noqa: S608 - of constants
_SUCCESSORS = f"""
{_ASKED_FILES}, others AS (
    SELECT kinds, CASE WHEN $source IS NULL THEN "columns" END AS "columns",
           {_SERIES},
           string_agg(file, '; ' ORDER BY file) AS file, sum("rows") AS "rows"
    FROM asked_files WHERE NOT list_contains(CAST($namesakes AS VARCHAR[]), file) GROUP BY ALL
), before AS (
    SELECT s.kinds, CASE WHEN $source IS NULL THEN nullif(s."columns", '') END AS "columns", {_SERIES},
           r.run_id, r.recorded_at, string_agg(s.file, '; ' ORDER BY s.file) AS file, sum(s."rows") AS "rows"
    FROM sources AS s JOIN runs AS r ON r.run_id = s.run_id
    WHERE {_IS_EARLIER} AND r.rows_applied + r.rows_unchanged > 0
      AND NOT list_contains(CAST($namesakes AS VARCHAR[]), s.file)
    GROUP BY ALL
)
SELECT o.file, CAST(o."rows" AS BIGINT) AS "rows", b.file AS last_file, CAST(b."rows" AS BIGINT) AS last_rows, b.run_id,
       b.recorded_at
FROM others AS o JOIN before AS b
  ON b.kinds = o.kinds AND b.series = o.series AND ($source IS NOT NULL OR b."columns" = o."columns")
QUALIFY row_number() OVER (PARTITION BY o.file ORDER BY b.recorded_at DESC) = 1
"""  # noqa: S608 - of constants
_ASKED = """
CREATE TEMP TABLE asked AS
WITH made AS (SELECT state_version, min(recorded_at) AS recorded_at FROM runs GROUP BY state_version)
SELECT v.state_version,
       CASE WHEN v.state_version = 0 THEN TIMESTAMP '0001-01-01' ELSE made.recorded_at END AS known_at
FROM (SELECT DISTINCT unnest(CAST($state_versions AS BIGINT[])) AS state_version) AS v
LEFT JOIN made ON made.state_version = v.state_version
WHERE v.state_version = 0 OR made.recorded_at IS NOT NULL
"""
_MADE_SINCE = """
CREATE OR REPLACE TEMP TABLE made_since AS
SELECT a.state_version, m.{key} FROM {table} AS m JOIN asked AS a ON m.created_at > a.known_at
"""
_MADE = "FROM made_since ORDER BY ALL"
_CHANGED = """
WITH told AS (
    SELECT event_id, recorded_at, aggregate_id AS {key},
           unnest(map_entries(CAST(json_extract(payload, '/old') AS MAP(VARCHAR, VARCHAR)))) AS entry
    FROM events
    WHERE "type" = '{event}' AND recorded_at > (SELECT min(known_at) FROM asked)
)
SELECT a.state_version, t.{key}, t.entry.key AS field, arg_min_null(t.entry.value, t.event_id) AS base
FROM told AS t JOIN asked AS a ON t.recorded_at > a.known_at
ANTI JOIN made_since AS m ON m.state_version = a.state_version AND m.{key} = t.{key}
GROUP BY ALL ORDER BY ALL
"""
_OF_DEVICES = {"table": "devices", "key": "device_id", "event": EventType.DEVICE_UPDATED.value}
_OF_OWNERS = {"table": "owners", "key": "owner_id", "event": EventType.OWNER_UPDATED.value}
_SPANS = """
WITH changed AS (
    SELECT DISTINCT a.state_version, a.known_at, s.device_id
    FROM ownerships AS s JOIN asked AS a
      ON s.recorded_at > a.known_at OR (s.superseded_at > a.known_at AND s.superseded_at < $open_end)
), held AS (
    SELECT a.state_version, s.device_id, s.owner_id, {handle} AS owner_email,
           s.start_time, s.end_time, s.label, s.due_at
    FROM ownerships AS s
    JOIN asked AS a ON s.recorded_at <= a.known_at AND s.superseded_at > a.known_at
    JOIN owners AS o ON o.owner_id = s.owner_id
)
SELECT c.state_version, c.device_id, h.owner_id, h.owner_email, h.start_time, h.end_time, h.label, h.due_at
FROM changed AS c LEFT JOIN held AS h ON h.state_version = c.state_version AND h.device_id = c.device_id
ORDER BY c.state_version, c.device_id, h.start_time
"""


def run_of_plan(ledger: Ledger, plan_id: str) -> RunOfPlan | None:
    """The run that applied that plan; None where no run has."""
    with reading(ledger) as connection:
        found = connection.execute(_RUN_OF_PLAN, {"plan_id": plan_id}).fetchall()
        return RunOfPlan(*found[0]) if found else None


def last_change(ledger: Ledger, source: str | None = None) -> LastChange | None:
    """The latest run that changed something, with a file of the source if one is given.

    A source is a drop folder, or the section of the settings that was asked for. None where there is no such run.
    """
    with reading(ledger) as connection:
        found = connection.execute(_LAST_CHANGE, {"source": source}).fetchall()
        return LastChange(*found[0]) if found else None


def heard_from(ledger: Ledger, again: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """The last instant at which each source sent something usable: a row that was applied or is so already.

    A source is as in `last_change`; those that never did are not there. The files of the runs `again` came once more
    now, and were not taken since those runs had applied them.
    """
    values = {"again": list(again), "now": now, "settled": f"/{Reason.NOT_ASSIGNED.value}"}
    with reading(ledger) as connection:
        return dict(connection.sql(_HEARD_FROM, params=values).fetchall())


def last_rows(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    asked: tuple[str | None, str | None] = (None, None),
) -> pl.DataFrame | None:
    """The numbers of rows of files and of what came before them: one row per file, in the order of the names.

    None where no file has one, as of requests of programs: then the runs are not looked through.

    `file, rows, last_file, last_rows, run_id, recorded_at`. Before a file came the latest one of its name from the same
    source; else, of another name, the latest of its kinds, and where they were given by hand also of its columns; where
    no source was named either, the names must be alike but for their digits. Several files of one run that have no
    namesake are compared together, as `a.csv; b.csv`. The source is the drop folder of the `sources`, all of one, or
    the section of the settings that was `asked` for by hand, with the organization. Files without a number of rows are
    not there; nor do runs count that were undone, nor under another name those of no use.
    """
    counted = [(one.file, one.rows, one.kinds, one.columns) for one in sources if one.rows is not None]
    if not counted:
        return None
    ((has_earlier,),) = connection.execute(_HAS_EARLIER).fetchall()
    if not has_earlier:
        return _frame_of_last([])
    files = dict(zip(("files", "counts", "kinds", "columns"), map(list, zip(*counted, strict=True)), strict=True))
    values = {**files, "source": sources[0].source, "section": asked[0], "org": asked[1]}
    namesakes = _last_of(connection, _NAMESAKES, values)
    if len(namesakes) == len(counted):  # as mostly
        return _frame_of_last(namesakes)
    successors = _last_of(connection, _SUCCESSORS, {**values, "namesakes": [file for file, *_ in namesakes]})
    return _frame_of_last([*namesakes, *successors])


def _last_of(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]) -> list[tuple[str, ...]]:
    """The rows of an answer of a few rows, which takes half as long without Arrow."""
    return connection.execute(sql, bound(sql, values)).fetchall()


def _frame_of_last(rows: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - only where files are compared

    from schemas.frames.polars_frames import polars_schema  # noqa: PLC0415 - as above

    return pl.DataFrame(sorted(rows), schema=polars_schema(LAST_ROWS), orient="row")


def base_values(ledger: Ledger, state_versions: Sequence[int]) -> BaseValues:
    """The values at each of those state versions that have changed since, sorted by version and device or owner.

    The instant of a version is that of the run that made it; 0 is before everything. A version that the ledger has not
    reached yet has no rows.
    """
    with reading(ledger) as connection:
        connection.execute(_ASKED, {"state_versions": list(state_versions)})
        attributes, devices = _changed_and_made(connection, _OF_DEVICES)
        facts, owners = _changed_and_made(connection, _OF_OWNERS)
        return BaseValues(
            attributes=attributes,
            spans=rows_of(connection, _SPANS.format(handle=handle_sql("o")), {"open_end": OPEN_END}),
            devices=devices,
            facts=facts,
            owners=owners,
        )


def _changed_and_made(
    connection: duckdb.DuckDBPyConnection, names: dict[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The values that have changed since the versions that are asked for, and what was made since."""
    connection.execute(_MADE_SINCE.format(**names))
    return rows_of(connection, _CHANGED.format(**names), {}), rows_of(connection, _MADE, {})
