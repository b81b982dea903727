"""The frames of a change set, registered with DuckDB under fixed columns and types.

`given_devices` has only the attributes that the run fills; custom attributes stand in `given_extras`, one row per
device and attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.columns import is_custom

if TYPE_CHECKING:
    import duckdb

    from pipeline.model import ChangeSet

_INTEGERS = frozenset({"device_id", "owner_id", "ownership_id", "aggregate_id", "version", "row_id", "row"})
_INSTANTS = frozenset({"start_time", "end_time", "previous_end_time"})
_COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("org_id",),
    "changes": ("device_id", "field", "old", "new"),
    "owners": ("owner_id", "org_id", "email", "owner_name", "external_user_id"),
    "superseded": ("ownership_id",),
    "spans": ("ownership_id", "org_id", "device_id", "owner_id", "start_time", "end_time", "label", "added_by"),
    "events": (
        *(
            "org_id",
            "aggregate",
            "aggregate_id",
            "version",
            "type",
            "action",
            "reason",
            "row_id",
            "file",
            "sheet",
            "row",
        ),
        *("ownership_id", "owner_id", "owner_email", "previous_owner_email", "start_time", "end_time"),
        *("previous_end_time", "label", "previous_label", "added_by", "comment", "plan_line"),
    ),
    "outcomes": (
        *("row_id", "kind", "file", "sheet", "row", "outcome", "action", "reason", "message", "org_id", "device_id"),
        *("owner_email", "cells"),
    ),
}


def register(connection: duckdb.DuckDBPyConnection, change_set: ChangeSet) -> None:
    """Register the frames of a change set as `given_...`; events with `ordinal`, their position in the order."""
    events = change_set.events.with_row_index("ordinal")
    frames = {
        "organizations": change_set.organizations,
        "changes": change_set.device_changes,
        "owners": change_set.owners_created,
        "superseded": change_set.spans_superseded,
        "spans": change_set.spans_recorded,
        "events": events,
        "outcomes": change_set.row_outcomes,
    }
    for name, frame in frames.items():
        extra = ("ordinal",) if name == "events" else ()
        connection.register(f"given_{name}", _shaped(frame, (*_COLUMNS[name], *extra)))
    custom = [column for column in change_set.devices_created.columns if is_custom(column)]
    connection.register("given_devices", change_set.devices_created.drop(custom))
    connection.register("given_extras", _extras(change_set.devices_created, custom))


def _shaped(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The columns with their types: an empty frame, or a column of nulls only, may have come without types."""

    def dtype(column: str) -> pl.DataType | type[pl.DataType]:
        if column in _INSTANTS:
            return pl.Datetime("us")
        return pl.Int64 if column in _INTEGERS or column == "ordinal" else pl.String

    return frame.select(pl.col(column).cast(dtype(column)) for column in columns)


def _extras(devices: pl.DataFrame, custom: list[str]) -> pl.DataFrame:
    if not custom:
        return pl.DataFrame(schema={"device_id": pl.Int64, "field": pl.String, "value": pl.String})
    texts = devices.select("device_id", pl.col(custom).cast(pl.String))
    return texts.unpivot(index="device_id", variable_name="field").drop_nulls("value")
