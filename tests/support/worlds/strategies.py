"""Small but nasty worlds for property tests: a ledger, rows that collide, and what the person asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, TypeVar

from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner, Span
from tests.support.worlds.intents import intents
from tests.support.worlds.numbers import former_identifiers, known_alone, mistyped, numbers, numbers_of, standing_in
from tests.support.worlds.values import (
    ASSIGNMENT_FAULTS,
    ATTRIBUTE_POOLS,
    CUTS,
    DUES,
    EMAILS,
    GIVEN,
    INSTANTS,
    INVENTORY_FAULTS,
    KEPT,
    LABELS,
    NAMES,
    NAMINGS,
    NOW,
    NUMBERS,
    ORGANIZATIONS,
    PAIRS_OF_KINDS,
    PEOPLE,
    POOLS,
    SLIPS,
    STRAYS,
    SUBSETS_OF_OWNERS,
)

_Row = TypeVar("_Row", AssignmentRow, InventoryRow)
_Fresh = Callable[[Ledger, Device | None], st.SearchStrategy[_Row]]
_Variation = Callable[[_Row], st.SearchStrategy[_Row]]


@dataclass(frozen=True, slots=True)
class World:
    """All that a run decides from; `now` is always `NOW`."""

    ledger: Ledger
    inventory: tuple[InventoryRow, ...]
    assignments: tuple[AssignmentRow, ...]
    intent: Intent

    @property
    def rows(self) -> list[InventoryRow | AssignmentRow]:
        """The rows of both kinds, in a new list."""
        return [*self.inventory, *self.assignments]


@st.composite
def worlds(draw: st.DrawFn, intent: st.SearchStrategy[Intent] | None = None, *, max_inventory: int = 5) -> World:
    """A ledger, up to 8 assignments rows and 5 inventory rows about it, and an intent."""
    ledger = draw(ledgers())
    rows = draw(sheets(ledger, max_inventory=max_inventory))
    return World(ledger, *rows, draw(intents() if intent is None else intent))


@st.composite
def sheets(
    draw: st.DrawFn, ledger: Ledger, *, max_inventory: int = 5
) -> tuple[tuple[InventoryRow, ...], tuple[AssignmentRow, ...]]:
    """Up to 5 inventory rows and 8 assignments rows about a ledger."""
    inventory = draw(_rows(_inventory_row, _varied_inventory_row, ledger, max_inventory))
    assignments = draw(_rows(_assignment_row, _varied_assignment_row, ledger, 8))
    return renumbered([*inventory, *assignments])


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A consistent ledger: identifiers unique per organization, spans apart, every holder on record."""
    emails = {DEFAULT_ORG: draw(st.sampled_from(SUBSETS_OF_OWNERS)), "acme": draw(st.sampled_from(SUBSETS_OF_OWNERS))}
    emails["acme"] = emails["acme"][-(4 - len(emails[DEFAULT_ORG])) :]
    owners = [(org_id, email) for org_id in emails for email in emails[org_id]]
    devices = draw(_devices())
    spans: list[Span] = []
    for device in devices:
        if emails[device.org_id]:
            spans.extend(draw(_spans(device, emails[device.org_id], first_id=len(spans) + 1)))
    known = {key: draw(_any(*[{}] * 3, PEOPLE[key[1]], PEOPLE[key[1]], _lone_fact(key[1], draw))) for key in owners}
    strangers = {key for key in owners if known[key] and draw(_any(*[None] * 3, "stranger"))}
    named = tuple(
        Owner(number, key[0], None if key in strangers else key[1], **known[key], facts=draw(_LAST_DAYS))
        for number, key in enumerate(owners, start=1)
    )
    handles = {(owner.org_id, key[1]): owner.handle for owner, key in zip(named, owners, strict=True)}
    spans = [replace(span, owner_email=handles[span.org_id, span.owner_email]) for span in spans]
    return Ledger(tuple(devices), named, tuple(spans), len(spans), (), draw(former_identifiers(devices)))


