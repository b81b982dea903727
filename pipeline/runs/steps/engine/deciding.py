"""The decision about the rows of a run, by the engine that the settings ask for, or that they have room for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime

import polars as pl

from pipeline import outputs, store
from pipeline.core.frames import Current, Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.core.refreshed_facts import refreshed_facts
from pipeline.core.resting_rows import untold_rows
from pipeline.core.told.told_state import with_devices_told, without_rows
from pipeline.model import Checked, Intent, State
from pipeline.runs.steps.core_frames import current_of, native
from pipeline.runs.steps.engine.keeper import Keeper
from pipeline.settings import Settings
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.changes import REFRESHED
from schemas.frames.polars_frames import empty
from schemas.records import dataclass
from schemas.vocabulary import Engine

log = logging.getLogger(__name__)

# What deciding takes in memory with Polars, in bytes for each row of the files, device and ownership (measured).
_OF_ROW, _OF_DEVICE, _OF_SPAN = 1_500, 450, 350
# The share of the memory that DuckDB may have for its tables; the files, and what is told of them, need the others.
_SHARE = 0.4
_TOLD = (
    "To decide on these files in memory would take more than memory_limit allows (%.1f GB): so DuckDB decides, "
    "which takes a little longer, and puts what has no room in a folder beside the ledger until it is done."
)


@dataclass(slots=True)
class Deciding:
    """The decision about these rows, by the engine that the settings ask for, or that they have room for.

    Where another engine than Polars decides, what is read of the ledger goes to it, and not into memory (`room`): the
    state is blank until all is decided, and has then what is told of. Where `tells_of_all`, that is whatever the rows
    name. Where it `leaves_out`, rows of which nothing is to be told stay where they were decided.
    """

    settings: Settings
    checked: Checked
    tells_of_all: bool
    leaves_out: bool
    _opened: ExitStack
    _spill: store.AnySpill | None = None

    @property
    def room(self) -> store.Room | None:
        """The room for what is read; None for what is compared in memory in any case: exports that come back."""
        if self.settings.engine is Engine.POLARS or self.checked.bases:
            return None
        return store.Room(self._is_exceeded, self._spilling, self.settings.engine is Engine.SPARK)

    def identifiers(self, state: State) -> pl.DataFrame:
        """The devices that were read, with at least their identifiers, where a cell may be one that was damaged."""
        if state.identified is not None:
            return state.identified
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
            desired = keeper.taken(keeper.named(desired))
            decided = build_plan(desired, current, keeper.scoped(intent), now=now)
            refreshed = refreshed_facts(desired.inventory, decided.rows, current.devices)
            untold = untold_rows(desired.assignments, decided, current.spans, now=now) if self.leaves_out else None
            decided = with_devices_told(decided if untold is None else without_rows(decided, untold))
            later = empty(REFRESHED) if refreshed is None else native(keeper.read(refreshed, REFRESHED.key))
            keeper.spill.shrink()
            given = keeper.given_back(decided)
            told = keeper.told(state, current, decided, now=now, of_all=self.tells_of_all) if is_read else state
            left_out = None if untold is None else native(keeper.read(untold, ("row_id",)))
            conclusion = Conclusion(given, later, told, left_out)
            keeper.spill.prove()
            return conclusion

    def _is_exceeded(self, devices: int, spans: int) -> bool:
        """True where it is not Polars that decides about so many devices and ownerships."""
        if self.settings.engine is not Engine.AUTO:
            return self.settings.engine is not Engine.POLARS
        return self._needed(devices, spans) > self.settings.memory

    def _needed(self, devices: int, spans: int) -> int:
        checked = self.checked
        rows = checked.inventory.height + checked.assignments.height + checked.people.height
        return rows * _OF_ROW + devices * _OF_DEVICE + spans * _OF_SPAN

    def _spilling(self) -> store.AnySpill:
        """The engine that decides in place of Polars; where DuckDB does so by itself, it is said."""
        if self._spill is None:
            self._spill = self._opened.enter_context(self._opening())
        return self._spill

    def _opening(self) -> AbstractContextManager[store.AnySpill]:
        settings, memory = self.settings, self.settings.memory
        if settings.engine is Engine.SPARK:
            return store.spilling_on(settings.spark.cluster(settings.spark_remote), settings.state)
        if settings.engine is Engine.AUTO:
            log.warning(_TOLD, memory / 1e9)
        return store.spilling(settings.state, memory=int(memory * _SHARE))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Every decision, the later values of facts that change by themselves, and the state that they are told of.

    `left_out` are rows at rest (`row_id, device_id`) that nothing is told of; None where no decision was left out.
    """

    decided: Decided
    refreshed: pl.DataFrame
    state: State
    left_out: pl.DataFrame | None = None


@contextmanager
def deciding(settings: Settings, checked: Checked, *, tells_of_all: bool, leaves_out: bool) -> Iterator[Deciding]:
    """The decision about these rows; what DuckDB has put on the disk is removed at the end of the block."""
    with ExitStack() as opened:
        yield Deciding(settings, checked, tells_of_all, leaves_out, opened)


def refreshed_of(desired: Desired, decided: Decided, current: Current) -> pl.DataFrame:
    """The later values of facts that change by themselves, of rows that go ahead."""
    found = refreshed_facts(desired.inventory, decided.rows, current.devices)
    return empty(REFRESHED) if found is None else native(found)
