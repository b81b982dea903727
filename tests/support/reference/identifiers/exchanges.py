"""Inventory rows with the MAC address of another device, which that device may give up in the same run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.support.reference.device_lookup import Naming, given_identifiers, holders, name_device
from tests.support.reference.records import Device, InventoryRow
from tests.support.reference.slips import holds_several


def rows_that_may_pass(devices: Sequence[Device], rows: Sequence[InventoryRow]) -> dict[int, int]:
    """The device that must give up its address, by the row that counts on it; as far as the rows say that it does."""
    passing = {row.row_id: holder for row in rows if (holder := _counts_on(devices, row)) is not None}
    told: dict[int, list[InventoryRow]] = {}
    for row in rows:
        device_id = naming_of(devices, row, passing).device_id
        if _is_sound(devices, row, passing) and device_id is not None and _says_of_its_address(row) is not None:
            told.setdefault(device_id, []).append(row)
    while stuck := [row_id for row_id, holder in passing.items() if not _gives_up(devices, holder, told, passing)]:
        passing = {row_id: holder for row_id, holder in passing.items() if row_id not in stuck}
    return passing


def naming_of(devices: Sequence[Device], row: InventoryRow, passing: Mapping[int, int]) -> Naming:
    """What a row names; where its address passes to its device, that says nothing else."""
    return name_device(devices, replace(row, mac_address=None) if row.row_id in passing else row)


def is_given_up(before: Sequence[Device], after: Sequence[Device], holder: int) -> bool:
    """True where the device has another address than before, or none."""
    addresses = [{device.device_id: device.mac_address for device in devices} for devices in (before, after)]
    return addresses[0][holder] != addresses[1][holder]


def _counts_on(devices: Sequence[Device], row: InventoryRow) -> int | None:
    """The holder of the row's address, where nothing else is wrong with what the row gives."""
    identifiers = given_identifiers(row)
    if row.fault is not None or row.mac_address is None or identifiers[0][0] == "mac_address":
        return None
    if holds_several(devices, row) or name_device(devices, row).problem != "identifier_mismatch":
        return None
    bare = name_device(devices, replace(row, mac_address=None))
    meant = min(holders(devices, row.org_id, *identifiers[0]), default=None)
    held = holders(devices, row.org_id, "mac_address", row.mac_address)
    return min(held) if held and bare.problem is None and bare.device_id == meant else None


def _is_sound(devices: Sequence[Device], row: InventoryRow, passing: Mapping[int, int]) -> bool:
    is_clear = row.row_id in passing or name_device(devices, row).problem is None
    return row.fault is None and is_clear and not holds_several(devices, row)


def _says_of_its_address(row: InventoryRow) -> str | None:
    return "<clear>" if "mac_address" in row.clears else row.mac_address


def _gives_up(
    devices: Sequence[Device], holder: int, told: Mapping[int, list[InventoryRow]], passing: Mapping[int, int]
) -> bool:
    """True where all rows that say anything of the holder's address give it one and the same other one, or none."""
    rows = told.get(holder, [])
    said = {_says_of_its_address(row) for row in rows}
    (now,) = (device.mac_address for device in devices if device.device_id == holder)
    is_anothers = any(
        holders(devices, row.org_id, "mac_address", row.mac_address) - {holder}
        for row in rows
        if row.mac_address is not None
    )
    return len(said) == 1 and now not in said and (not is_anothers or all(row.row_id in passing for row in rows))
