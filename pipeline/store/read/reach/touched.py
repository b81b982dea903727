"""Reading the part of the ledger that a change set touches which is decided already: that of a plan, or of a past run.

That is every device and person of its events, and whoever has by now what it gives to one of them or takes from one.
Then come the spans of those devices, and what those people hold now or later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import ChangeSet, Ledger, State
from pipeline.store.connections import reading
from pipeline.store.read.current_state import POSITION, spans_touching, whole, whole_known_at
from pipeline.store.read.past_run import PastRun
from pipeline.store.read.reach import devices, owners
from pipeline.store.read.reach.drawn import begin, drawn, is_small, reach_ids, state_of
from pipeline.store.read.reach.memory import frugally
from schemas.fields import GIVEN_IDENTIFIERS, OWNER_COLUMNS, OWNER_IDENTIFIERS, OWNER_NAMING

if TYPE_CHECKING:
    import duckdb

_NAMES_OF_ROWS = {column: name for name, column in OWNER_COLUMNS.items()}


def read_touched(
    ledger: Ledger,
    change_set: ChangeSet,
    attributes: Sequence[str],
    instant: Callable[[datetime | None], datetime],
    *,
    beside: pl.Series | None = None,
    in_whole_up_to: int = 0,
) -> State:
    """The part of the current state that the change set, or its reversal, touches; the `totals` are those of the whole.

    `instant` gives the run's instant after the last run, `beside` are the ids of further devices. A ledger of no more
    devices than `in_whole_up_to` is read in whole, and so is one that is not much larger than the change set. Raises
    StateBusy and StoreFailed as `reading` does.
    """
    events = change_set.events.height
    with reading(ledger) as connection:
        if is_small(connection, events, in_whole_up_to):
            return whole(connection, attributes)
        with frugally(connection, ledger.path, events):
            return touched(connection, change_set, attributes, instant, beside)


def touched(
    connection: duckdb.DuckDBPyConnection,
    change_set: ChangeSet,
    attributes: Sequence[str],
    instant: Callable[[datetime | None], datetime],
    beside: pl.Series | None = None,
) -> State:
    """The part of the state behind this connection; see `read_touched`."""
    ((_, last_run_at),) = connection.execute(POSITION).fetchall()
    now = instant(last_run_at)
    _reach(connection, change_set)
    if beside is not None:
        reach_ids(connection, "devices", beside)
    spans = spans_touching(connection, drawn(connection, "devices"), drawn(connection, "owners"), now)
    return state_of(connection, attributes, spans, now, org=None)


def read_told(ledger: Ledger, past: PastRun, attributes: Sequence[str], *, in_whole_up_to: int = 0) -> State:
    """The part of the current state from which a past run is told: with the spans as we believed them just after it.

    Beside what its change set touches that is whoever had left by then. Small ledgers are as in `read_touched`. Raises
    StateBusy and StoreFailed as `reading` does.
    """
    events = past.change_set.events.height
    with reading(ledger) as connection:
        if is_small(connection, events, in_whole_up_to):
            return whole_known_at(connection, attributes, past.record.recorded_at)
        with frugally(connection, ledger.path, events):
            return told(connection, past, attributes)


def told(connection: duckdb.DuckDBPyConnection, past: PastRun, attributes: Sequence[str]) -> State:
    """The part of the state behind this connection; see `read_told`."""
    at = past.record.recorded_at
    _reach(connection, past.change_set)
    owners.reach_leavers(connection, {"known_at": at, "now": at})
    owners.reach_renamed(connection, past.state_version)
    spans = spans_touching(connection, drawn(connection, "devices"), drawn(connection, "owners"), at, at)
    return state_of(connection, attributes, spans, at, org=None)


def _reach(connection: duckdb.DuckDBPyConnection, change_set: ChangeSet) -> None:
    begin(connection)
    events = change_set.events
    for what, aggregate in (("devices", "device"), ("owners", "owner")):
        reach_ids(connection, what, events.filter(aggregate=aggregate)["aggregate_id"])
    reach_ids(connection, "owners", events["owner_id"].drop_nulls())
    devices.reach_holders(connection, {name: _identifiers(change_set, name) for name in GIVEN_IDENTIFIERS})
    devices.reach_called(connection, _lone_names(change_set.devices_created))
    owners.reach_called(connection, _people(change_set))


def _identifiers(change_set: ChangeSet, name: str) -> pl.DataFrame:
    """The values of this identifier that the change set gives, or takes away."""
    created = change_set.devices_created
    given = [created.select(value=name)] if name in created.columns else []
    return pl.concat([_exchanged(change_set.device_changes, name), *given])


def _people(change_set: ChangeSet) -> pl.DataFrame:
    """The people whom events name by their addresses, who come on record, or who exchange what they are known by."""
    told = (change_set.events.select(owner_email=name) for name in ("owner_email", "previous_owner_email"))
    created = change_set.owners_created.rename(_NAMES_OF_ROWS, strict=False)
    keys = {name: OWNER_COLUMNS.get(name, name) for name in OWNER_IDENTIFIERS}
    given = (_exchanged(change_set.owner_changes, column).rename({"value": name}) for name, column in keys.items())
    none = pl.DataFrame(schema=dict.fromkeys(OWNER_NAMING, pl.String))
    return pl.concat([none, *told, created, *given], how="diagonal").select(OWNER_NAMING).unique()


def _exchanged(changes: pl.DataFrame, field: str) -> pl.DataFrame:
    """The old and the new values of this field."""
    changed = changes.filter(field=field)
    return pl.concat([changed.select(value=side) for side in ("old", "new")])


def _lone_names(created: pl.DataFrame) -> pl.DataFrame:
    """The names of the new devices that have nothing else by which they are known."""
    if "name" not in created.columns:
        return pl.DataFrame(schema={"org_id": pl.String, "value": pl.String})
    given = [pl.col(name).is_null() for name in GIVEN_IDENTIFIERS if name in created.columns]
    return created.filter(*given).select("org_id", value="name")
