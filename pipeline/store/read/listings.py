"""The listings of `show`: devices, owners, ownerships, runs and events, each through the same filters.

Frames keep instants as naive UTC datetimes and lists as lists. Order: by id; ownerships by device and start; runs by
their instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model import Ledger
from pipeline.store.columns import OWNER_FACTS, column_sql, handle_sql, known_as_sql, listed
from pipeline.store.connections import reading
from pipeline.store.earlier_attributes import as_it_was_sql, custom_as_they_were_sql, earlier_sql
from pipeline.store.frames import rows_of
from pipeline.store.read.current_state import LATEST
from schemas.fields import ATTRIBUTES
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Filters:
    """The rows to show, beside the organization of the ledger handle; a filter that is not given lets everything pass.

    `now` is the command's instant. `serial` and `owner` are normalised by the caller. `as_of` is an instant in the
    lives of devices, `known_at` one in the life of the ledger (both now, where not given). `run` keeps what that run
    recorded, and the devices and owners that it changed. `from_at` and `to_at` keep the ownerships that overlap
    `[from_at, to_at)`.
    """

    now: datetime
    serial: str | None = None
    owner: str | None = None
    current: bool = False
    pending: bool = False
    as_of: datetime | None = None
    known_at: datetime | None = None
    run: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


_BELIEVED = """
WITH believed AS (
    SELECT s.*, {handle} AS owner_email, {known_as} AS known_as
    FROM ownerships AS s JOIN owners AS o ON o.owner_id = s.owner_id
    WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at{among}
), held AS (
    SELECT * FROM believed WHERE start_time <= $instant AND end_time > $instant
), pending AS (
    SELECT * FROM believed WHERE start_time > $now
)
"""
_DEVICES = """
{believed}{earlier}
SELECT d.device_id, d.org_id, {first}, h.owner_email, d.version, {attributes}, CAST({extra} AS VARCHAR) AS extra
FROM devices AS d
LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
LEFT JOIN held AS h ON h.device_id = d.device_id
{changed}
WHERE d.created_at <= $known_at{wanted}
ORDER BY d.device_id
"""
_OWNERS = """
{believed}
SELECT o.owner_id, o.org_id, o.email, o.owner_name, count(h.device_id) AS devices, {facts}
FROM owners AS o LEFT JOIN held AS h ON h.owner_id = o.owner_id
WHERE o.created_at <= $known_at{wanted}
GROUP BY o.owner_id, o.org_id, o.email, o.owner_name, {facts}
ORDER BY o.owner_id
"""
_OWNERSHIPS = """
{believed}
SELECT s.ownership_id AS id, s.org_id, d.serial_number, s.device_id, d.name AS device_name, s.owner_email, s.owner_id,
       s.start_time, s.end_time, s.label, s.due_at, s.added_by, s.recorded_at, s.superseded_at, s.run_id
FROM believed AS s JOIN devices AS d ON d.device_id = s.device_id
WHERE TRUE{wanted}
ORDER BY s.device_id, s.start_time, s.ownership_id
"""
_TOLD = """
WITH told AS (
    SELECT e.*, d.serial_number, coalesce({handle}, json_extract_string(e.payload, '/owner_email')) AS email,
           json_extract_string(e.payload, '/previous_owner_email') AS previous_email,
           coalesce(o.owner_id, CAST(json_extract(e.payload, '/owner_id') AS BIGINT)) AS owner_id
    FROM events AS e
    LEFT JOIN devices AS d ON e.aggregate = 'device' AND d.device_id = e.aggregate_id
    LEFT JOIN owners AS o ON e.aggregate = 'owner' AND o.owner_id = e.aggregate_id
), wanted AS (
    SELECT * FROM told WHERE recorded_at <= $known_at{touching}
)
"""
_EVENTS = """
{told}
SELECT event_id, org_id, aggregate, aggregate_id, version, "type", serial_number, email,
       CAST(payload AS VARCHAR) AS payload, run_id, recorded_at, file, sheet, "row"
FROM wanted ORDER BY event_id
"""
_RUNS = """
{told}
, files AS (
    SELECT run_id, string_agg(file, '; ' ORDER BY file) AS files FROM sources GROUP BY run_id
)
SELECT r.* EXCLUDE (reasons, settings, timings), f.files, CAST(r.reasons AS VARCHAR) AS reasons,
       CAST(r.settings AS VARCHAR) AS settings, CAST(r.timings AS VARCHAR) AS timings
