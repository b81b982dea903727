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

from pipeline import outputs, store
from pipeline.core.expressions import KEEPER, Frame, computed
from pipeline.core.frames import Current, Decided, Desired, told_state
from pipeline.core.plan import build_plan
from pipeline.core.refreshed_facts import refreshed_facts
from pipeline.model import Checked, Intent, State
from pipeline.runs.steps.core_frames import current_of, lazy, native
from pipeline.settings import Settings
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.changes import REFRESHED
from schemas.frames.polars_frames import empty
from schemas.vocabulary import Engine

log = logging.getLogger(__name__)
_Frames = TypeVar("_Frames", Desired, Current)

# What deciding takes in memory with Polars, in bytes for each row of the files, device and ownership (measured).
_OF_ROW, _OF_DEVICE, _OF_SPAN = 1_500, 450, 350
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
    "To decide on these files in memory would take more than memory_limit allows (%.1f GB): so DuckDB decides, "
    "which takes a little longer, and puts what has no room in a folder beside the ledger until it is done."
)


@dataclass(slots=True)
class Deciding:
    """The decision about these rows, by the engine that the settings ask for, or that they have room for.

    Where DuckDB decides, what is read of the ledger goes to it, and not into memory (`room`): the state is blank until
    all is decided, and has then what is told of. Where `tells_of_all`, that is whatever the rows name.
    """

    settings: Settings
    checked: Checked
    tells_of_all: bool
    _opened: ExitStack
    _spill: store.Spill | None = None

    @property
    def room(self) -> store.Room | None:
        """The room for what is read; None for what is compared in memory in any case: exports that come back."""
        if self.settings.engine is Engine.POLARS or self.checked.bases:
            return None
        return store.Room(self._is_exceeded, self._spilling)

    def identifiers(self, state: State) -> pl.DataFrame:
        """The devices that were read, with at least their identifiers, where a cell may be one that was damaged."""
        if self._spill is None or not outputs.has_damaged(self.checked.issues):
            return state.devices
        return self._spill.read(self._spill.table("devices").select("org_id", *GIVEN_IDENTIFIERS))

    def decided(self, desired: Desired, state: State, intent: Intent, *, now: datetime) -> Conclusion:
        """Every decision, as Polars frames."""
        if self._spill is None and not self._is_exceeded(state.devices.height, state.spans.height):
            current = current_of(state)
            decided = build_plan(desired, current, intent, now=now)
            return Conclusion(decided, refreshed_of(desired, decided, current), state)
        is_read = self._spill is not None
        keeper = Keeper(self._spilling())
        with keeper.keeping():
            current = keeper.spilled(state) if is_read else keeper.taken(current_of(state))
            desired = keeper.taken(desired)
            decided = build_plan(desired, current, intent, now=now)
            refreshed = refreshed_facts(desired.inventory, decided.rows, current.devices)
            later = empty(REFRESHED) if refreshed is None else native(keeper.read(refreshed, REFRESHED.key))
            keeper.spill.shrink()
            told = keeper.told(state, current, decided, now=now, of_all=self.tells_of_all) if is_read else state
            return Conclusion(keeper.given_back(decided), later, told)

    def _is_exceeded(self, devices: int, spans: int) -> bool:
        """True where it is not Polars that decides about so many devices and ownerships."""
        if self.settings.engine is not Engine.AUTO:
            return self.settings.engine is Engine.DUCKDB
        return self._needed(devices, spans) > self.settings.memory

    def _needed(self, devices: int, spans: int) -> int:
        checked = self.checked
        rows = checked.inventory.height + checked.assignments.height + checked.people.height
        return rows * _OF_ROW + devices * _OF_DEVICE + spans * _OF_SPAN

    def _spilling(self) -> store.Spill:
        """The DuckDB that decides; by itself it says that it does."""
        if self._spill is None:
            memory = self.settings.memory
            if self.settings.engine is Engine.AUTO:
                log.warning(_TOLD, memory / 1e9)
            spilling = store.spilling(self.settings.state, memory=int(memory * _SHARE))
            self._spill = self._opened.enter_context(spilling)
        return self._spill


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Every decision, the later values of facts that change by themselves, and the state that they are told of."""

    decided: Decided
    refreshed: pl.DataFrame
    state: State


@contextmanager
def deciding(settings: Settings, checked: Checked, *, tells_of_all: bool) -> Iterator[Deciding]:
    """The decision about these rows; what DuckDB has put on the disk is removed at the end of the block."""
    with ExitStack() as opened:
        yield Deciding(settings, checked, tells_of_all, opened)


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

    def spilled(self, state: State) -> Current:
        """The state that was read to the DuckDB."""
        known = current_of(state)
        former = None if known.former is None else self.lent(computed(known.former))
        devices, owners, spans = (nw.from_native(self.spill.table(name)) for name in ("devices", "owners", "spans"))
        return replace(known, devices=devices, owners=owners, spans=spans, former=former)

    def told(self, state: State, current: Current, decided: Decided, *, now: datetime, of_all: bool) -> State:
        """The state with that part in memory of which results tell; see `core.told_state`."""
        devices, owners, spans = told_state(current, decided, now=now, of_all=of_all)
        return replace(
            state,
            devices=native(self.read(devices, ("device_id",))),
            owners=native(self.read(owners, ("owner_id",))),
            spans=native(self.read(spans, ("device_id", "start_time", "ownership_id"))),
        )

    def given_back(self, decided: Decided) -> Decided:
        """The frames of a decision as Polars frames, in order."""
        return Decided(**{name: self.read(frame, _ORDERS[name]) for name, frame in _frames_of(decided)})

    def read(self, frame: Frame, order: Sequence[str]) -> Frame:
        """The rows as a Polars frame, in this order."""
        return lazy(self.spill.read(frame.to_native(), order, _BACKWARDS))


def _frames_of(frames: Desired | Current | Decided) -> list[tuple[str, Frame]]:
    found = ((one.name, getattr(frames, one.name)) for one in fields(frames))
    return [(name, value) for name, value in found if isinstance(value, nw.LazyFrame)]
