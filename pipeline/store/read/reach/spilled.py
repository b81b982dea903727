"""Reading what rows can reach where memory has no room for it: into a DuckDB of its own, and not into frames."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from pipeline.model import Lake, State
from pipeline.store.connections import bound
from pipeline.store.read.current_state import (
    LATEST,
    OWNERS_ALONE,
    SPANS_ALONE,
    SPANS_NAMED,
    devices_sql,
    read_frames,
)
from pipeline.store.spill import AnySpill
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.store.cluster.lake_tables import LakeTables

log = logging.getLogger(__name__)

_NOT_THERE = (
    "The cluster cannot read the lake %s by itself: so what the rows reach there goes to it through this machine, "
    "which takes longer."
)
_ASKED = """
CREATE OR REPLACE TEMP TABLE asked_devices AS SELECT DISTINCT device_id FROM reached_devices;
CREATE OR REPLACE TEMP TABLE asked_owners AS SELECT DISTINCT owner_id FROM reached_owners;
"""
# The spans of the reached devices, and what else the reached people have now or later.
_OF_DEVICES = " AND s.device_id IN (SELECT device_id FROM asked_devices)"
_OF_OWNERS = """
 AND s.owner_id IN (SELECT owner_id FROM asked_owners) AND s.end_time > $now
 AND s.device_id NOT IN (SELECT device_id FROM asked_devices)
"""
_SPANS = f"{SPANS_ALONE}{_OF_DEVICES} UNION ALL {SPANS_ALONE}{_OF_OWNERS}"
_COUNTED = f"SELECT count(DISTINCT device_id), count(*) FROM ({_SPANS})"
_THEIRS = (
    f"INSERT INTO reached_devices SELECT DISTINCT device_id FROM ({_SPANS})",
    f"INSERT INTO reached_owners SELECT DISTINCT owner_id FROM ({_SPANS})",
)
_WANTED_DEVICES = " AND d.device_id IN (SELECT device_id FROM reached_devices)"
_WANTED_OWNERS = " AND owner_id IN (SELECT owner_id FROM reached_owners)"
_COUNT_OF_ALL = "SELECT (SELECT count(*) FROM devices), (SELECT count(*) FROM ownerships)"
_ALL: dict[str, object] = {"org": None}
_NOBODY = pl.DataFrame(schema={"owner_id": pl.Int64})


@dataclass(frozen=True, slots=True)
class Room:
    """Whether so many devices and ownerships are too much to be read into memory, and where they are then read to.

    Where that `is_cluster`, it may reach a lake by itself.
    """

    is_exceeded: Callable[[int, int], bool]
    spill: Callable[[], AnySpill]
    is_cluster: bool = False


def is_tight(connection: duckdb.DuckDBPyConnection, room: Room | None, org: str | None) -> bool:
    """True where not all of the ledger has room in memory; what is of one organization is read into it in any case."""
    if room is None or org is not None:
        return False
    ((devices, spans),) = connection.execute(_COUNT_OF_ALL).fetchall()
    return room.is_exceeded(devices, spans)


def is_room_for_reached(connection: duckdb.DuckDBPyConnection, room: Room, now: datetime) -> bool:
    """True where what was reached so far may be read into memory, with all that these people have."""
    connection.execute(_ASKED).fetchall()
    ((devices, spans),) = connection.execute(_COUNTED, _instants(_COUNTED, now)).fetchall()
    return not room.is_exceeded(devices, spans)


def whole_into(spill: AnySpill, connection: duckdb.DuckDBPyConnection, attributes: Sequence[str]) -> State:
    """The current state, of which the devices, owners and ownerships are tables of the spill, and its frames blank."""
    _take(spill, connection, attributes, ("", "", SPANS_ALONE), {"known_at": LATEST})
    return read_frames(connection, *_blank(spill), _NOBODY)


def reached_into(
    spill: AnySpill, connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], now: datetime, *, former: str
) -> State:
    """The same, of what was reached, and of what these people have.

    `is_room_for_reached` has said before which ownerships these are. `former` is as in `read_frames`.
    """
    for statement in _THEIRS:
        connection.execute(statement, _instants(statement, now)).fetchall()
    _take(spill, connection, attributes, (_WANTED_DEVICES, _WANTED_OWNERS, _SPANS), _instants(_SPANS, now))
    return read_frames(connection, *_blank(spill), _NOBODY, former=former)


def read_there(
    spill: AnySpill, connection: duckdb.DuckDBPyConnection, lake: Lake, attributes: Sequence[str]
) -> LakeTables | None:
    """The tables of the lake as the cluster reads them by itself; None where it does not, or reads another one.

    The devices, owners and ownerships of the whole current state are then tables of the spill.
    """
    from pipeline.store.cluster.lake_tables import began_at, lake_tables  # noqa: PLC0415 - few have a lake or a cluster
    from pipeline.store.cluster.spill import ClusterSpill  # noqa: PLC0415 - as above
    from pipeline.store.lake.snapshot import columns_of, head_of  # noqa: PLC0415 - as above

    head = head_of(lake)
    if head is None or not isinstance(spill, ClusterSpill):
        return None
    columns = {name: columns_of(connection, name) for name in head.versions}
    there = lake_tables(spill.session, lake, head.versions, columns, began_at(connection))
    if there is None:
        log.warning(_NOT_THERE, lake.uri)
        return None
    sql, selection = devices_sql(attributes)
    spill.ask("devices", there, sql, {**selection.values, **_ALL}, selection.names)
    spill.ask("owners", there, OWNERS_ALONE, _ALL)
    spill.ask("spans", there, SPANS_NAMED, {**_ALL, "known_at": LATEST})
    return there


def state_there(spill: AnySpill, connection: duckdb.DuckDBPyConnection, identified: pl.DataFrame) -> State:
    """The current state of which the frames are tables of the spill, but for these devices; see `State.identified`."""
    return replace(read_frames(connection, *_blank(spill), _NOBODY), identified=identified)


def _take(
    spill: AnySpill,
    connection: duckdb.DuckDBPyConnection,
    attributes: Sequence[str],
    among: tuple[str, str, str],
    values: dict[str, object],
) -> None:
    of_devices, of_owners, spans = among
    sql, selection = devices_sql(attributes)
    spill.take("devices", connection.sql(sql + of_devices, params={**selection.values, **_ALL}), selection.names)
    spill.take("owners", connection.sql(OWNERS_ALONE + of_owners, params=_ALL))
    spill.take("spans_alone", connection.sql(spans, params=values))
    spill.name_owners()


def _blank(spill: AnySpill) -> tuple[pl.DataFrame, pl.DataFrame]:
    devices, spans = (spill.read(spill.table(name).limit(0)) for name in ("devices", "spans"))
    return devices, spans


def _instants(sql: str, now: datetime) -> dict[str, object]:
    return bound(sql, {"known_at": LATEST, "now": now})
