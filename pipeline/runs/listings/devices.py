"""Devices as pages, with the id of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pipeline import store
from pipeline.model import Caller
from pipeline.runs.listings.cursors import Page, PageAsked, first_place, page_of, read_cursor
from pipeline.runs.listings.ownerships import visible_manager
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.keys import typed_key


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
    told = {**asdict(asked), "of": caller.key_id}
    at = None if wanted.cursor is None else read_cursor(wanted.cursor, told)
    serial = asked.serial_number
    with store.snapshot(settings.ledger, at_least=at.state_version if at else wanted.at_least) as snapshot:
        at = at or first_place(snapshot)
        filters = store.DeviceFilters(
            org=caller.org_id,
            known_at=at.known_at,
            now=at.now,
            after=at.after,
            limit=wanted.limit + 1,
            serial_number=None if serial is None else typed_key(serial, FieldType.IDENTIFIER),
            manager=visible_manager(snapshot, caller, None),
            current=asked.current,
        )
        rows = store.devices_page(snapshot, filters)
    return page_of(rows, at, told, limit=wanted.limit, key="device_id")
