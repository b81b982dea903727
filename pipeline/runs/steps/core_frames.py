"""Frames on their way into the core and back: Polars here, Narwhals there."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from pipeline.core.approve import Approved
from pipeline.core.expressions import Frame
from pipeline.core.frames import Current, Decided
from pipeline.model import ChangeSet, State
from schemas.frames.changes import ROW_OUTCOMES
from schemas.frames.polars_frames import empty


def lazy(frame: pl.DataFrame) -> Frame:
    """The frame, for the core to decide on."""
    return nw.from_native(frame.lazy())


def native(frame: Frame) -> pl.DataFrame:
    """The frame, once the core has decided."""
    collected: pl.DataFrame = frame.collect().to_native()
    return collected


def current_of(state: State) -> Current:
    """The current state, as the core reads it."""
    return Current(
        devices=lazy(state.devices),
        owners=lazy(state.owners),
        spans=lazy(state.spans),
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
    )


def change_set_of(written: Decided | Approved, state: State) -> ChangeSet:
    """What was decided or approved, as the store writes it; what became of the rows is told later."""
    created, owners = native(written.devices_created), native(written.owners_created)
    orgs = pl.concat([created.select("org_id"), owners.select("org_id")]).unique().sort("org_id")
    return ChangeSet(
        organizations=orgs.filter(~pl.col("org_id").is_in(list(state.organizations))),
        devices_created=created,
        device_changes=native(written.device_changes),
        owners_created=owners,
        spans_superseded=native(written.spans_superseded),
        spans_recorded=native(written.spans_recorded),
        events=native(written.events),
        row_outcomes=empty(ROW_OUTCOMES),
    )
