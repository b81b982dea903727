"""Reading the current state, as far as the decisions need it. No function here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.model import Ledger, Source, State
from pipeline.store.columns import Selection, handle_sql, listed, quoted, select_attributes
from pipeline.store.connections import reading
from pipeline.store.frames import lend, rows_of
from pipeline.store.read.run_history import last_rows
from schemas.fields import CUSTOM_PREFIX
from schemas.frames.state import FIXED_ATTRIBUTES, OWNERS, SPANS
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# The instant at which to ask for what is believed now: every superseded ownership ended before it.
LATEST = OPEN_END.replace(second=58)

# The columns of each frame; devices have further ones where they are asked for.
_OF_DEVICES = listed(("device_id", "org_id", *FIXED_ATTRIBUTES, "version"), "d")
_OF_OWNERS = ", ".join(
    f"{handle_sql('owners')} AS handle" if name == "handle" else quoted(name) for name in OWNERS.names
)
_OF_SPANS = ", ".join(
    f"{handle_sql('o')} AS owner_email" if name == "owner_email" else f"s.{name}" for name in SPANS.names
)

# The state version of the ledger, and the instant of its last run.
POSITION = "SELECT coalesce(max(state_version), 0), max(recorded_at) FROM runs"

_LAST_IDS = """
SELECT (SELECT coalesce(max(device_id), 0) FROM devices),
       (SELECT coalesce(max(owner_id), 0) FROM owners),
       (SELECT coalesce(max(ownership_id), 0) FROM ownerships)
"""
# The instant at which the file or lake became a ledger, to the microsecond; copies of it keep that. No row for an empty
# ledger in memory.
LEDGER_ID = """
SELECT strftime(applied_at, '%Y-%m-%dT%H:%M:%S.%fZ') FROM migrations, duckdb_databases() AS file
WHERE "number" = 1 AND file.database_name = current_database()
AND (file.path IS NOT NULL OR file.database_name = 'lake' AND EXISTS (FROM runs))
"""

_FORMER_ADDRESSES = """
SELECT DISTINCT aggregate_id AS owner_id, org_id, json_extract_string(payload, '/old/email') AS email
FROM events WHERE "type" = 'owner_updated' AND json_extract_string(payload, '/old/email') IS NOT NULL
AND ($org IS NULL OR org_id = $org) ORDER BY ALL
"""
_ORGANIZATIONS = "SELECT org_id FROM organizations"
_OWNERS = "SELECT {columns} FROM owners WHERE ($org IS NULL OR org_id = $org)"
OWNERS_ALONE = _OWNERS.format(columns=_OF_OWNERS)
_WANTED = " AND owner_id IN (SELECT owner_id FROM wanted_owners)"
_SPANS = """
SELECT {columns} FROM ownerships AS s JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at AND ($org IS NULL OR s.org_id = $org)
"""
SPANS_ALONE = """
SELECT {columns} FROM ownerships AS s WHERE s.recorded_at <= $known_at AND s.superseded_at > $known_at
""".format(columns=listed((name for name in SPANS.names if name != "owner_email"), "s"))
SPANS_NAMED = _SPANS.format(columns=_OF_SPANS)
_OF_WANTED_OWNERS = " AND s.owner_id IN (SELECT owner_id FROM wanted_owners)"
_OF_WANTED_DEVICES = " AND s.device_id IN (SELECT device_id FROM wanted_devices)"
_DEVICES = "SELECT {columns} FROM devices AS d{mdm} WHERE ($org IS NULL OR d.org_id = $org)"
_DEVICE_COUNT = "SELECT count(*) FROM devices WHERE $org IS NULL OR org_id = $org"
_CUSTOM_ATTRIBUTES = """
SELECT DISTINCT $prefix || unnest(json_keys(extra)) AS name FROM devices
WHERE extra IS NOT NULL AND ($org IS NULL OR org_id = $org) ORDER BY ALL
"""
WITH_ENROLLMENTS = " LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id"
_WANTED_DEVICES = " AND d.device_id IN (SELECT device_id FROM wanted_devices)"


def read_state(
    ledger: Ledger,
    attributes: Sequence[str],
    sources: Sequence[Source] = (),
    asked: tuple[str | None, str | None] = (None, None),
) -> State:
    """The current state, with the numbers of rows before these input files; an empty one where there is no ledger.

    `devices` has the `attributes` beside the fixed columns, typed; lists as canonical text (`a; b`). Frames are sorted
    by their ids, spans by device and start. `asked` is as in `last_rows`. Raises StateBusy and StoreFailed as
    `reading` does.
    """
    with reading(ledger) as connection:
        state = whole(connection, attributes, ledger.org)
        return replace(state, last_rows=last_rows(connection, sources, asked))


def read_version(ledger: Ledger) -> tuple[int, datetime | None]:
    """The state version of the ledger, and the instant of its last run. Raises as `read_state` does."""
    with reading(ledger) as connection:
        state_version, last_run_at = _row(connection, POSITION)
        return state_version, last_run_at


def whole(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], org: str | None = None) -> State:
    """The current state with all devices, owners and spans, or all of one organization."""
    fleet, spans = devices_among(connection, attributes, None, org), _spans(connection, LATEST, org)
    return read_frames(connection, fleet, spans, org=org)


def organizations(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """All organizations on record."""
    return frozenset(org_id for (org_id,) in connection.execute(_ORGANIZATIONS).fetchall())


def device_count(connection: duckdb.DuckDBPyConnection, org: str | None = None) -> int:
    """The number of devices on record, or of those of one organization."""
    ((count,),) = connection.execute(_DEVICE_COUNT, {"org": org}).fetchall()
    return int(count)


def read_frames(
    connection: duckdb.DuckDBPyConnection,
    devices: pl.DataFrame,
    spans: pl.DataFrame,
    owners: pl.DataFrame | None = None,
    *,
    former: str | None = _FORMER_ADDRESSES,
    org: str | None = None,
) -> State:
    """The current state with these devices and spans, and the `owners` with these `owner_id`, or all owners.

    `former` is the query for the addresses that people had before; None where they do not matter. Where `org` is
    given, owners and addresses of other organizations are left out.
    """
    state_version, last_run_at = _row(connection, POSITION)
    last_device_id, last_owner_id, last_ownership_id = _row(connection, _LAST_IDS)
    return State(
        state_version=state_version,
        last_run_at=last_run_at,
        organizations=organizations(connection),
        last_device_id=last_device_id,
        last_owner_id=last_owner_id,
        last_ownership_id=last_ownership_id,
        devices=devices,
        owners=_owners(connection, owners, org),
        spans=spans,
        former=rows_of(connection, former, {"org": org}) if former else None,
        ledger_id=next((ledger_id for (ledger_id,) in connection.execute(LEDGER_ID).fetchall()), None),
    )


def whole_known_at(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], known_at: datetime) -> State:
    """The current state with all devices and owners, and all spans as we believed them at that instant."""
    return read_frames(connection, devices_among(connection, attributes, None), _spans(connection, known_at, None))


def spans_known_at(ledger: Ledger, known_at: datetime, devices: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per span as we believed it at that instant, with the columns of `State.spans`.

    Where `devices` (`device_id`) are given, only theirs.
    """
    with reading(ledger) as connection:
        return _spans(connection, known_at, ledger.org, devices)


