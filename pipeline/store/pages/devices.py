"""Devices as pages: all that is on record of each, and who has it."""

from __future__ import annotations

from datetime import datetime

from pipeline.store.columns import column_sql, quoted
from pipeline.store.pages.snapshot import BELIEVED, NOW, Row, Snapshot, rows_of
from schemas.fields import ATTRIBUTES
from schemas.records import dataclass

_ATTRIBUTES = ", ".join(f"{column_sql(field.name)} AS {quoted(field.name)}" for field in ATTRIBUTES)
_OF_MANAGER = "s.owner_id = $manager"
_PAGE = """
WITH page AS (
    SELECT d.device_id FROM devices AS d
    WHERE d.org_id = $org AND d.created_at <= $known_at AND d.device_id > $after {asked}
    ORDER BY d.device_id LIMIT $limit
), held AS (
    SELECT s.device_id, any_value(s.owner_id) AS manager FROM ownerships AS s SEMI JOIN page USING (device_id)
    WHERE {believed} AND {now} {of_manager} GROUP BY s.device_id
)
SELECT d.device_id, d.version, h.manager, {attributes}
FROM devices AS d SEMI JOIN page USING (device_id)
LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
LEFT JOIN held AS h ON h.device_id = d.device_id
ORDER BY d.device_id
"""
_OWNED = "d.device_id IN (SELECT s.device_id FROM ownerships AS s WHERE {conditions})"


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
    of_manager = [] if filters.manager is None else [_OF_MANAGER]
    owned = [*of_manager, *([NOW] if filters.current else [])]
    asked = [] if filters.serial_number is None else ["d.serial_number = $serial_number"]
    asked += [_OWNED.format(conditions=" AND ".join([BELIEVED, *owned]))] if owned else []
    sql = _PAGE.format(
        asked="".join(f" AND {condition}" for condition in asked),
        of_manager="".join(f" AND {condition}" for condition in of_manager),
        believed=BELIEVED,
        now=NOW,
        attributes=_ATTRIBUTES,
    )
    return rows_of(snapshot, sql, {name: getattr(filters, name) for name in DeviceFilters.__slots__})