def renumbered(
    rows: Sequence[InventoryRow | AssignmentRow],
) -> tuple[tuple[InventoryRow, ...], tuple[AssignmentRow, ...]]:
    """The rows of both kinds, numbered in this order as intake numbers them."""
    numbered = [replace(row, row_id=number, row=number + 1) for number, row in enumerate(rows, start=1)]
    inventory = tuple(row for row in numbered if isinstance(row, InventoryRow))
    return inventory, tuple(row for row in numbered if isinstance(row, AssignmentRow))


def _lone_fact(email: str, draw: st.DrawFn) -> dict[str, str]:
    """One of the facts that are known of a person."""
    name = draw(st.sampled_from(sorted(PEOPLE[email])))
    return {name: PEOPLE[email][name]}


@st.composite
def _devices(draw: st.DrawFn) -> list[Device]:
    devices: list[Device] = []
    for device_id in range(1, draw(_any(4, 1, 2, 3, 4, 5, 5, 6, 6, 0)) + 1):
        org_id = draw(st.sampled_from(ORGANIZATIONS))
        kinds = draw(_any("s", "s", "st", "stm", "t", "m", "m", "tm", "n"))
        identifiers: dict[str, Any] = {}
        for letter, kind in (("s", "serial_number"), ("t", "asset_tag"), ("m", "mac_address")):
            taken = {device.value(kind) for device in devices if device.org_id == org_id}
            free = [value for value in POOLS[kind][:-1] if value not in taken]
            if letter in kinds and free:
                identifiers[kind] = draw(st.sampled_from(free))
        attributes: dict[str, object] = {"type": "laptop", "category": "hardware", **draw(st.sampled_from(KEPT))}
        attributes |= draw(numbers())
        identifiers |= draw(_any({}, standing_in(attributes, [*devices], org_id, identifiers)))
        devices.append(Device(device_id, org_id, **identifiers, name=draw(_any(*NAMES)), attributes=attributes))
    return devices


@st.composite
def _spans(draw: st.DrawFn, device: Device, emails: Sequence[str], first_id: int) -> list[Span]:
    """Up to three spans: between an instant and the next there is a holder, or nobody."""
    spans: list[Span] = []
    for start, end in pairwise(draw(st.sampled_from(CUTS))):
        email = draw(_any(*emails, *emails, None))
        if email is not None:
            label = draw(st.sampled_from(LABELS))
            due = draw(_any(None, None, *DUES))
            spans.append(
                Span(first_id + len(spans), device.org_id, device.device_id, email, start, end, label, None, due)
            )
    return spans


@st.composite
def _rows(draw: st.DrawFn, fresh: _Fresh[_Row], varied: _Variation[_Row], ledger: Ledger, most: int) -> list[_Row]:
    """Rows mostly about one device after the other; some are another row once more, changed or not."""
    rows: list[_Row] = []
    for number in range(draw(st.sampled_from(range(most + 1)))):
        if rows and draw(_any(*["fresh"] * 5, "varied")) == "varied":
            rows.append(draw(varied(draw(st.sampled_from(rows)))))
        else:
            device = ledger.devices[number] if number < len(ledger.devices) else None
            rows.append(draw(fresh(ledger, draw(_any(*[device] * 12, None, *ledger.devices)))))
    return rows


