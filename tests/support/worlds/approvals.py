"""The plans of random worlds, and the ledgers against which they are carried out."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import narwhals as nw
import polars as pl

from pipeline.core.approve import Approved, Planned, approve
from pipeline.core.frames import Current, Decided
from pipeline.core.writes.plan_lines import with_lines
from tests.support.reference.frames import state_of
from tests.support.reference.records import Ledger
from tests.support.worlds.decisions import decide, on_polars
from tests.support.worlds.strategies import World

# The frames of a plan that are carried out.
FRAMES = (
    *("events", "devices_created", "device_changes", "owners_created", "owner_changes"),
    *("spans_superseded", "spans_recorded"),
)

Lines = Set[tuple[str, int]]


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


def answers_of(decided: Decided, refused: Lines) -> nw.LazyFrame[Any]:
    """The reviewer's answers: yes, but to the refused lines (sheet, place)."""
    lines = native(with_lines(decided.events)).select(sheet="plan_sheet", place="plan_place").unique()
    said = [(sheet, place) not in refused for sheet, place in lines.iter_rows()]
    return on_polars(lines.with_columns(is_approved=pl.Series(said, dtype=pl.Boolean)))


def carried_out(
    world: World,
    refused: Lines = frozenset(),
    *,
    decided: Decided | None = None,
    now: Ledger | None = None,
    moved: int | None = None,
) -> Approved:
    """The world's plan, made against its ledger and carried out against what that is now."""
    decided = decided or decide(world.ledger, world.inventory, world.assignments, world.intent).decided
    planned, answers = planned_of(decided, world.ledger), answers_of(decided, refused)
    return approve(planned, answers, current_of(now or world.ledger, moved))
