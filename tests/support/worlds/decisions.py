"""The core, run on the worlds of the reference model: what became of each row, and the ledger afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from pipeline.core.approve import Approved
from pipeline.core.expressions import Frame
from pipeline.core.frames import Current, Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.model import Intent
from schemas.fields import ATTRIBUTES
from tests.support.reference.frames import assignments_frame, inventory_frame, people_frame, state_of
from tests.support.reference.people.sheets import FACTS
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner, PersonRow, Span
from tests.support.worlds.values import NOW

_IDENTIFIERS = ("serial_number", "asset_tag", "mac_address", "name")
_CROWD = 1_000_000
"""The ids of a crowd begin here: beyond those of worlds beside each other, which are a thousand apart."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the core made of a world: by row its outcome, action and reason; what is absent, missing, and left."""

    rows: dict[int, tuple[str, str, str | None]]
    absent: list[tuple[int, str, bool]]
    missing: list[int]
    ledger: Ledger
    decided: Decided


def on_polars(frame: pl.DataFrame) -> Frame:
    """The frame, for Polars to work on."""
    return nw.from_native(frame.lazy())


def decide(
    ledger: Ledger,
    inventory: tuple[InventoryRow, ...],
    assignments: tuple[AssignmentRow, ...],
    intent: Intent,
    *,
    people: tuple[PersonRow, ...] = (),
    crowded: bool = False,
    lazily: Callable[[pl.DataFrame], Frame] = on_polars,
) -> Verdict:
    """The core's verdict on these rows at `NOW`; `crowded` adds many devices that no row is about."""
    state = state_of(ledger)
    listed = inventory_frame(inventory)
    known = {attribute.name for attribute in ATTRIBUTES}
    attributes = tuple(name for name in listed.columns if name in known)
    crowd = [Device(_CROWD + number, "crowd", f"CROWD-{number}", name="Printer") for number in range(100 * crowded)]
    fleet = pl.concat([state.devices, state_of(Ledger(devices=tuple(crowd))).devices], how="diagonal_relaxed")
    missing = [pl.lit(None, listed.schema[name]).alias(name) for name in attributes if name not in fleet]
    current = Current(
        devices=lazily(fleet.with_columns(missing)),
        owners=lazily(state.owners),
        spans=lazily(state.spans),
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
        **{name: lazily(getattr(state, name)) for name in ("former", "former_identifiers")},
    )
    desired = Desired(lazily(listed), lazily(assignments_frame(assignments)), attributes)
    desired = replace(desired, people=lazily(people_frame(people)) if people else None)
    shown = pl.DataFrame({"row_id": [row.row_id for row in inventory if row.is_shown]}, {"row_id": pl.Int64})
    desired = replace(desired, numbered=None if shown.is_empty() else lazily(shown))
    decided = build_plan(desired, current, intent, now=NOW)
    absent = [(row["device_id"], row["owner_email"], row["is_held"]) for row in _dicts(decided.absent)]
    return Verdict(
        rows={row["row_id"]: (row["outcome"], row["action"], row["reason"]) for row in _dicts(decided.rows)},
        absent=sorted(absent),
        missing=sorted(row["device_id"] for row in _dicts(decided.missing)),
        ledger=_performed(ledger, decided),
        decided=decided,
    )


def _performed(ledger: Ledger, decided: Decided) -> Ledger:
    """The ledger with everything written that the core wants written."""
    owners = owners_after(ledger, decided)
    emails = {owner.owner_id: owner.handle for owner in owners}
    gone = {row["ownership_id"] for row in _dicts(decided.spans_superseded)}
    handles = {(owner.org_id, owner.handle): emails[owner.owner_id] for owner in ledger.owners}
    kept = (span for span in ledger.spans if span.ownership_id not in gone)
    spans = [replace(span, owner_email=handles[span.org_id, span.owner_email]) for span in kept]
    spans += [_span(row, emails) for row in _dicts(decided.spans_recorded)]
    changes = _dicts(decided.device_changes)
    typed = {device["device_id"]: device for device in _dicts(decided.devices)}
    devices = [
        _changed(device, [c["field"] for c in changes if c["device_id"] == device.device_id], typed)
        for device in ledger.devices
    ]
    devices += [_created(row) for row in _dicts(decided.devices_created)]
    return Ledger(tuple(devices), tuple(owners), tuple(spans))


def owners_after(ledger: Ledger, decided: Decided | Approved) -> list[Owner]:
    """Everybody with the changed facts, which are written as text, and those who are new."""
    changed: dict[int, dict[str, Any]] = {}
    for change in _dicts(decided.owner_changes):
        new = change["new"]
        is_day = change["field"] in {"starts_on", "ends_on"} and new is not None
        changed.setdefault(change["owner_id"], {})[change["field"]] = date.fromisoformat(new) if is_day else new
    known = [owner_of({**asdict(owner), **owner.facts, **changed.get(owner.owner_id, {})}) for owner in ledger.owners]
    return [*known, *(owner_of(row) for row in _dicts(decided.owners_created))]


def owner_of(row: dict[str, Any]) -> Owner:
    """The person of a row of the owners' table."""
    named = {one.name: row[one.name] for one in fields(Owner) if one.name != "facts"}
    others = {name: row.get(name) for name in FACTS if name not in named}
    return Owner(**named, facts={name: value for name, value in others.items() if value is not None})


def _span(row: dict[str, Any], emails: dict[int, str]) -> Span:
    owner_id = row.pop("owner_id")
    return Span(**row, owner_email=emails[owner_id])


def _changed(device: Device, fields: list[str], typed: dict[int, dict[str, Any]]) -> Device:
    values = {name: getattr(device, name) for name in _IDENTIFIERS} | dict(device.attributes)
    values |= {name: typed[device.device_id][name] for name in fields}
    return _device(device.device_id, device.org_id, values)


def _created(row: dict[str, Any]) -> Device:
    return _device(row["device_id"], row["org_id"], {k: v for k, v in row.items() if k not in {"device_id", "org_id"}})


def _device(device_id: int, org_id: str, values: dict[str, Any]) -> Device:
    identifiers = {name: values.get(name) for name in _IDENTIFIERS}
    return Device(
        device_id, org_id, **identifiers, attributes={k: v for k, v in values.items() if k not in _IDENTIFIERS}
    )


def _dicts(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.collect("polars").to_native().to_dicts()
    return rows
