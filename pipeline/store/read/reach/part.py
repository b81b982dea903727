"""Reading the part of the ledger that the rows of a run can reach: what is decided is the same as with all of it.

Devices are reached by whatever a row gives that may name one, and by the scope of a full sheet; people by whatever may
name them, by holding a reached device now, and by having left. Then come the spans of those devices, what those people
hold now or later, and whatever a new device or person may be a slip for. The ledger is asked by joins, column by
column, so that the cost follows the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from pipeline.model import Checked, Intent, Ledger, State
from pipeline.store.columns import FIELDS, is_custom, select_attributes
from pipeline.store.connections import bound, reading
from pipeline.store.frames import frame_of, lend
from pipeline.store.read.current_state import LATEST, POSITION, WITH_ENROLLMENTS, organizations, spans_touching, whole
from pipeline.store.read.reach import devices, lookalikes, owners
from pipeline.store.read.reach.drawn import begin, drawn, is_small, reach_ids, state_of, totals_of
from pipeline.store.read.reach.former_identifiers import had_before, strange_to
from pipeline.store.read.reach.memory import frugally, is_few, sparingly
from pipeline.store.read.reach.spilled import (
    Room,
    is_room_for_reached,
    is_tight,
    reached_into,
    read_there,
    state_there,
    whole_into,
)
from pipeline.store.read.run_history import last_rows
from schemas.fields import FieldType
from schemas.records import dataclass
from schemas.vocabulary import Mode, Scope

if TYPE_CHECKING:
    import duckdb

# The skeletons of identifiers, in the column `value`; true for serial numbers. See `core.guards.identifier_forms`.
Skeletons: TypeAlias = Callable[[pl.DataFrame, bool], pl.Series]

_FORMER = "SELECT * FROM former_addresses WHERE $org IS NULL OR org_id = $org ORDER BY ALL"
_LIVE = "superseded_at > $known_at AND recorded_at <= $known_at AND end_time > $now"
# What may be absent is held in one of the organizations, and no row at rest names it.
_HELD = f"""
SELECT DISTINCT device_id FROM ownerships ANTI JOIN resting_devices USING (device_id)
WHERE {_LIVE} AND list_contains($orgs, org_id)
"""
_HELD_IN = f"INSERT INTO reached_devices {_HELD}"
_HELD_BY_LISTED = f"""
{_HELD_IN} AND owner_id IN (SELECT owner_id FROM ownerships SEMI JOIN resting_devices USING (device_id) WHERE {_LIVE})
"""
_HELD_WITHIN = f"""
INSERT INTO reached_devices SELECT d.device_id FROM devices AS d {{mdm}} SEMI JOIN ({_HELD}) AS held
ON held.device_id = d.device_id WHERE {{expression}} = $value
"""
_ALL_IN = "INSERT INTO reached_devices SELECT device_id FROM devices WHERE list_contains($orgs, org_id)"
_HELD_BY_REACHED = f"""
INSERT INTO reached_devices SELECT DISTINCT device_id FROM ownerships SEMI JOIN reached_owners USING (owner_id)
WHERE {_LIVE}
"""
_HOLDERS = f"""
INSERT INTO reached_owners SELECT DISTINCT owner_id FROM ownerships SEMI JOIN reached_devices USING (device_id)
WHERE {_LIVE}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks of the ledger: its rows, what is meant by them, and what is to be read of each device.

    `skeletons` are the forms by which identifiers are alike, and `instant` gives the run's instant after the last run.
    `orgs` are organizations of further rows, which ask for nothing. Where `is_sure`, what the rows give is no slip of
    anything, and they are held to no limits: what looks like it is not read, nor counted. `room` is that for what is
    read; None where it has room for anything.
    """

    checked: Checked
    attributes: Sequence[str]
    intent: Intent
    skeletons: Skeletons
    instant: Callable[[datetime | None], datetime]
    orgs: Sequence[str] = ()
    is_sure: bool = False
    room: Room | None = None


def read_reached(
    ledger: Ledger, asked: Asked, source: tuple[str | None, str | None] = (None, None), *, in_whole_up_to: int = 0
) -> State:
    """The part of the current state that these rows can reach; the `totals` are those of the whole ledger.

    Where the ledger is limited to one organization, so are the state and the totals. A ledger of no more devices than
    `in_whole_up_to` is read in whole, and so is one that is not much larger than the sheets, or of which they can reach
    everything. `source` is as in `last_rows`. Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        is_all = _reaches_all(connection, asked, ledger.org)
        is_all = is_all or is_small(connection, _rows(asked.checked), in_whole_up_to, ledger.org)
        asked = replace(asked, room=asked.room if is_tight(connection, asked.room, ledger.org) else None)
        if asked.room is not None:
            with sparingly(connection, ledger.path):
                there = _in_place(connection, asked, ledger, is_all=is_all)
                state = there or (_spilled(connection, asked) if is_all else reached(connection, asked))
        elif is_all:
            state = with_former(connection, asked, whole(connection, asked.attributes, ledger.org), ledger.org)
        else:
            reaches_far = _reaches_far(asked.intent)
            rows = asked.checked.originals.height
            with nullcontext() if reaches_far else frugally(connection, ledger.path, rows):
                state = reached(connection, asked, org=ledger.org)
        return replace(state, last_rows=last_rows(connection, asked.checked.sources, source))


