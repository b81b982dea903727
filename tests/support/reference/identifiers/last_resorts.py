"""Devices that are known by their IMEI or their number in another system, for want of an identifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.support.reference.records import AssignmentRow, Device, InventoryRow

RESORTS = ("imei", "external_id")
_GIVEN = ("serial_number", "asset_tag", "mac_address")


def with_last_resorts(
    devices: Sequence[Device], rows: Sequence[InventoryRow], halves: Sequence[AssignmentRow]
) -> tuple[list[InventoryRow], list[AssignmentRow]]:
    """The rows with the device that they mean by such a number, or with those that they may mean (`doubts`).

    The second half of a register row means what the first means.
    """
    told = {row.row_id: _as_meant(devices, row) for row in rows}
    return list(told.values()), [_half_of(told.get(half.listed_row_id or 0), half) for half in halves]


def _half_of(whole: InventoryRow | None, half: AssignmentRow) -> AssignmentRow:
    if whole is None or not (whole.doubts or whole.is_meant):
        return half
    if whole.doubts:
        return replace(half, doubts=whole.doubts)
    tag = half.asset_tag if whole.asset_tag is not None else None
    return replace(half, device_id=half.device_id or whole.device_id, asset_tag=tag)


def is_stood_for(tag: object, values: Sequence[object]) -> bool:
    """True where one of the numbers stands for the tag."""
    return tag is not None and tag in [str(value).upper() for value in values if value is not None]


def _as_meant(devices: Sequence[Device], row: InventoryRow) -> InventoryRow:
    if row.device_id is not None:
        return row
    colleagues = [device for device in devices if device.org_id == row.org_id]
    doubts = _doubts(colleagues, row)
    if doubts:
        return replace(row, doubts=doubts)
    meant = next((found for name in RESORTS if (found := _only(colleagues, row, name)) is not None), None)
    if meant is None or any(_is_anothers(colleagues, row, kind, meant) for kind in _GIVEN):
        return row
    numbers = [getattr(row, name) for name in RESORTS]
    is_tag = row.serial_number is None and is_stood_for(row.asset_tag, numbers)
    if not is_tag and not all(_has_room(meant, row, kind, numbers) for kind in _GIVEN):
        return row
    is_alone = all(getattr(row, kind) is None for kind in _GIVEN)
    name = meant.name if is_alone and (row.name or "").lower() == (meant.name or "").lower() else row.name
    tag = None if is_tag else row.asset_tag
    return replace(row, device_id=meant.device_id, asset_tag=tag, name=name, is_meant=True)


def _doubts(colleagues: Sequence[Device], row: InventoryRow) -> tuple[int, ...]:
    """The devices that a row may mean which gives nothing but such a number."""
    if row.known_by is None:
        return ()
    having = _having(colleagues, row.known_by, getattr(row, row.known_by))
    tagged = [one for one in _having(colleagues, "asset_tag", row.asset_tag) if not _has_a_stand_in(one)]
    if len(having) == 1 or (not having and not tagged):
        return ()
    may_be = [one for one in colleagues if is_stood_for(row.asset_tag, [one.value(name) for name in RESORTS])]
    return tuple(one.device_id for one in [*may_be, *_having(colleagues, "asset_tag", row.asset_tag)])


def _has_a_stand_in(device: Device) -> bool:
    return is_stood_for(device.asset_tag, [device.value(name) for name in RESORTS])


def _only(colleagues: Sequence[Device], row: InventoryRow, name: str) -> Device | None:
    having = _having(colleagues, name, getattr(row, name))
    return having[0] if len(having) == 1 else None


def _having(colleagues: Sequence[Device], name: str, value: object) -> list[Device]:
    return [] if value is None else [device for device in colleagues if device.value(name) == value]


def _is_anothers(colleagues: Sequence[Device], row: InventoryRow, kind: str, meant: Device) -> bool:
    """True where a device has this identifier of the row; of a tag that only stands for a number, the one meant."""
    holders = _having(colleagues, kind, getattr(row, kind))
    if kind == "asset_tag" and row.known_by is not None:
        return any(holder.device_id == meant.device_id for holder in holders)
    return bool(holders)


def _has_room(meant: Device, row: InventoryRow, kind: str, numbers: Sequence[object]) -> bool:
    own = meant.value(kind)
    return getattr(row, kind) is None or own is None or (kind == "asset_tag" and is_stood_for(own, numbers))
