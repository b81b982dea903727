"""Device ownerships as pages, and whether one of them covers a window of time."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pipeline import store
from pipeline.model import Caller
from pipeline.runs.listings.cursors import Cursor, Page, PageAsked, read_page
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.keys import typed_key
from schemas.records import dataclass

# Nobody: the owner of a key whose person is not on record.
_NOBODY = 0


@dataclass(frozen=True, slots=True)
class OwnershipsAsked:
    """The filters of a list of ownerships, as they are given; instants are naive UTC."""

    device: int | None = None
    serial_number: str | None = None
    manager: int | None = None
    current: bool | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """A window of time in which a manager may have had a device; instants are naive UTC."""

    device: int
    manager: int | None
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """Whether one ownership covers the whole of a window of time, and which."""

    ownership: int | None
    state_version: int


def list_ownerships(
    settings: Settings,
    caller: Caller,
    asked: OwnershipsAsked,
    wanted: PageAsked,
) -> Page:
    """One row per ownership that the caller may see, by its id; see `store.ownerships_page`.

    Whoever has the key of a person sees only what this person had, and when. Raises UsageProblem for a cursor that is
    none, StateBusy and StoreFailed.
    """

    def read(snapshot: store.Snapshot, at: Cursor, limit: int) -> list[dict[str, Any]]:
        manager = visible_manager(snapshot, caller, asked.manager)
        return store.ownerships_page(snapshot, _filters(caller, asked, at, limit, manager))

    return read_page(settings, {**asdict(asked), "of": caller.key_id}, wanted, read, key="id")


def may_access(settings: Settings, caller: Caller, asked: AccessAsked, *, at_least: int = 0) -> Access:
    """Whether that manager (the caller's own person, where none is given) had the device for the whole of a window.

    A device or a manager whom the caller may not see is as one that there is not: nothing covers the window.
    """
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        manager = visible_manager(snapshot, caller, asked.manager)
        meant = replace(asked, manager=_NOBODY if manager is None else manager)
        return Access(store.covering_ownership(snapshot, caller.org_id, **asdict(meant)), snapshot.state_version)


def visible_manager(snapshot: store.Snapshot, caller: Caller, manager: int | None) -> int | None:
    """Whose ownerships the caller may see of those asked for; None for those of everybody in the organization."""
    if caller.owner_email is None:
        return manager
    own = store.find_owner(snapshot, caller.org_id, email=caller.owner_email)
    own_id = _NOBODY if own is None else int(own["owner_id"])
    return own_id if manager in (None, own_id) else _NOBODY


def _filters(
    caller: Caller, asked: OwnershipsAsked, at: Cursor, limit: int, manager: int | None
) -> store.OwnershipFilters:
    serial = asked.serial_number
    return store.OwnershipFilters(
        org=caller.org_id,
        known_at=at.known_at,
        now=at.now,
        after=at.after,
        limit=limit,
        device=asked.device,
        serial_number=None if serial is None else typed_key(serial, FieldType.IDENTIFIER),
        manager=manager,
        current=asked.current,
        from_at=asked.start_time,
        to_at=asked.end_time,
    )