def reached(
    connection: duckdb.DuckDBPyConnection, asked: Asked, resting: pl.DataFrame | None = None, *, org: str | None = None
) -> State:
    """The part of the state behind this connection that the rows can reach, of one organization where `org` is given.

    `resting` are devices (`device_id`) that further rows name, which ask for nothing.
    """
    ((_, last_run_at),) = connection.execute(POSITION).fetchall()
    now = asked.instant(last_run_at)
    values: dict[str, object] = {"known_at": LATEST, "now": now}
    begin(connection)
    _rest(connection, resting)
    named = owners.people_named(asked.checked.assignments, asked.checked.people)
    _reach_wholes(connection, asked.checked.assignments, values)
    devices.reach_named(connection, asked.checked, asked.attributes)
    _reach_scope(connection, asked, values)
    _reach_people(connection, asked.checked, named, values)
    if asked.room is not None and not is_room_for_reached(connection, asked.room, now):
        had = _reach_alike(connection, asked, named, org)
        state = reached_into(asked.room.spill(), connection, asked.attributes, now, former=_FORMER)
        return replace(state, totals=totals_of(connection, now), former_identifiers=had)
    spans = spans_touching(connection, drawn(connection, "devices"), drawn(connection, "owners"), now)
    had = _reach_alike(connection, asked, named, org)
    is_counted = not asked.is_sure
    state = state_of(connection, asked.attributes, spans, now, org=org, former=_FORMER, is_counted=is_counted)
    return replace(state, former_identifiers=had)


def _spilled(connection: duckdb.DuckDBPyConnection, asked: Asked) -> State:
    """All of the ledger, where there is no room for it in memory."""
    if asked.room is None:
        return whole(connection, asked.attributes)
    ((_, last_run_at),) = connection.execute(POSITION).fetchall()
    state = with_former(connection, asked, whole_into(asked.room.spill(), connection, asked.attributes))
    return replace(state, totals=totals_of(connection, asked.instant(last_run_at)))


def _in_place(connection: duckdb.DuckDBPyConnection, asked: Asked, ledger: Ledger, *, is_all: bool) -> State | None:
    """All of a lake, where the cluster that decides reads it by itself; None where it cannot, or need not.

    What few rows reach is little: it is soon found, and sent there.
    """
    is_little = is_few(asked.checked.originals.height) and not is_all and not _reaches_far(asked.intent)
    if asked.room is None or not asked.room.is_cluster or ledger.lake is None or is_little:
        return None
    tables = read_there(spill := asked.room.spill(), connection, ledger.lake, asked.attributes)
    if tables is None:
        return None
    ((_, last_run_at),) = connection.execute(POSITION).fetchall()
    begin(connection)
    devices.reach_damaged(connection, asked.checked)
    state = with_former(connection, asked, state_there(spill, connection, frame_of(connection.sql(devices.IDENTIFIED))))
    return replace(state, totals=totals_of(tables, asked.instant(last_run_at)))


def _reaches_far(intent: Intent) -> bool:
    """True where more is reached than what rows name: by a full sheet, or a complete inventory."""
    return intent.inventory_complete or (intent.mode is Mode.FULL and intent.scope != Scope.LISTED_OWNERS)


def _rows(checked: Checked) -> int:
    return checked.inventory.height + checked.assignments.height