def has_devices(ledger: Ledger) -> bool:
    """True where any device is on record, of whatever organization."""
    with reading(ledger) as connection:
        return connection.execute("SELECT 1 FROM devices LIMIT 1").fetchone() is not None


def custom_attributes(ledger: Ledger) -> list[str]:
    """The custom attributes that any device has, by their full names, in order."""
    with reading(ledger) as connection:
        return custom_attributes_of(connection, ledger.org)


def custom_attributes_of(connection: duckdb.DuckDBPyConnection, org: str | None) -> list[str]:
    """The same behind this connection; where `org` is given, those of its devices."""
    found = connection.execute(_CUSTOM_ATTRIBUTES, {"prefix": CUSTOM_PREFIX, "org": org}).fetchall()
    return [name for (name,) in found]


def devices_among(
    connection: duckdb.DuckDBPyConnection,
    attributes: Sequence[str],
    wanted: pl.DataFrame | None,
    org: str | None = None,
) -> pl.DataFrame:
    """One row per device, or only per `wanted` device (`device_id`), with the columns of `State.devices`.

    Where `org` is given, only of that organization.
    """
    sql, selection = devices_sql(attributes)
    if wanted is not None:
        lend(connection, "wanted_devices", wanted)
        sql += _WANTED_DEVICES
    devices = rows_of(connection, sql, {**selection.values, "org": org})
    return _sorted(devices.rename(selection.names), "device_id")


def devices_sql(attributes: Sequence[str]) -> tuple[str, Selection]:
    """The question for all devices `d` with these attributes; the selection has their names, and its values."""
    selection = select_attributes([attribute for attribute in attributes if attribute not in FIXED_ATTRIBUTES])
    columns = ", ".join((_OF_DEVICES, *selection.expressions))
    return _DEVICES.format(columns=columns, mdm=WITH_ENROLLMENTS if selection.needs_mdm else ""), selection


def spans_touching(
    connection: duckdb.DuckDBPyConnection,
    devices: pl.DataFrame,
    owners: pl.DataFrame,
    now: datetime,
    known_at: datetime = LATEST,
) -> pl.DataFrame:
    """One row per span of these devices, and per span of these owners that ends after `now`; see `with_handles`.

    The spans are those believed now, or at `known_at`.
    """
    import polars as pl  # noqa: PLC0415 - only where part of the ledger is read

    lend(connection, "wanted_devices", devices)
    lend(connection, "wanted_owners", owners)
    asked = {"known_at": known_at, "now": now}
    found = [
        rows_of(connection, SPANS_ALONE + among, asked)
        for among in (_OF_WANTED_DEVICES, f"{_OF_WANTED_OWNERS} AND s.end_time > $now")
    ]
    return pl.concat(found).unique("ownership_id").sort("device_id", "start_time", "ownership_id")


def with_handles(spans: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """The spans as `State.spans`: with the handles of their owners, whom DuckDB would look for among all."""
    handles = owners.select("owner_id", owner_email="handle")
    return spans.join(handles, on="owner_id", maintain_order="left").select(SPANS.names)


def _owners(connection: duckdb.DuckDBPyConnection, wanted: pl.DataFrame | None, org: str | None) -> pl.DataFrame:
    sql = OWNERS_ALONE
    if wanted is not None:
        lend(connection, "wanted_owners", wanted)
        sql += _WANTED
    return _sorted(rows_of(connection, sql, {"org": org}), "owner_id")


def _sorted(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows sorted by their key: mostly they are already, since they were created in that order."""
    return rows if rows[key].is_sorted() else rows.sort(key)


def _spans(
    connection: duckdb.DuckDBPyConnection, known_at: datetime, org: str | None, devices: pl.DataFrame | None = None
) -> pl.DataFrame:
    sql = SPANS_NAMED
    if devices is not None:
        lend(connection, "wanted_devices", devices)
        sql += _OF_WANTED_DEVICES
    return rows_of(connection, sql, {"known_at": known_at, "org": org}).sort("device_id", "start_time", "ownership_id")


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)
