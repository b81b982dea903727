"""Histories on a real ledger: small random runs and undoings, decided by the core and committed by the store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from pipeline import model, store
from pipeline.core.expressions import Frame
from pipeline.core.frames import Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.core.undo import reverse
from pipeline.model import ChangeSet, Intent, State
from pipeline.runs.steps.core_frames import current_of
from pipeline.runs.undo import change_set_of, past_of
from schemas.vocabulary import EventType
from tests.support.ledgers.change_sets import COLUMNS
from tests.support.ledgers.story import change_set
from tests.support.reference.frames import ATTRIBUTES, assignments_frame, inventory_frame, people_frame, state_of
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, PersonRow, Span
from tests.support.worlds.decisions import owner_of

_IDENTIFIERS = ("serial_number", "asset_tag", "mac_address", "name")
_VALUES = (*_IDENTIFIERS, *ATTRIBUTES)
_SPAN = ("ownership_id", "owner_email", "start_time", "end_time", "label", "added_by", "due_at")


@dataclass(frozen=True, slots=True)
class Known:
    """What is believed of one device: the values of its attributes, and its ownerships."""

    org_id: str
    values: dict[str, object]
    spans: tuple[tuple[object, ...], ...] = ()


Content = dict[int, Known]


@dataclass(frozen=True, slots=True)
class Passed:
    """A run of the past: what was believed before it, and after."""

    run_id: str
    before: Content
    after: Content

    @property
    def changed(self) -> set[int]:
        """The devices that it changed, or made and gave to somebody."""
        known = {device for device in self.before if self.before[device] != self.after[device]}
        return known | {device for device in self.after.keys() - self.before.keys() if self.after[device].spans}

    @property
    def moved(self) -> set[int]:
        """The devices whose ownership it changed."""
        return {device for device in self.changed if self.after[device].spans != self.spans_before(device)}

    @property
    def touched(self) -> set[tuple[int, str]]:
        """The attributes that it changed, of devices that were known before."""
        return {
            (device, field)
            for device in self.changed & self.before.keys()
            for field, value in self.after[device].values.items()
            if self.before[device].values[field] != value
        }

    def spans_before(self, device: int) -> tuple[tuple[object, ...], ...]:
        """The ownerships of the device before the run: none of one that it made."""
        return self.before[device].spans if device in self.before else ()


@dataclass(slots=True)
class History:
    """A ledger that begins as `opening` says, at an instant, and goes on run by run.

    `passed` are the runs since then: no run could open a ledger in which a device has several ownerships.
    """

    path: Path
    opening: Ledger
    now: datetime
    passed: list[Passed] = field(default_factory=list)
    state: State = field(init=False)
    content: Content = field(init=False)

    def __post_init__(self) -> None:
        self._read()
        self._commit(_opened(self.opening))
        self.passed.clear()

    @property
    def ledger(self) -> Ledger:
        """The current state as records."""
        emails = {owner["owner_id"]: owner["handle"] for owner in self.state.owners.to_dicts()}
        owners = [owner_of(owner) for owner in self.state.owners.to_dicts()]
        spans = [Span(owner_email=emails[s.pop("owner_id")], **_without_email(s)) for s in self.state.spans.to_dicts()]
        devices = [_device(values) for values in self.state.devices.to_dicts()]
        return Ledger(tuple(devices), tuple(owners), tuple(spans), self.state.last_ownership_id)

    def run(
        self,
        inventory: tuple[InventoryRow, ...],
        assignments: tuple[AssignmentRow, ...],
        intent: Intent,
        later: timedelta,
        people: tuple[PersonRow, ...] = (),
    ) -> Passed:
        """A run of these rows, so much later."""
        self.now += later
        attributes = tuple(name for name in ("serial_number", "asset_tag", "mac_address", "name", *ATTRIBUTES))
        listed, asked = _lazy(inventory_frame(inventory)), _lazy(assignments_frame(assignments))
        desired = Desired(listed, asked, attributes, people=_lazy(people_frame(people)))
        return self._commit(_decided(build_plan(desired, current_of(self.state), intent, now=self.now), self.state))

    def undo(self, run: Passed, later: timedelta) -> tuple[Passed, pl.DataFrame]:
        """The undoing of a run, so much later, and what it leaves as it is."""
        self.now += later
        ledger = model.Ledger(self.path)
        past = store.read_run(ledger, run.run_id)
        reversed_ = reverse(past_of(past, ledger), current_of(self.state))
        passed = self._commit(change_set_of(reversed_, past.change_set), undoes=run.run_id)
        return passed, _native(reversed_.kept)

    def _commit(self, changes: ChangeSet, undoes: str | None = None) -> Passed:
        run_id, before = f"run at {self.now.isoformat()}", self.content
        record = store.RunRecord(run_id, self.now, "run", 0, self.state.state_version, {"in": 0}, undoes=undoes)
        store.commit(model.Ledger(self.path), changes, record)
        self._read()
        passed = Passed(run_id, before, self.content)
        self.passed.append(passed)
        return passed

    def _read(self) -> None:
        self.state = store.read_state(model.Ledger(self.path), list(ATTRIBUTES))
        spans: dict[int, list[tuple[object, ...]]] = {}
        for span in self.state.spans.to_dicts():
            spans.setdefault(span["device_id"], []).append(tuple(span[name] for name in _SPAN))
        self.content = {
            device["device_id"]: Known(
                device["org_id"], {name: device[name] for name in _VALUES}, tuple(spans.get(device["device_id"], []))
            )
            for device in self.state.devices.to_dicts()
        }


def _opened(ledger: Ledger) -> ChangeSet:
    """The change set that makes a ledger out of nothing."""
    state = state_of(ledger)
    devices, spans = state.devices, state.spans.with_columns(pl.col("device_id").alias("aggregate_id"))
    ordinal = pl.int_range(pl.len()).over("device_id") + 2
    facts = (
        "org_id",
        "ownership_id",
        "owner_id",
        "owner_email",
        "start_time",
        "end_time",
        "label",
        "added_by",
        "due_at",
    )
    told = [
        state.owners.select("org_id", "owner_id", aggregate=pl.lit("owner"), aggregate_id="owner_id", version=1),
        devices.select("org_id", aggregate=pl.lit("device"), aggregate_id="device_id", version=1),
        spans.select(*facts, "aggregate_id", aggregate=pl.lit("device"), version=ordinal),
    ]
    types = (EventType.OWNER_CREATED, EventType.DEVICE_CREATED, EventType.OWNERSHIP_TAKEN)
    actions = (None, "create", "assign")
    events = [
        part.with_columns(type=pl.lit(type_.value), action=pl.lit(action, pl.String))
        for part, type_, action in zip(told, types, actions, strict=True)
    ]
    return replace(
        change_set(),
        organizations=pl.DataFrame({"org_id": sorted(state.organizations)}, schema={"org_id": pl.String}),
        devices_created=devices.drop("version"),
        owners_created=state.owners.drop("handle", "version"),
        spans_recorded=state.spans.drop("owner_email"),
        events=pl.concat([change_set().events, *events], how="diagonal_relaxed").select(*COLUMNS["events"]),
    )


def _decided(decided: Decided, state: State) -> ChangeSet:
    frames: dict[str, pl.DataFrame] = {
        name: _native(getattr(decided, name)) for name in COLUMNS if name not in {"organizations", "row_outcomes"}
    }
    orgs = {*frames["devices_created"]["org_id"], *frames["owners_created"]["org_id"]} - state.organizations
    organizations = pl.DataFrame({"org_id": sorted(orgs)}, schema={"org_id": pl.String})
    return ChangeSet(organizations=organizations, row_outcomes=change_set().row_outcomes, **frames)


def _device(values: dict[str, Any]) -> Device:
    attributes = {name: values[name] for name in ATTRIBUTES}
    identifiers = {name: values[name] for name in _IDENTIFIERS}
    return Device(values["device_id"], values["org_id"], **identifiers, attributes=attributes)


def _without_email(span: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in span.items() if name != "owner_email"}


def _lazy(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame.lazy())


def _native(frame: Frame) -> pl.DataFrame:
    collected: pl.DataFrame = frame.collect().to_native()
    return collected
