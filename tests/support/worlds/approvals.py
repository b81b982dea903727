"""The plans of random worlds, and the ledgers against which they are carried out."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from pipeline.core.approve import Planned
from pipeline.core.frames import Current, Decided
from tests.support.reference.frames import state_of
from tests.support.reference.records import Ledger
from tests.support.worlds.decisions import on_polars

# The frames of a plan that are carried out.
FRAMES = (
    *("events", "devices_created", "device_changes", "owners_created", "owner_changes"),
    *("spans_superseded", "spans_recorded"),
)


def native(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """The frame, as Polars has it."""
    collected: pl.DataFrame = frame.collect("polars").to_native()
    return collected


def current_of(ledger: Ledger, moved: int | None = None) -> Current:
    """What the ledger says; the device that has `moved` on has another version."""
    state = state_of(ledger)
    version = pl.col("version") + (pl.col("device_id") == (moved or 0)).cast(pl.Int64)
    return Current(
        on_polars(state.devices.with_columns(version=version)),
        on_polars(state.owners),
        on_polars(state.spans),
        state.last_device_id,
        state.last_owner_id,
        state.last_ownership_id,
    )


def planned_of(decided: Decided, ledger: Ledger) -> Planned:
    """The plan of a decision."""
    state = state_of(ledger)
    events = native(decided.events)
    changed = events.group_by("aggregate", "aggregate_id").agg(version=pl.col("version").min() - 1)
    owners = state.owners.select(aggregate=pl.lit("owner"), aggregate_id="owner_id", version="version")
    return Planned(
        versions=on_polars(pl.concat([changed, owners])),
        rows=decided.rows,
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
        **{name: getattr(decided, name) for name in FRAMES},
    )
