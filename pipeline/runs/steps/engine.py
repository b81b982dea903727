"""What decides: Polars, in memory, or DuckDB, which takes to the disk what has no room there.

Either runs the same functions of the core, and what is decided is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from pipeline import store
from pipeline.core.expressions import KEEPER, Frame
from pipeline.core.frames import Current, Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.core.refreshed_facts import refreshed_facts
from pipeline.model import Checked, Intent, State
from pipeline.runs.steps.core_frames import current_of, lazy, native
from pipeline.settings import Settings
from schemas.frames.changes import REFRESHED
from schemas.frames.polars_frames import empty
from schemas.vocabulary import Engine

log = logging.getLogger(__name__)
_Frames = TypeVar("_Frames", Desired, Current)

# What deciding takes in memory with Polars, in bytes for each row of the files, device and ownership (measured).
_OF_ROW, _OF_DEVICE, _OF_SPAN = 1_500, 300, 250
# The share of the memory that DuckDB may have for its tables; the files, and what is told of them, need the others.
_SHARE = 0.4
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
_TOLD = (
    "Deciding on these files takes about %.1f GB of memory, and memory_limit allows %.1f GB: so DuckDB decides, "
    "which takes a little longer, and puts what has no room in a folder beside the ledger until it is done."
)


@dataclass(slots=True)
class Deciding:
    """The decision about these rows, by the engine that the settings ask for, or that they have room for."""

    settings: Settings
    checked: Checked
    _opened: ExitStack
    _spill: store.Spill | None = None

    def decided(self, desired: Desired, state: State, intent: Intent, *, now: datetime) -> tuple[Decided, pl.DataFrame]:
        """Every decision, as Polars frames, and the later values of facts that change by themselves."""
        current = current_of(state)
        spill = self._room(state.devices.height, state.spans.height)
        if spill is None:
            decided = build_plan(desired, current, intent, now=now)
            return decided, refreshed_of(desired, decided, current)
        keeper = Keeper(spill)
        with keeper.keeping():
            desired, current = keeper.taken(desired), keeper.taken(current)
            decided = build_plan(desired, current, intent, now=now)
            refreshed = refreshed_facts(desired.inventory, decided.rows, current.devices)
            later = empty(REFRESHED) if refreshed is None else native(keeper.read(refreshed, REFRESHED.key))
            return keeper.given_back(decided), later

    def _room(self, devices: int, spans: int) -> store.Spill | None:
        """Where DuckDB decides about so many devices and ownerships; None where Polars does."""
        memory = self.settings.memory
        needed = self._rows * _OF_ROW + devices * _OF_DEVICE + spans * _OF_SPAN
        if self.settings.engine is Engine.POLARS or (self.settings.engine is Engine.AUTO and needed <= memory):
            return None
        if self.settings.engine is Engine.AUTO:
            log.warning(_TOLD, needed / 1e9, memory / 1e9)
        spilling = store.spilling(self.settings.state, memory=int(memory * _SHARE))
        self._spill = self._opened.enter_context(spilling)
        return self._spill

    @property
    def _rows(self) -> int:
        return self.checked.inventory.height + self.checked.assignments.height + self.checked.people.height


@contextmanager
def deciding(settings: Settings, checked: Checked) -> Iterator[Deciding]:
    """The decision about these rows; what DuckDB has put on the disk is removed at the end of the block."""
    with ExitStack() as opened:
        yield Deciding(settings, checked, opened)


def refreshed_of(desired: Desired, decided: Decided, current: Current) -> pl.DataFrame:
    """The later values of facts that change by themselves, of rows that go ahead."""
    found = refreshed_facts(desired.inventory, decided.rows, current.devices)
    return empty(REFRESHED) if found is None else native(found)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Frames of the core in that DuckDB; see `core.expressions.Keeper`."""

    spill: store.Spill

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """What is settled in the block is kept in the DuckDB."""
        before = KEEPER.set(self)
        try:
            yield
        finally:
            KEEPER.reset(before)

    def kept(self, frame: Frame) -> Frame:
        """See `core.expressions.Keeper`."""
        return nw.from_native(self.spill.kept(frame.to_native()))

    def lent(self, rows: nw.DataFrame[Any]) -> Frame:
        """See `core.expressions.Keeper`."""
        return nw.from_native(self.spill.lent(rows.to_polars()))

    def taken(self, frames: _Frames) -> _Frames:
        """The frames, which are Polars frames in memory, for DuckDB to work on."""
        found: dict[str, Any] = {
            name: nw.from_native(self.spill.lent(native(frame))) for name, frame in _frames_of(frames)
        }
        return replace(frames, **found)

    def given_back(self, decided: Decided) -> Decided:
        """The frames of a decision as Polars frames, in order."""
        return Decided(**{name: self.read(frame, _ORDERS[name]) for name, frame in _frames_of(decided)})

    def read(self, frame: Frame, order: Sequence[str]) -> Frame:
        """The rows as a Polars frame, in this order."""
        ordered = frame.sort(*order, descending=[column in _BACKWARDS for column in order])
        return lazy(self.spill.read(ordered.to_native()))


def _frames_of(frames: Desired | Current | Decided) -> list[tuple[str, Frame]]:
    found = ((one.name, getattr(frames, one.name)) for one in fields(frames))
    return [(name, value) for name, value in found if isinstance(value, nw.LazyFrame)]
