"""What becomes of inventory rows, and the devices as they are afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Intent
from tests.support.reference.device_lookup import Key, given_identifiers, in_id_order, shared_fate
from tests.support.reference.identifiers.exchanges import is_given_up, naming_of, rows_that_may_pass
from tests.support.reference.records import Decision, Device, FormerIdentifier, InventoryRow
from tests.support.reference.slips import ghosts, holds_several

UNIQUE = ("serial_number", "asset_tag", "mac_address")
REQUIRED = ("name", "type", "category")
PLAIN = (
    *("model", "location", "department", "purchase_price", "warranty_end", "is_rented", "connection_type"),
    *("currency", "imei", "external_id"),
)
DOLLARS = ("USD", "CAD", "AUD")
FIELDS = (*UNIQUE, *REQUIRED, *PLAIN)

Groups = dict[Key, list[InventoryRow]]


def decide_inventory(
    devices: Sequence[Device],
    rows: Sequence[InventoryRow],
    intent: Intent,
    had: Collection[FormerIdentifier] = (),
) -> tuple[dict[int, Decision], list[Device]]:
    """Every row's decision, and all devices after them, those created with their new ids."""
    passing = _passing(devices, rows, intent, had)
    return _decide(devices, rows, intent, had, passing)


def _passing(
    devices: Sequence[Device], rows: Sequence[InventoryRow], intent: Intent, had: Collection[FormerIdentifier]
) -> dict[int, int]:
    """The rows whose MAC address passes to their device, each with the one that gives it up."""
    passing = rows_that_may_pass(devices, rows)
    while passing:
        _, after = _decide(devices, rows, intent, had, passing)
        fine = {row_id: holder for row_id, holder in passing.items() if is_given_up(devices, after, holder)}
        if len(fine) == len(passing):
            break
        passing = fine
    return passing


def _decide(
    devices: Sequence[Device],
    rows: Sequence[InventoryRow],
    intent: Intent,
    had: Collection[FormerIdentifier],
    passing: Mapping[int, int],
) -> tuple[dict[int, Decision], list[Device]]:
    decisions, groups = _sort_out(devices, rows, passing)
    held_back = ghosts(devices, groups, intent, had)
    conflicting = _contradicting(groups) | _claiming_alike(groups)
    on_record = {device.device_id: device for device in devices}
    new: list[tuple[InventoryRow, list[InventoryRow]]] = []
    for key, group in groups.items():
        whole = _whole_row(group)
        device_id = _device_of(key)
        if key in conflicting:
            first = Decision(whole.row_id, "rejected", "none", "conflicting_rows", device_id)
        elif device_id is not None and intent.only_new:
            first = Decision(whole.row_id, "rejected", "none", "already_on_record", device_id)
        elif key in held_back:
            first = Decision(whole.row_id, "skipped", "none", "suspect_device")
        elif device_id is None:
            whole = _with_what_is_needed(whole, intent.of_new_devices)
            first = _decide_unknown(whole)
            if first.outcome == "applied":
                new.append((whole, group))
        else:
            changed = _updated(on_record[device_id], whole)
            is_same = changed == on_record[device_id]
            first = Decision(
                whole.row_id, *(("unchanged", "none") if is_same else ("applied", "update")), None, device_id
            )
            on_record[device_id] = changed
        for decision in [first, *shared_fate(first, [row.row_id for row in group[1:]])]:
            decisions[decision.row_id] = decision
    _create(new, on_record, decisions)
    return decisions, [on_record[device_id] for device_id in sorted(on_record)]


def missing_devices(
    devices: Sequence[Device],
    rows: Sequence[InventoryRow],
    intent: Intent,
    had: Collection[FormerIdentifier] = (),
) -> list[int]:
    """The devices that a complete inventory does not name, within the organizations that it speaks of."""
    organizations = {row.org_id for row in rows}
    passing = _passing(devices, rows, intent, had)
    named = {device_id for row in rows for device_id in naming_of(devices, row, passing).names} | {*passing.values()}
    return sorted(
        device.device_id for device in devices if device.org_id in organizations and device.device_id not in named
    )


def _sort_out(
    devices: Sequence[Device], rows: Sequence[InventoryRow], passing: Mapping[int, int]
) -> tuple[dict[int, Decision], Groups]:
    """Reject the rows that are bad in themselves; put the others with those of the same device."""
    decisions: dict[int, Decision] = {}
    groups: Groups = {}
    for row in sorted(rows, key=lambda row: row.row_id):
        naming = naming_of(devices, row, passing)
        several = "several_identifiers" if holds_several(devices, row) else None
        reason = row.fault or several or naming.problem
        if reason is not None:
            decisions[row.row_id] = Decision(row.row_id, "rejected", "none", reason, naming.device_id)
        else:
            groups.setdefault(naming.key, []).append(row)
    for key in [key for key, group in groups.items() if _have_only_a_name_in_common(group)]:
        nameless = [row for row in groups[key] if _is_nameless(row)]
        groups[key] = [row for row in groups[key] if not _is_nameless(row)]
        for row in nameless:
            decisions[row.row_id] = Decision(row.row_id, "rejected", "none", "missing_identifier", _device_of(key))
    told = {key: [_as_meant(row, key) for row in group] for key, group in groups.items() if group}
    return decisions, {key: _without_known_signs(devices, key, group) for key, group in told.items()}


