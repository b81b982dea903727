"""The frames of a change set, registered with DuckDB under fixed columns and types.

`given_devices` has only the attributes that the run fills; custom attributes stand in `given_extras`, one row per
device and attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.columns import is_custom
from pipeline.store.frames import lend
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.polars_frames import shaped

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import ChangeSet

# The frames of a change set, by the names under which they are registered.
_VIEWS = {
    "organizations": "organizations",
    "changes": "device_changes",
    "owners": "owners_created",
    "owner_changes": "owner_changes",
    "superseded": "spans_superseded",
    "spans": "spans_recorded",
    "events": "events",
    "outcomes": "row_outcomes",
}
OWNER_EVENTS = "given_owner_events"
_GIVEN = "SELECT view_name FROM duckdb_views() WHERE temporary AND starts_with(view_name, 'given_')"
# Those that are written in the order of this column.
_KEYS = {"spans": "ownership_id", "outcomes": "row_id"}


def register(connection: duckdb.DuckDBPyConnection, change_set: ChangeSet) -> frozenset[str]:
    """Register the frames of a change set as `given_...`, and return the names of those that have rows.

    Beside the views, `given_serial_number` and the like are returned for each identifier that a device is given, and
    `OWNER_EVENTS` where there are events of owners.
    """
    for view, name in _VIEWS.items():
        frame = shaped(getattr(change_set, name), CHANGE_SET_FRAMES[name])
        if view in _KEYS:
            frame = _in_order(frame, _KEYS[view])
        lend(connection, f"given_{view}", frame)
    custom = [column for column in change_set.devices_created.columns if is_custom(column)]
    lend(connection, "given_devices", change_set.devices_created.drop(custom))
    lend(connection, "given_extras", _extras(change_set.devices_created, custom))
    names = {**_VIEWS, "devices": "devices_created"}
    filled = {view for view, name in names.items() if not getattr(change_set, name).is_empty()}
    named = {f"given_{name}" for name in (*filled, *_identifiers(change_set))}
    is_of_owners = "events" in filled and (change_set.events["aggregate"] == "owner").any()
    return frozenset({*named, OWNER_EVENTS} if is_of_owners else named)


def unregister(connection: duckdb.DuckDBPyConnection) -> None:
    """Take back what is registered as `given_...`, so that the memory of what was made for it can be used."""
    for (view,) in connection.execute(_GIVEN).fetchall():
        connection.unregister(view)


def numbered_events(change_set: ChangeSet) -> pl.DataFrame:
    """The events of a change set with `ordinal`, their position in the order."""
    events = shaped(change_set.events, CHANGE_SET_FRAMES["events"])
    return events.with_row_index("ordinal").cast({"ordinal": pl.Int64})


def _in_order(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame if frame[key].is_sorted() else frame.sort(key, maintain_order=True)


def _identifiers(change_set: ChangeSet) -> set[str]:
    """The identifiers that a new or a known device is given."""
    created, changed = change_set.devices_created, change_set.device_changes["field"]
    new = {name for name in GIVEN_IDENTIFIERS if name in created.columns and created[name].count()}
    return new | set(changed.filter(changed.is_in(GIVEN_IDENTIFIERS)))


def _extras(devices: pl.DataFrame, custom: list[str]) -> pl.DataFrame:
    if not custom:
        return pl.DataFrame(schema={"device_id": pl.Int64, "field": pl.String, "value": pl.String})
    texts = devices.select("device_id", pl.col(custom).cast(pl.String))
    return texts.unpivot(index="device_id", variable_name="field").drop_nulls("value")
