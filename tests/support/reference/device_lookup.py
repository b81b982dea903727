"""The device that a row means, by the strongest identifier that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.support.reference.identifiers.last_resorts import RESORTS, is_stood_for
from tests.support.reference.records import AssignmentRow, Decision, Device, InventoryRow

STRONGEST_FIRST = ("serial_number", "asset_tag", "mac_address", "device_id")

Row = AssignmentRow | InventoryRow
Key = tuple[object, ...]
"""What rows of one device have in common: its id, or else organization, kind of identifier and identifier."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a row's identifiers say: the device meant, if any, what is wrong with them, and all whom they touch."""

    kind: str | None
    device_id: int | None
    problem: str | None
    candidates: frozenset[int]
    key: Key

    @property
    def names(self) -> frozenset[int]:
        """The devices that this row names, whatever becomes of it."""
        if self.problem is not None:
            return self.candidates
        return frozenset() if self.device_id is None else frozenset({self.device_id})


def name_device(devices: Sequence[Device], row: Row) -> Naming:
    """The strongest identifier decides; a weaker one of another device is a mismatch; a name must stand alone."""
    identifiers = given_identifiers(row)
    if not identifiers:
        return Naming(None, None, None, frozenset(), ())
    kind, value = identifiers[0]
    meant = holders(devices, row.org_id, kind, value)
    touched = {weaker: holders(devices, row.org_id, weaker, other) for weaker, other in identifiers[1:]}
    named = set() if row.given_name is None else holders(devices, row.org_id, "name", row.given_name)
    candidates = frozenset(meant.union(named, *touched.values()))
    unknown: Key = (row.org_id, kind, value)
    if row.doubts:  # not by its name
        candidates = frozenset(meant.union(row.doubts, *touched.values()))
    if row.doubts or len(meant) > 1:
        return Naming(kind, None, "ambiguous_device", candidates, unknown)
    others = set().union(*touched.values()) - meant
    if others and not meant and isinstance(row, InventoryRow) and _gives(devices, row, {kind: set(), **touched}):
        return Naming(kind, min(others), None, candidates, (min(others),))
    if others:
        return Naming(kind, None, "identifier_mismatch", candidates, unknown)
    if meant:
        return Naming(kind, min(meant), None, candidates, (min(meant),))
    return Naming(kind, None, None, candidates, unknown)


def is_resolved(before: Sequence[Device], after: Sequence[Device], row: Row) -> bool:
    """True when a device has the row's strongest identifier, even if the row is wrong in other ways.

    One that this run has created counts, but not by the number that it happened to get. A name in a row with a bad
    cell does not count: the bad cell may be the identifier that was meant. A row that may mean one of several devices
    is not resolved, but names none that is unknown.
    """
    identifiers = given_identifiers(row)
    if row.doubts or (isinstance(row, AssignmentRow) and row.takes_all):
        return True
    if not identifiers or (identifiers[0][0] == "name" and row.fault is not None):
        return False
    kind, value = identifiers[0]
    return bool(holders(before if kind == "device_id" else after, row.org_id, kind, value))


def given_identifiers(row: Row) -> list[tuple[str, object]]:
    """The identifiers of a row, strongest first; its name, without case, only where it stands alone."""
    identifiers = [(kind, getattr(row, kind)) for kind in STRONGEST_FIRST if getattr(row, kind) is not None]
    if not identifiers and row.given_name is not None:
        return [("name", row.given_name.lower())]
    return identifiers


def holders(devices: Iterable[Device], org_id: str, kind: str, value: object) -> set[int]:
    """The ids of the organization's devices that have this identifier."""
    return {
        device.device_id
        for device in devices
        if device.org_id == org_id and _compared(kind, device.value(kind)) == _compared(kind, value)
    }


def _compared(kind: str, value: object) -> object:
    """The identifier as it is compared: names without case."""
    return value.lower() if kind == "name" and isinstance(value, str) else value


def shared_fate(first: Decision, row_ids: Iterable[int]) -> list[Decision]:
    """The decisions of the rows that say the same as an earlier one."""
    if first.outcome in {"applied", "unchanged"}:
        shared = replace(first, outcome="unchanged", action="none", reason="duplicate_row", duplicate_of=first.row_id)
    else:
        shared = replace(first, duplicate_of=first.row_id)
    return [replace(shared, row_id=row_id) for row_id in row_ids]


def in_id_order(org_id: str, identifiers: Sequence[tuple[str, object]]) -> tuple[str, str, int]:
    """Where a new device stands when ids are given: by organization and identifier, never by row."""
    kind, value = identifiers[0]
    strength = STRONGEST_FIRST.index(kind) if kind in STRONGEST_FIRST else len(STRONGEST_FIRST)
    return (org_id, str(value), strength)


def _gives(devices: Sequence[Device], row: InventoryRow, holding: dict[str, set[int]]) -> bool:
    """True where the row gives the device of its other identifiers one that nobody has.

    A row of an export means the device that this showed, whatever identifiers it gives it.
    """
    shown = holders(devices, row.org_id, "device_id", row.device_id) if row.is_shown else set()
    return shown == set().union(*holding.values()) or _fills_in(devices, row, holding)


def _fills_in(devices: Sequence[Device], row: InventoryRow, holding: dict[str, set[int]]) -> bool:
    """New identifiers, strongest first, beside a weaker one of the one device that has none of that kind yet.

    A tag for which another number of the row stands is none.
    """
    numbers = [getattr(row, name) for name in RESORTS]
    others = set().union(*holding.values())
    if len(others) != 1:
        return False
    (device,) = (device for device in devices if device.device_id in others)
    for kind, _ in given_identifiers(row):
        if holding[kind]:
            return True
        is_none = kind == "asset_tag" and is_stood_for(device.asset_tag, numbers)
        if device.value(kind) is not None and not is_none:
            return False
    return False
