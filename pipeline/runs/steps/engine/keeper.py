"""The frames of a decision in another engine than Polars: taken there, kept there, and given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from pipeline import store
from pipeline.core.expressions import KEEPER, Frame, computed
from pipeline.core.frames import Current, Decided, Desired
from pipeline.core.told.told_state import told_state
from pipeline.model import Intent, State
from pipeline.runs.steps.core_frames import current_of, lazy, native
from schemas.frames.state import BESIDE, BETWEEN_NAMES, NAMED_BESIDE
from schemas.records import dataclass

_Frames = TypeVar("_Frames", Desired, Current)

# The columns by which the frames of a decision are in order, where it is not Polars that has decided.
_ORDERS = {
    "rows": ("row_id",),
    "absent": ("device_id", "start_time", "ownership_id"),
    "missing": ("device_id",),
    "leavers": ("device_id", "start_time", "ownership_id"),
    "candidates": ("row_id", "device_id"),
    "suspects": ("org_id", "email"),
    "likely": ("row_id",),
    "wholes": ("row_id",),
    "devices": ("device_id",),
    "devices_created": ("device_id",),
    "device_changes": ("device_id", "field"),
    "owners_created": ("owner_id",),
    "owner_changes": ("owner_id", "field"),
    "spans_superseded": ("ownership_id",),
    "spans_recorded": ("ownership_id", "start_time"),
    "events": ("aggregate", "aggregate_id", "version"),  # owners first, as the core has them
}
_BACKWARDS = {"aggregate"}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Frames of the core in the engine that decides; see `core.expressions.Keeper`."""

    spill: store.AnySpill

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """What is settled in the block is kept there."""
        before = KEEPER.set(self)
        try:
            yield
        finally:
            KEEPER.reset(before)

    def kept(self, frame: Frame) -> Frame:
        """See `core.expressions.Keeper`."""
        kept: Frame = nw.from_native(self.spill.kept(frame.to_native()))
        return kept

    def lent(self, rows: nw.DataFrame[Any]) -> Frame:
        """See `core.expressions.Keeper`."""
        lent: Frame = nw.from_native(self.spill.lent(rows.to_polars()))
        return lent

    def named(self, desired: Desired) -> Desired:
        """The desired state with the names of attributes as the engine takes them.

        Where a row names them as values, they are the same there; the signs between them mean nothing to any engine.
        """
        coded = self.spill.coded
        names = tuple(coded(name) for name in desired.attributes)
        if names == desired.attributes:
            return desired
        inventory = native(desired.inventory)
        told = {text: coded(text) for text in inventory["cleared"].drop_nulls().unique()}
        inventory = inventory.with_columns(pl.col("cleared").replace(told))
        return replace(desired, attributes=names, inventory=lazy(inventory))

    def scoped(self, intent: Intent) -> Intent:
        """The intent with the name of the attribute that its scope compares as the engine takes it."""
        field, equals, value = intent.scope.partition("=")
        return replace(intent, scope=f"{self.spill.coded(field)}{equals}{value}")

    def taken(self, frames: _Frames) -> _Frames:
        """The frames, which are Polars frames in memory, for the engine to work on."""
        found: dict[str, Any] = {
            name: nw.from_native(self.spill.lent(native(frame))) for name, frame in _frames_of(frames)
        }
        return replace(frames, **found)

    def spilled(self, state: State) -> Current:
        """The state that was read to the engine."""
        known = current_of(state)
        devices, owners, spans = (nw.from_native(self.spill.table(name)) for name in ("devices", "owners", "spans"))
        had = (known.former, known.former_identifiers)
        former, identifiers = (None if one is None else self.lent(computed(one)) for one in had)
        return replace(
            known, devices=devices, owners=owners, spans=spans, former=former, former_identifiers=identifiers
        )

    def told(self, state: State, current: Current, decided: Decided, *, now: datetime, of_all: bool) -> State:
        """The state with that part in memory of which results tell; see `core.told`."""
        told = told_state(current, decided, now=now, of_all=of_all)
        names: Frame = nw.from_native(self.spill.listed(told.names.to_native(), NAMED_BESIDE, BETWEEN_NAMES))
        beside = told.beside.join(names, on="owner_id", how="left").select(*BESIDE.names)
        return replace(
            state,
            devices=native(self.read(told.devices, ("device_id",))),
            owners=native(self.read(told.owners, ("owner_id",))),
            spans=native(self.read(told.spans, ("device_id", "start_time", "ownership_id"))),
            beside=native(self.read(beside, BESIDE.key)),
        )

    def given_back(self, decided: Decided) -> Decided:
        """The frames of a decision as Polars frames, in order; events first, which are many, while there is room."""
        frames = {name: self.read(frame, _ORDERS[name]) for name, frame in reversed(_frames_of(decided))}
        changes = native(frames["device_changes"])
        told = {name: self.spill.decoded(name) for name in changes["field"].unique()}
        frames["device_changes"] = lazy(changes.with_columns(pl.col("field").replace(told)))
        return Decided(**frames)

    def read(self, frame: Frame, order: Sequence[str]) -> Frame:
        """The rows as a Polars frame, in this order."""
        return lazy(self.spill.read(frame.to_native(), order, _BACKWARDS))


def _frames_of(frames: Desired | Current | Decided) -> list[tuple[str, Frame]]:
    found = ((one.name, getattr(frames, one.name)) for one in fields(frames))
    return [(name, value) for name, value in found if isinstance(value, nw.LazyFrame)]