def _device_of(key: Key) -> int | None:
    """The device on record that rows with this key mean, if it is one."""
    return int(str(key[0])) if len(key) == 1 else None


def _is_nameless(row: InventoryRow) -> bool:
    return given_identifiers(row)[0][0] == "name"


def _have_only_a_name_in_common(group: list[InventoryRow]) -> bool:
    return sum(_is_nameless(row) for row in group) > 1


def _as_meant(row: InventoryRow, key: Key) -> InventoryRow:
    """The row; a name that only says which device on record is meant is no new name for it."""
    return replace(row, name=None) if _device_of(key) is not None and _is_nameless(row) else row


def _without_known_signs(devices: Sequence[Device], key: Key, group: list[InventoryRow]) -> list[InventoryRow]:
    """The rows; a `$` says nothing where some dollars are on record, or where another row of the device says them."""
    known: set[object] = {row.currency for row in group}
    known |= {device.value("currency") for device in devices if device.device_id == _device_of(key)}
    agrees = bool(known & {*DOLLARS})
    return [replace(row, currency=None) if row.currency == "$" and agrees else row for row in group]


def _contradicting(groups: Groups) -> set[Key]:
    """The groups in which one attribute has two values, or a value and `<clear>`."""
    return {key for key, group in groups.items() if any(len(_values(group, name)) > 1 for name in FIELDS)}


def _values(group: list[InventoryRow], name: str) -> list[object]:
    values: list[object] = []
    for row in group:
        value = "<clear>" if name in row.clears else getattr(row, name)
        if value is not None and value not in values:
            values.append(value)
    return values


def _claiming_alike(groups: Groups) -> set[Key]:
    """The groups, of different devices, that claim one and the same serial, asset tag or MAC address."""
    claims: dict[Key, set[Key]] = {}
    for key, group in groups.items():
        for row in group:
            for kind in UNIQUE:
                if getattr(row, kind) is not None:
                    claims.setdefault((row.org_id, kind, getattr(row, kind)), set()).add(key)
    return {key for keys in claims.values() if len(keys) > 1 for key in keys}


def _whole_row(group: list[InventoryRow]) -> InventoryRow:
    """The first row, with the values of all."""
    whole = group[0]
    for row in group[1:]:
        for name in FIELDS:
            if getattr(whole, name) is None:
                whole = replace(whole, **{name: getattr(row, name)})
    cleared = sorted({name for row in group for name in row.clears})
    return replace(whole, cleared=f"|{'|'.join(cleared)}|" if cleared else None)


def _with_what_is_needed(row: InventoryRow, defaults: Mapping[str, str]) -> InventoryRow:
    """The row of a new device with the name, type and category that it leaves blank, and what else has a default."""
    known_by = row.serial_number or row.asset_tag or row.mac_address
    type_, category = defaults.get("type"), defaults.get("category")
    if given_identifiers(row)[0][0] == "device_id":
        return row
    whole = replace(
        row,
        name=row.name or (f"{row.model} {known_by}" if row.model else known_by),
        type=row.type or row.category or row.said_type or type_ or category or row.usual_type,
        category=row.category or row.type or category or row.said_type or type_ or row.usual_type,
    )
    for name in PLAIN:
        if name in defaults and getattr(whole, name) is None and name not in row.clears:
            whole = replace(whole, **{name: defaults[name]})  # type: ignore[arg-type]
    return whole


def _decide_unknown(row: InventoryRow) -> Decision:
    is_number_alone = given_identifiers(row)[0][0] == "device_id"
    if is_number_alone or any(getattr(row, name) is None for name in REQUIRED):
        return Decision(row.row_id, "rejected", "none", "missing_value")
    return Decision(row.row_id, "applied", "create")


def _updated(device: Device, row: InventoryRow) -> Device:
    for name in FIELDS:
        if name in row.clears:
            device = _with(device, name, None)
        elif getattr(row, name) is not None:
            device = _with(device, name, getattr(row, name))
    return device


def _with(device: Device, name: str, value: object) -> Device:
    if device.value(name) == value:
        return device
    if name in {*UNIQUE, "name"}:
        return replace(device, **{name: value})  # type: ignore[arg-type]
    return replace(device, attributes={**device.attributes, name: value})


def _create(
    new: list[tuple[InventoryRow, list[InventoryRow]]], on_record: dict[int, Device], decisions: dict[int, Decision]
) -> None:
    """Give the new devices their ids, in the order of organization and identifier."""
    next_id = max(on_record, default=0) + 1
    new.sort(key=lambda pair: in_id_order(pair[0].org_id, given_identifiers(pair[0])))
    for device_id, (whole, group) in enumerate(new, start=next_id):
        on_record[device_id] = _updated(Device(device_id, whole.org_id), whole)
        for row in group:
            decisions[row.row_id] = replace(decisions[row.row_id], device_id=device_id)
