"""Devices as pages, with the id of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pipeline import store
from pipeline.model import Caller
from pipeline.runs.listings.cursors import Cursor, Page, PageAsked, read_page
from pipeline.runs.listings.ownerships import visible_manager
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.keys import typed_key
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class DevicesAsked:
    """The filters of a list of devices, as they are given. `current`: only those that somebody has now."""

    serial_number: str | None = None
    current: bool = False


def list_devices(
    settings: Settings,
    caller: Caller,
    asked: DevicesAsked,
    wanted: PageAsked,
) -> Page:
    """One row per device that the caller may see, by its id; see `store.devices_page`.

    Whoever has the key of a person sees the devices that this person has or had, with `current` those that the person
    has now. Raises UsageProblem for a cursor that is none, StateBusy and StoreFailed.
    """
    serial = asked.serial_number

    def read(snapshot: store.Snapshot, at: Cursor, limit: int) -> list[dict[str, Any]]:
        filters = store.DeviceFilters(
            org=caller.org_id,
            known_at=at.known_at,
            now=at.now,
            after=at.after,
            limit=limit,
            serial_number=None if serial is None else typed_key(serial, FieldType.IDENTIFIER),
            manager=visible_manager(snapshot, caller, None),
            current=asked.current,
        )
        return store.devices_page(snapshot, filters)

    return read_page(settings, {**asdict(asked), "of": caller.key_id}, wanted, read, key="device_id")