FROM runs AS r LEFT JOIN files AS f ON f.run_id = r.run_id
WHERE r.recorded_at <= $known_at{wanted}
ORDER BY r.recorded_at
"""
# By filter, the condition that a listing has where that is given: to leave it out costs nothing, while DuckDB also asks
# what stands behind an `OR` that is true anyhow.
Conditions = Mapping[str, str]

_CALLED = "(SELECT o.owner_id FROM owners AS o WHERE list_contains({known_as}, $owner))"
_AMONG: Conditions = {
    "serial": "s.device_id IN (SELECT device_id FROM devices WHERE serial_number = $serial)",
    "owner": f"s.owner_id IN {_CALLED}",
}
_OF_DEVICES: Conditions = {
    "serial": "d.serial_number = $serial",
    "org": "d.org_id = $org",
    "owner": "list_contains(h.known_as, $owner)",
    "run": "d.device_id IN (SELECT aggregate_id FROM events WHERE run_id = $run AND aggregate = 'device')",
    "current": "h.owner_email IS NOT NULL",
    "pending": "d.device_id IN (SELECT device_id FROM pending)",
}
_OF_OWNERS: Conditions = {
    "serial": "o.owner_id IN (SELECT owner_id FROM held JOIN devices USING (device_id) WHERE serial_number = $serial)",
    "org": "o.org_id = $org",
    "owner": "list_contains({known_as}, $owner)",
    "run": """o.owner_id IN (
        SELECT aggregate_id FROM events WHERE run_id = $run AND aggregate = 'owner'
        UNION ALL
        SELECT CAST(json_extract(payload, '/owner_id') AS BIGINT) FROM events
        WHERE run_id = $run AND aggregate = 'device'
    )""",
    "current": "h.owner_id IS NOT NULL",
    "pending": "o.owner_id IN (SELECT owner_id FROM pending)",
}
_OF_OWNERSHIPS: Conditions = {
    "serial": "d.serial_number = $serial",
    "org": "s.org_id = $org",
    "owner": "list_contains(s.known_as, $owner)",
    "run": "s.run_id = $run",
    "current": "s.start_time <= $now AND s.end_time > $now",
    "pending": "s.start_time > $now",
    "as_of": "s.start_time <= $as_of AND s.end_time > $as_of",
    "from_at": "s.end_time > $from_at",
    "to_at": "s.start_time < $to_at",
}
_OF_EVENTS: Conditions = {
    "serial": "serial_number = $serial",
    "org": "org_id = $org",
    "owner": f"(email = $owner OR previous_email = $owner OR owner_id IN {_CALLED})",
    "run": "run_id = $run",
}
_OF_RUNS: Conditions = {
    "run": "r.run_id = $run",
    **dict.fromkeys(("serial", "org", "owner"), "r.run_id IN (SELECT run_id FROM wanted)"),
}

_SHOWN_FIRST = ("serial_number", "mac_address", "name", "type", "category")
_FACTS = listed([name for name in OWNER_FACTS if name not in {"email", "owner_name"}], "o")


def show_devices(ledger: Ledger, filters: Filters) -> pl.DataFrame:
    """One row per device on record at `known_at`, with its owner at `as_of` or now.

    Its attributes are as they were on record at that instant; before it was on record, as they first were.
    """
    others = [field.name for field in ATTRIBUTES if field.name not in _SHOWN_FIRST]
    is_past = filters.as_of is not None or filters.known_at is not None
    column, extra = (as_it_was_sql, custom_as_they_were_sql()) if is_past else (column_sql, "d.extra")
    first, attributes = (", ".join(f'{column(name)} AS "{name}"' for name in names) for names in (_SHOWN_FIRST, others))
    earlier = {
        "earlier": f", {earlier_sql('$then')}" if is_past else "",
        "changed": "LEFT JOIN earlier AS e ON e.device_id = d.device_id" if is_past else "",
    }
    return _shown(
        ledger, _DEVICES, filters, _OF_DEVICES, _AMONG, first=first, attributes=attributes, extra=extra, **earlier
    )


def show_owners(ledger: Ledger, filters: Filters) -> pl.DataFrame:
    """One row per owner on record at `known_at`, with the number of devices owned at `as_of` or now."""
    return _shown(ledger, _OWNERS, filters, _OF_OWNERS, {"owner": _AMONG["owner"]})


def show_ownerships(ledger: Ledger, filters: Filters) -> pl.DataFrame:
    """One row per span, as believed at `known_at` or now."""
    return _shown(ledger, _OWNERSHIPS, filters, _OF_OWNERSHIPS, _AMONG)


def show_runs(ledger: Ledger, filters: Filters) -> pl.DataFrame:
    """One row per run, with its counts and files; only those that touched the given device, owner or organization."""
    return _shown(ledger, _RUNS, filters, _OF_RUNS)


def show_events(ledger: Ledger, filters: Filters) -> pl.DataFrame:
    """One row per event, with the serial number of its device or the e-mail address of its owner."""
    return _shown(ledger, _EVENTS, filters)


def _shown(
    ledger: Ledger,
    template: str,
    filters: Filters,
    wanted: Conditions | None = None,
    among: Conditions | None = None,
    **parts: str,
) -> pl.DataFrame:
    """The listing with the conditions of the filters that are given; `among` are those of the spans to look at."""
    values = {**asdict(filters), "org": ledger.org}
    asked = {name for name, value in values.items() if value is not None and value is not False}
    values |= {
        "instant": filters.as_of or filters.now,
        "known_at": filters.known_at or LATEST,
        "then": min(filters.as_of or LATEST, filters.known_at or LATEST),
    }
    names = {"handle": handle_sql("o"), "known_as": known_as_sql("o"), "facts": _FACTS, **parts}
    texts = {"wanted": wanted or {}, "among": among or {}, "touching": _OF_EVENTS}
    names |= {name: _conditions(of, asked).format(**names) for name, of in texts.items()}
    sql = template.format(believed=_BELIEVED.format(**names), told=_TOLD.format(**names), **names)
    with reading(ledger) as connection:
        shown: pl.DataFrame = rows_of(connection, sql, values)
        return shown


def _conditions(of: Conditions, asked: AbstractSet[str]) -> str:
    told = dict.fromkeys(sql for name, sql in of.items() if name in asked)
    return "".join(f" AND {sql}" for sql in told)
