"""Devices and people in which a text stands, for people who look something up."""

from __future__ import annotations

from pipeline.store.columns import handle_sql
from pipeline.store.pages.snapshot import KNOWN, NOW, Row, Snapshot, rows_of

# What begins with the text comes first, and of that what is the text.
_RANK = "CASE WHEN {known} = $text THEN 0 WHEN starts_with({known}, $text) THEN 1 ELSE 2 END"
_DEVICES = f"""
WITH found AS (
    SELECT d.device_id, d.serial_number, d.asset_tag, d.name, d.type, d.status, d.org_id, least(
        {_RANK.format(known="lower(coalesce(d.serial_number, ''))")},
        {_RANK.format(known="lower(coalesce(d.asset_tag, ''))")},
        {_RANK.format(known="lower(d.name)")}) AS rank
    FROM devices AS d
    WHERE ($org IS NULL OR d.org_id = $org) AND ($text = '' OR contains(lower(
        concat_ws(chr(10), d.serial_number, d.asset_tag, d.mac_address, d.name)), $text))
    ORDER BY rank, d.device_id LIMIT $limit OFFSET $start
), held AS (
    SELECT s.device_id, any_value(s.owner_id) AS owner_id FROM ownerships AS s SEMI JOIN found USING (device_id)
    WHERE {KNOWN} AND {NOW} GROUP BY s.device_id
)
SELECT f.device_id, f.serial_number, f.asset_tag, f.name, f.type, f.status, f.org_id, o.owner_id, o.owner_name,
       {handle_sql("o")} AS owner
FROM found AS f LEFT JOIN held AS h ON h.device_id = f.device_id LEFT JOIN owners AS o ON o.owner_id = h.owner_id
ORDER BY f.rank, f.device_id
"""  # noqa: S608 - nothing but constants
_PEOPLE = f"""
WITH found AS (
    SELECT o.*, least(
        {_RANK.format(known="lower(coalesce(o.email, ''))")},
        {_RANK.format(known="lower(coalesce(o.owner_name, ''))")}) AS rank
    FROM owners AS o
    WHERE ($org IS NULL OR o.org_id = $org) AND ($text = '' OR contains(lower(
        concat_ws(chr(10), o.email, o.owner_name, o.external_user_id, o.username)), $text))
    ORDER BY rank, o.owner_id LIMIT $limit OFFSET $start
), held AS (
    SELECT s.owner_id, count(*) AS devices FROM ownerships AS s SEMI JOIN found USING (owner_id)
    WHERE {KNOWN} AND {NOW} GROUP BY s.owner_id
)
SELECT f.owner_id, f.owner_name, f.org_id, {handle_sql("f")} AS owner, f.department, f.ends_on,
       coalesce(h.devices, 0) AS devices
FROM found AS f LEFT JOIN held AS h ON h.owner_id = f.owner_id ORDER BY f.rank, f.owner_id
"""  # noqa: S608


def search_devices(snapshot: Snapshot, org: str | None, text: str, *, now: object, start: int, limit: int) -> list[Row]:
    """One row per device of the organization in whose identifiers or name the text stands, and who has it now."""
    return rows_of(snapshot, _DEVICES, _values(snapshot, org, text, now, start, limit))


def search_people(snapshot: Snapshot, org: str | None, text: str, *, now: object, start: int, limit: int) -> list[Row]:
    """One row per person of the organization in whose address, name, number or login the text stands."""
    return rows_of(snapshot, _PEOPLE, _values(snapshot, org, text, now, start, limit))


def _values(snapshot: Snapshot, org: str | None, text: str, now: object, start: int, limit: int) -> Row:
    known = {"org": org, "text": text.strip().lower(), "known_at": snapshot.known_at, "now": now}
    return {**known, "start": start, "limit": limit}