@st.composite
def _assignment_row(draw: st.DrawFn, ledger: Ledger, device: Device | None) -> AssignmentRow:
    org_id, identifiers = draw(_identifiers(device))
    identifiers["device_name"] = identifiers.pop("name", None)
    spans = [span for span in ledger.spans if device is not None and span.device_id == device.device_id]
    row = AssignmentRow(
        org_id=org_id,
        **identifiers,
        owner_email=draw(_any(*EMAILS * 3, *SLIPS, *(at for span in spans * 3 if "@" in (at := span.owner_email)))),
        effective_at=draw(_any(*[None] * 10, *INSTANTS, *(span.start_time for span in spans))),
        label=draw(st.sampled_from(LABELS)),
        device_type=draw(_any(None, None, "laptop", "phone")),
        **draw(_any(*[{}] * 3, {"owner_name": "Pool"}, {"owner_name": "Desk"}, {"added_by": "it"}, {"comment": "x"})),
    )
    returns = [{name: instant} for name in ("returned_at", "return_date") for instant in (*DUES, NOW)]
    row = replace(row, **draw(_any(*[{}] * 20, *returns)))
    row = replace(row, **draw(_any(*[{}] * 6, draw(_NAMINGS), {"owner_email": None, **draw(_NAMINGS)})))
    if draw(_any("assign", "assign", "unassign")) == "unassign":
        if row.owner_email is not None and draw(_any(*["one"] * 4, "all")) == "all":
            row = replace(row, **_NO_DEVICE, takes_all=True)
            return _faulty(replace(row, action="unassign"), draw(_FAULT_A))
        if draw(_any(*["unassign"] * 4, "nobody")) == "nobody":
            return _faulty(replace(row, **_OF_NOBODY), draw(_FAULT_A))
        return _faulty(
            replace(row, action="unassign", owner_email=draw(_any(row.owner_email, row.owner_email, None))),
            draw(_FAULT_A),
        )
    ends = [{"end_at": instant} for instant in INSTANTS if instant > (row.effective_at or NOW)]
    row = replace(row, **draw(_any(*[{}] * 6, *[{"clears_end": True}] * 3, *ends, {"end_at": INSTANTS[-3]})))
    row = replace(row, **draw(_any(*[{}] * 4, {"label": None, "clears_label": True})))
    row = replace(row, **draw(_any(*[{}] * 6, {"clears_due": True}, *({"due_at": due} for due in DUES))))
    return _faulty(row, draw(_FAULT_A))


@st.composite
def _inventory_row(draw: st.DrawFn, ledger: Ledger, device: Device | None) -> InventoryRow:
    org_id, values = draw(_identifiers(device))
    values |= draw(_any({}, {}, {}, {}, _lacking(ledger, device), mistyped(device)))
    values |= draw(_any({}, {}, *({"name": name} for name in NAMES)))
    kinds = ({"type": kind, "category": "hardware"} for kind in ("laptop", "phone"))
    values |= draw(_any({}, *kinds, {"type": "phone"}, {"category": "hardware"}))
    values |= {**draw(st.sampled_from(GIVEN)), **draw(st.sampled_from(GIVEN)), **draw(numbers_of(device))}
    blank = [name for name in ("asset_tag", "mac_address", *ATTRIBUTE_POOLS) if values.get(name) is None]
    cleared = draw(_any(None, None, None, *(f"|{name}|" for name in blank), f"|{blank[0]}|{blank[-1]}|"))
    types = {"usual_type": draw(_any(None, None, "Mac")), "said_type": draw(_any(None, None, None, "tablet"))}
    if values.get(known_by := draw(_any(None, None, *NUMBERS))) is not None:
        values, cleared = known_alone(values, known_by), None
    return _faulty(InventoryRow(org_id=org_id, **values, **types, cleared=cleared), draw(_FAULT_I))


@st.composite
def _identifiers(draw: st.DrawFn, device: Device | None) -> tuple[str, dict[str, Any]]:
    """One or two identifiers of a device on record, now and then with a stray one; or strays alone."""
    strays = draw(_any(*[{}] * 40, *STRAYS))
    if device is None:
        return draw(st.sampled_from(ORGANIZATIONS)), {**draw(st.sampled_from(STRAYS)), **strays}
    kinds = draw(st.sampled_from(PAIRS_OF_KINDS))
    known = {kind: device.value(kind) for kind in kinds if device.value(kind) is not None}
    return device.org_id, {**(known or {"device_id": device.device_id}), **strays}


