"""Devices as pages: all that is on record of each, and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.store.columns import column_sql, quoted
from pipeline.store.pages.ownerships import Row, rows_of
from pipeline.store.pages.snapshot import Snapshot
from schemas.fields import ATTRIBUTES

_ATTRIBUTES = ", ".join(f"{column_sql(field.name)} AS {quoted(field.name)}" for field in ATTRIBUTES)
_PAGE = f"""
WITH believed AS (
    SELECT device_id, owner_id, start_time <= $now AND end_time > $now AS is_current FROM ownerships
    WHERE org_id = $org AND recorded_at <= $known_at AND superseded_at > $known_at
      AND ($manager IS NULL OR owner_id = $manager)
), page AS (
    SELECT d.device_id FROM devices AS d
    WHERE d.org_id = $org AND d.created_at <= $known_at AND d.device_id > $after
      AND ($serial_number IS NULL OR d.serial_number = $serial_number)
      AND ($manager IS NULL OR d.device_id IN (SELECT device_id FROM believed))
      AND (NOT $current OR d.device_id IN (SELECT device_id FROM believed WHERE is_current))
    ORDER BY d.device_id LIMIT $limit
), held AS (
    SELECT device_id, any_value(owner_id) AS manager FROM believed SEMI JOIN page USING (device_id)
    WHERE is_current GROUP BY device_id
)
SELECT d.device_id, d.version, h.manager, {_ATTRIBUTES}
FROM devices AS d SEMI JOIN page USING (device_id)
LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
LEFT JOIN held AS h ON h.device_id = d.device_id
ORDER BY d.device_id
"""  # noqa: S608 - names of our own fields


@dataclass(frozen=True, slots=True)
class DeviceFilters:
    """The devices to show, of one organization; with `manager`, those that this owner has or had."""

    org: str
    known_at: datetime
    now: datetime
    after: int = 0
    limit: int = 100
    serial_number: str | None = None
    manager: int | None = None
    current: bool = False


def devices_page(snapshot: Snapshot, filters: DeviceFilters) -> list[Row]:
    """One row per device, by its id, with its present attributes, lists as lists; `manager` is who has it at `now`."""
    return rows_of(snapshot, _PAGE, {name: getattr(filters, name) for name in DeviceFilters.__slots__})