def _reaches_all(connection: duckdb.DuckDBPyConnection, asked: Asked, org: str | None) -> bool:
    """True where everything may be absent: of a full sheet or a complete inventory about all organizations.

    Those are all on record, or `org` where only that is read.
    """
    intent, checked = asked.intent, asked.checked
    orgs: set[str] = set()
    if intent.mode is Mode.FULL and intent.scope == Scope.ALL:
        orgs |= {*checked.assignments["org_id"].unique(), intent.org}
    if intent.inventory_complete:
        orgs |= set(checked.inventory["org_id"].unique())
    return bool(orgs) and (organizations(connection) if org is None else {org}) <= orgs


def _rest(connection: duckdb.DuckDBPyConnection, resting: pl.DataFrame | None) -> None:
    if resting is not None:
        lend(connection, "resting", resting)
        connection.execute("INSERT INTO resting_devices SELECT device_id FROM resting").fetchall()


def _reach_wholes(connection: duckdb.DuckDBPyConnection, assignments: pl.DataFrame, values: dict[str, object]) -> None:
    """Reach every device of the people who give back all that they hold."""
    if "takes_all" not in assignments.columns:
        return
    giving = assignments.filter(pl.col("takes_all").fill_null(value=False))
    if not giving.is_empty():
        owners.reach_named(connection, owners.people_named(giving))
        _run(connection, _HELD_BY_REACHED, values)


def _reach_scope(connection: duckdb.DuckDBPyConnection, asked: Asked, values: dict[str, object]) -> None:
    """Reach the devices that may be absent from a full sheet, or from a complete inventory.

    Those of the owners whom rows list are reached with these owners.
    """
    intent, checked = asked.intent, asked.checked
    if intent.inventory_complete:
        _run(connection, _ALL_IN, {"orgs": checked.inventory["org_id"].unique().to_list()})
    if intent.mode is not Mode.FULL:
        return
    values = {**values, "orgs": sorted({*asked.orgs, *checked.assignments["org_id"].unique(), intent.org})}
    attribute, _, value = intent.scope.partition("=")
    if intent.scope == Scope.LISTED_OWNERS:
        _run(connection, _HELD_BY_LISTED, values)
    elif not value or not _is_text(attribute):
        _run(connection, _HELD_IN, values)
    else:
        selection = select_attributes([attribute])
        (expression,) = (sql.rpartition(" AS ")[0] for sql in selection.expressions)
        sql = _HELD_WITHIN.format(expression=expression, mdm=WITH_ENROLLMENTS if selection.needs_mdm else "")
        _run(connection, sql, {**values, **selection.values, "value": value})


def _is_text(attribute: str) -> bool:
    return is_custom(attribute) or FIELDS[attribute].type in {FieldType.TEXT, FieldType.IDENTIFIER, FieldType.MAC}


def _reach_people(
    connection: duckdb.DuckDBPyConnection, checked: Checked, named: pl.DataFrame, values: dict[str, object]
) -> None:
    """Reach whom the rows name, who holds what they name, and who has left."""
    owners.reach_named(connection, named)
    if checked.bases:
        owners.reach_renamed(connection, min(base.state_version for base in checked.bases.values()))
    owners.reach_leavers(connection, values)
    _run(connection, _HOLDERS, values)


def with_former(connection: duckdb.DuckDBPyConnection, asked: Asked, state: State, org: str | None = None) -> State:
    """The state, read in whole, with what devices had before of the identifiers that the rows give."""
    if asked.is_sure:
        return state
    return replace(state, former_identifiers=had_before(connection, strange_to(state, asked.checked), org))


def _reach_alike(
    connection: duckdb.DuckDBPyConnection, asked: Asked, named: pl.DataFrame, org: str | None
) -> pl.DataFrame | None:
    """Reach what new devices and people may be slips for; nothing where what the rows give is sure.

    Gives the identifiers that such devices had before; see `former_identifiers.had_before`.
    """
    if asked.is_sure:
        return None
    unknown = devices.unknown_in(connection, asked.checked)
    strange = unknown.identifiers.group_by("field", maintain_order=True)
    had = had_before(connection, {str(field): given.select("value") for (field,), given in strange}, org)
    reach_ids(connection, "devices", had["device_id"])
    for (field,), given in unknown.identifiers.filter(pl.col("field") != "mac_address").group_by("field"):
        skeletons = asked.skeletons(given.select("org_id", "value"), field == "serial_number")
        lookalikes.reach_alike_devices(connection, str(field), skeletons)
    devices.reach_namesakes(connection, unknown.names)
    lookalikes.reach_alike_owners(connection, owners.new_among(connection, named, asked.checked.people))
    return had


def _run(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object]) -> None:
    connection.execute(sql, bound(sql, values)).fetchall()
