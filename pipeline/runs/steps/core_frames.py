"""Conversion of Polars frames to the Narwhals frames of the core, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import narwhals as nw
import polars as pl

from pipeline.core.approve import Approved
from pipeline.core.expressions import COMPUTING, Frame, computed, in_memory
from pipeline.core.frames import Current, Decided
from pipeline.model import ChangeSet, Checked, State
from schemas.frames.changes import ROW_OUTCOMES
from schemas.frames.polars_frames import empty

# Up to so many rows, devices and ownerships, Polars takes longer to look for a better way to compute a frame than that
# saves: a fifteenth of the decision about four rows, and nothing more of that about forty thousand (measured).
_FEW = 50_000
_AS_WRITTEN = {"engine": "in-memory", "optimizations": pl.QueryOptFlags.none()}


@contextmanager
def computed_as_written(checked: Checked, state: State) -> Iterator[None]:
    """In the block, Polars computes the frames of the core as they are written, where there are few rows."""
    rows = checked.inventory.height + checked.assignments.height + checked.people.height
    if rows + state.devices.height + state.spans.height > _FEW:
        yield
        return
    before = COMPUTING.set(_AS_WRITTEN)
    try:
        yield
    finally:
        COMPUTING.reset(before)


def lazy(frame: pl.DataFrame) -> Frame:
    """The Polars frame as a lazy Narwhals frame."""
    return in_memory(nw.from_native(frame))


def native(frame: Frame) -> pl.DataFrame:
    """The Narwhals frame, computed, as a Polars frame."""
    collected: pl.DataFrame = computed(frame).to_native()
    return collected


def current_of(state: State) -> Current:
    """The state as frames of the core."""
    return Current(
        devices=lazy(state.devices),
        owners=lazy(state.owners),
        spans=lazy(state.spans),
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
        former=_filled(state.former),
        former_identifiers=_filled(state.former_identifiers),
    )


def _filled(frame: pl.DataFrame | None) -> Frame | None:
    return None if frame is None or frame.is_empty() else lazy(frame)


def change_set_of(written: Decided | Approved, state: State) -> ChangeSet:
    """The change set of a decision or of an approved plan, without the outcomes of rows, which are added later."""
    created, owners = native(written.devices_created), native(written.owners_created)
    orgs = pl.concat([created.select("org_id"), owners.select("org_id")]).unique().sort("org_id")
    return ChangeSet(
        organizations=orgs.filter(~pl.col("org_id").is_in(list(state.organizations))),
        devices_created=created,
        device_changes=native(written.device_changes),
        owners_created=owners,
        owner_changes=native(written.owner_changes),
        spans_superseded=native(written.spans_superseded),
        spans_recorded=native(written.spans_recorded),
        events=native(written.events),
        row_outcomes=empty(ROW_OUTCOMES),
    )