def _lacking(ledger: Ledger, device: Device | None) -> dict[str, Any]:
    """An identifier that the device has not got and nobody else has."""
    if device is None:
        return {}
    taken = {(each.org_id, kind, each.value(kind)) for each in ledger.devices for kind in POOLS}
    free = [
        {kind: value}
        for kind in ("serial_number", "asset_tag", "mac_address")
        for value in POOLS[kind]
        if device.value(kind) is None and (device.org_id, kind, value) not in taken
    ]
    return free[device.device_id % len(free)] if free else {}


def _varied_assignment_row(row: AssignmentRow) -> st.SearchStrategy[AssignmentRow]:
    """The same row again, or the same but for one cell."""
    changes: list[dict[str, Any]] = [{}, {}, {"comment": "again"}, {"added_by": "audit"}, {"external_user_id": "17"}]
    changes += [
        {"label": None, "clears_label": False},
        {"label": "spare", "clears_label": False},
        {"owner_name": "Pool"},
        *({"due_at": due, "clears_due": False} for due in (*DUES, None)),
    ]
    changes += [{"device_type": "laptop"}, {"effective_at": NOW}, {"asset_tag": "TAG-4"}, {"device_name": "Printer"}]
    if row.fault is None and row.action == "assign":
        changes += [{"owner_email": "bob@acme.example"}, {"end_at": INSTANTS[-1], "clears_end": False}]
    if row.takes_all:
        changes = [change for change in changes if not _NO_DEVICE.keys() & change.keys()]
    if row.fault is None and row.serial_number is not None:
        changes += [{"asset_tag": None, "mac_address": None, "device_id": None, "device_name": None}]
    return st.sampled_from(changes).map(lambda change: replace(row, **change))


def _varied_inventory_row(row: InventoryRow) -> st.SearchStrategy[InventoryRow]:
    """The same row again, or the same but for one cell."""
    changes: list[dict[str, Any]] = [{}, {}, {"name": "Printer"}, {"type": "phone"}, {"serial_number": "SN-5"}]
    if "location" not in row.clears:
        changes += [{"location": "Paris"}, {"location": "Lyon"}]
    if "asset_tag" not in row.clears:
        changes += [{"asset_tag": "TAG-4"}]
    return st.sampled_from(changes).map(lambda change: replace(row, **change))


def _any(*choices: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


_LAST_DAYS = _any(*[{}] * 3, *({"ends_on": NOW.date() + timedelta(days=days)} for days in (-400, -20, -1, 0, 30)))
_NO_DEVICE: dict[str, Any] = dict.fromkeys(("serial_number", "asset_tag", "mac_address", "device_id", "device_name"))
_NAMINGS = _any(*NAMINGS)
_FAULT_A = _any(*[None] * 45, *ASSIGNMENT_FAULTS)
_FAULT_I = _any(*[None] * 36, *INVENTORY_FAULTS)


def _faulty(row: _Row, fault: str | None) -> _Row:
    """The row with a bad cell, whose value is then blank."""
    if fault is None:
        return row
    name = "device_name" if isinstance(row, AssignmentRow) else "name"
    blank = {
        "invalid_date": ["effective_at"],
        "invalid_email": ["owner_email"],
        "placeholder_identifier": ["serial_number", "asset_tag", "mac_address", "device_id", name],
        "missing_identifier": ["serial_number", "asset_tag", "mac_address", "device_id", name],
        "error_cell": ["action" if isinstance(row, AssignmentRow) else "type"],
        "invalid_number": ["purchase_price"],
    }[fault]
    changes: dict[str, Any] = {**dict.fromkeys(blank), "fault": fault}
    return replace(row, **changes)


_OF_NOBODY: dict[str, Any] = {
    "action": "unassign",
    "says_nobody": True,
    **dict.fromkeys(("owner_email", "owner_name", "external_user_id", "username")),
}
