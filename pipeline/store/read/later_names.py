"""The names of devices and people: of those to which something has happened since an instant, and of given devices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model import Ledger
from pipeline.store.connections import bound, reading
from pipeline.store.frames import lend, rows_of
from pipeline.store.read.current_state import LATEST
from schemas.instants import OPEN_END
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl

_DEVICE_NAMES = ("serial_number", "asset_tag", "mac_address", "name", "imei", "dev_eui", "external_id")
_OWNER_NAMES = ("email", "external_user_id", "username", "owner_name")
_PRESENT = ", ".join(f'd."{name}"' for name in _DEVICE_NAMES)

# An ownership that begins or ends without an event, since its time has come, counts as something that happened.
_TOUCHED = """
CREATE TEMP TABLE touched AS
SELECT aggregate, aggregate_id, max("at") AS "at" FROM (
    SELECT CASE WHEN starts_with("type", 'ownership_') THEN 'span'
                WHEN "type" = 'owner_updated' AND NOT ({is_renamed}) THEN 'fact' ELSE aggregate END AS aggregate,
           aggregate_id, recorded_at AS "at"
    FROM events WHERE recorded_at > $since
    UNION ALL
    SELECT 'span', device_id, start_time FROM ownerships
    WHERE superseded_at > $known_at AND start_time > $since AND start_time <= $now
    UNION ALL
    SELECT 'span', device_id, end_time FROM ownerships
    WHERE superseded_at > $known_at AND end_time > $since AND end_time <= $now
) GROUP BY ALL
"""
_NAMES = """
WITH present AS (
    SELECT t.aggregate, t."at", unnest([{device}, CAST(d.device_id AS VARCHAR)]) AS "name"
    FROM touched AS t JOIN devices AS d ON d.device_id = t.aggregate_id WHERE t.aggregate IN ('device', 'span')
    UNION ALL
    SELECT t.aggregate, t."at", unnest([{owner}])
    FROM touched AS t JOIN owners AS o ON o.owner_id = t.aggregate_id WHERE t.aggregate IN ('owner', 'fact')
    UNION ALL
    SELECT 'holder', t."at", unnest([{owner}])
    FROM touched AS t JOIN ownerships AS s ON s.device_id = t.aggregate_id AND s.superseded_at > $known_at
    JOIN owners AS o ON o.owner_id = s.owner_id WHERE t.aggregate = 'span'
), former AS (
    SELECT t.aggregate, t."at", unnest([{device_before}]) AS "name"
    FROM touched AS t JOIN events AS e ON e.aggregate = 'device' AND e.aggregate_id = t.aggregate_id
    WHERE t.aggregate IN ('device', 'span') AND e."type" = 'device_updated'
    UNION ALL
    SELECT t.aggregate, t."at", unnest([{owner_before}])
    FROM touched AS t JOIN events AS e ON e.aggregate = 'owner' AND e.aggregate_id = t.aggregate_id
    WHERE t.aggregate IN ('owner', 'fact') AND e."type" = 'owner_updated'
)
SELECT aggregate, lower("name") AS "name", max("at") AS "at"
FROM (FROM present UNION ALL FROM former) WHERE "name" IS NOT NULL GROUP BY ALL
"""
_NAMES_OF = """
SELECT DISTINCT lower("name") AS "name" FROM (
    SELECT unnest([{device}, CAST(d.device_id AS VARCHAR)]) AS "name"
    FROM devices AS d SEMI JOIN devices_asked USING (device_id)
) WHERE "name" IS NOT NULL
"""
_SETTLED = "SELECT run_id FROM runs WHERE recorded_at >= $since AND rollcall_version = $version AND absent_held = 0"
_NEXT_MOMENT = """
SELECT min("at") FROM (
    SELECT start_time AS "at" FROM ownerships WHERE superseded_at > $known_at AND start_time > $now
    UNION ALL
    SELECT end_time FROM ownerships WHERE superseded_at > $known_at AND end_time > $now
)
"""
_FORGOTTEN = "SELECT max(recorded_at) FROM runs WHERE command = 'forget'"


@dataclass(frozen=True, slots=True)
class LaterNames:
    """What has happened since an instant, by the names of the devices and people to which it did.

    `names` has one row per name, in lower case: `aggregate, name, at`, when something last happened to whatever has or
    had that name. The aggregate is `device`, `span` for a device of which an ownership changed, `holder` for who has
    or had that device, `owner`, or `fact` for a person of whom only facts changed by which nobody knows them. `settled`
    are the runs of this version of Rollcall since that instant, it included, that held nothing back; `forgotten_at` is
    when a person was last erased.
    """

    names: pl.DataFrame
    settled: frozenset[str]
    forgotten_at: datetime | None


def read_later_names(ledger: Ledger, since: datetime, *, now: datetime) -> LaterNames:
    """What has happened after `since`, until `now`. Raises StateBusy and StoreFailed as `reading` does."""
    names = _NAMES.format(
        device=_PRESENT,
        owner=", ".join(f'o."{name}"' for name in _OWNER_NAMES),
        device_before=", ".join(_before(name) for name in _DEVICE_NAMES),
        owner_before=", ".join(_before(name) for name in _OWNER_NAMES),
    )
    touched = _TOUCHED.format(is_renamed=" OR ".join(_changed(name) for name in _OWNER_NAMES))
    values = {"since": since, "now": now, "known_at": LATEST}
    with reading(ledger) as connection:
        connection.execute(touched, bound(touched, values))
        found: pl.DataFrame = rows_of(connection, names, values)
        settled = connection.execute(_SETTLED, {"since": since, "version": __version__}).fetchall()
        ((forgotten_at,),) = connection.execute(_FORGOTTEN).fetchall()
        return LaterNames(found, frozenset(run_id for (run_id,) in settled), forgotten_at)


def next_moment(ledger: Ledger, now: datetime) -> datetime:
    """The first instant after `now` at which an ownership on record begins or ends; the open end where none does.

    Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        ((found,),) = connection.execute(_NEXT_MOMENT, {"now": now, "known_at": LATEST}).fetchall()
        return found or OPEN_END


def names_of(ledger: Ledger, devices: pl.DataFrame) -> pl.Series:
    """What those devices (`device_id`) are called now, in lower case. Raises StateBusy and StoreFailed as `reading`."""
    with reading(ledger) as connection:
        lend(connection, "devices_asked", devices)
        return rows_of(connection, _NAMES_OF.format(device=_PRESENT), {})["name"]


def _before(name: str) -> str:
    return f"json_extract_string(e.payload, '/old/{name}')"


def _changed(name: str) -> str:
    return f"json_exists(payload, '/new/{name}')"
