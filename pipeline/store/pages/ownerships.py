"""Ownerships as pages, and whether one of them covers a window of time."""

from __future__ import annotations

from datetime import datetime

from pipeline.store.pages.snapshot import BELIEVED, NOW, Row, Snapshot, rows_of
from schemas.fields import DEFAULT_ORG
from schemas.records import dataclass

_COLUMNS = """
SELECT s.ownership_id AS id, s.start_time, s.end_time, s.device_id AS device, s.owner_id AS manager,
       d.name AS device_name, d.serial_number, d.version
FROM ownerships AS s JOIN devices AS d ON d.device_id = s.device_id
"""
_PAGE = f"""
{_COLUMNS}
WHERE {BELIEVED} AND s.ownership_id > $after
  AND ($device IS NULL OR s.device_id = $device)
  AND ($serial_number IS NULL OR d.serial_number = $serial_number)
  AND ($manager IS NULL OR s.owner_id = $manager)
  AND ($current IS NULL OR ({NOW}) = $current)
  AND ($from_at IS NULL OR s.end_time > $from_at)
  AND ($to_at IS NULL OR s.start_time < $to_at)
ORDER BY s.ownership_id LIMIT $limit
"""
_ONE = f"{_COLUMNS} WHERE {BELIEVED} AND s.ownership_id = $id AND ($manager IS NULL OR s.owner_id = $manager)"
_COVERING = f"""
SELECT s.ownership_id FROM ownerships AS s
WHERE {BELIEVED} AND s.device_id = $device AND s.owner_id = $manager
  AND s.start_time <= $from_at AND s.end_time >= $to_at
"""  # noqa: S608 - nothing but constants of this module
_OWNER = """
SELECT owner_id, email, external_user_id, username, owner_name FROM owners
WHERE org_id = $org AND (owner_id = $owner_id OR email = $email)
"""

# Whether a run is on record, and nothing in it is about another organization.
# All of it is asked of any run, so that it takes as long for that of another organization as for one that there is not.
_RUN_OF = """
SELECT (SELECT count(*) FROM runs
        WHERE run_id = $run_id
          AND ($org IS NULL OR coalesce(json_extract_string(settings, '/org'), $default) = $org)) > 0
   AND (SELECT count(*) FROM events WHERE run_id = $run_id AND org_id <> $org) = 0
   AND (SELECT count(*) FROM row_outcomes WHERE run_id = $run_id AND org_id <> $org) = 0 AS is_own
"""


@dataclass(frozen=True, slots=True)
class OwnershipFilters:
    """The ownerships to show, of one organization: those that overlap `[from_at, to_at)`, and so on."""

    org: str
    known_at: datetime
    now: datetime
    after: int = 0
    limit: int = 100
    device: int | None = None
    serial_number: str | None = None
    manager: int | None = None
    current: bool | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


def ownerships_page(snapshot: Snapshot, filters: OwnershipFilters) -> list[Row]:
    """One row per ownership as believed at `known_at`, by its id."""
    return rows_of(snapshot, _PAGE, {name: getattr(filters, name) for name in OwnershipFilters.__slots__})


def find_ownership(snapshot: Snapshot, org: str, ownership_id: int, manager: int | None) -> Row | None:
    """That ownership of the organization, and of the manager where one is given; None where there is none."""
    values = {"org": org, "known_at": snapshot.known_at, "id": ownership_id, "manager": manager}
    return next(iter(rows_of(snapshot, _ONE, values)), None)


def covering_ownership(
    snapshot: Snapshot, org: str, *, device: int, manager: int, from_at: datetime, to_at: datetime
) -> int | None:
    """The ownership of that device by that manager that covers the whole of `[from_at, to_at)`; None without one."""
    values = {"org": org, "known_at": snapshot.known_at, "from_at": from_at, "to_at": to_at}
    found = rows_of(snapshot, _COVERING, {**values, "device": device, "manager": manager})
    return int(found[0]["ownership_id"]) if found else None


def find_owner(snapshot: Snapshot, org: str, *, owner_id: int | None = None, email: str | None = None) -> Row | None:
    """The owner of the organization with that id or that e-mail address; None where there is none."""
    return next(iter(rows_of(snapshot, _OWNER, {"org": org, "owner_id": owner_id, "email": email})), None)


def is_run_of(snapshot: Snapshot, org: str | None, run_id: str) -> bool:
    """True for a run of that organization, in which no other has a part; for any on record where none is given."""
    (found,) = rows_of(snapshot, _RUN_OF, {"run_id": run_id, "org": org, "default": DEFAULT_ORG})
    return bool(found["is_own"])
