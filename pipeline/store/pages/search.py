"""Devices and people in which a text stands, for people who look something up.

Of a million devices it is the texts that cost, so that each column is looked at as it is kept: identifiers are in
capitals, addresses in small letters, and only names are compared without case.
"""

from __future__ import annotations

from pipeline.store.columns import handle_sql
from pipeline.store.pages.snapshot import KNOWN, NOW, Row, Snapshot, rows_of

# What begins with the text comes first, and of that what is the text.
_RANK = "CASE WHEN {known} = $text THEN 0 WHEN starts_with({known}, $text) THEN 1 ELSE 2 END"
_HAS = "{name} ILIKE $like ESCAPE '\\'"
_DEVICES = f"""
WITH found AS (
    SELECT d.device_id, {{rank}} AS rank FROM devices AS d
    WHERE ($org IS NULL OR d.org_id = $org) {{asked}}
    ORDER BY rank, d.device_id LIMIT $limit OFFSET $start
), held AS (
    SELECT s.device_id, any_value(s.owner_id) AS owner_id FROM ownerships AS s SEMI JOIN found USING (device_id)
    WHERE {KNOWN} AND {NOW} GROUP BY s.device_id
)
SELECT d.device_id, d.serial_number, d.asset_tag, d.name, d.type, d.status, d.org_id, o.owner_id, o.owner_name,
       {handle_sql("o")} AS owner
FROM found AS f JOIN devices AS d ON d.device_id = f.device_id LEFT JOIN held AS h ON h.device_id = f.device_id
LEFT JOIN owners AS o ON o.owner_id = h.owner_id
ORDER BY f.rank, f.device_id
"""  # noqa: S608 - nothing but constants
_DEVICE_RANK = "least({}, {}, {})".format(
    _RANK.format(known="lower(coalesce(d.serial_number, ''))"),
    _RANK.format(known="lower(coalesce(d.asset_tag, ''))"),
    _RANK.format(known="lower(d.name)"),
)
_DEVICE_HAS = (
    "AND (contains(d.serial_number, $capitals) OR contains(d.asset_tag, $capitals) "
    f"OR contains(d.mac_address, $capitals) OR {_HAS.format(name='d.name')})"
)
_PEOPLE = f"""
WITH found AS (
    SELECT o.owner_id, {{rank}} AS rank FROM owners AS o
    WHERE ($org IS NULL OR o.org_id = $org) {{asked}}
    ORDER BY rank, o.owner_id LIMIT $limit OFFSET $start
), held AS (
    SELECT s.owner_id, count(*) AS devices FROM ownerships AS s SEMI JOIN found USING (owner_id)
    WHERE {KNOWN} AND {NOW} GROUP BY s.owner_id
)
SELECT o.owner_id, o.owner_name, o.org_id, {handle_sql("o")} AS owner, o.department, o.ends_on,
       coalesce(h.devices, 0) AS devices
FROM found AS f JOIN owners AS o ON o.owner_id = f.owner_id LEFT JOIN held AS h ON h.owner_id = f.owner_id
ORDER BY f.rank, f.owner_id
"""  # noqa: S608
_PERSON_RANK = "least({}, {})".format(
    _RANK.format(known="lower(coalesce(o.email, ''))"), _RANK.format(known="lower(coalesce(o.owner_name, ''))")
)
_OF_PEOPLE = ("o.email", "o.owner_name", "o.external_user_id", "o.username")
_PERSON_HAS = f"AND ({' OR '.join(_HAS.format(name=name) for name in _OF_PEOPLE)})"


def search_devices(snapshot: Snapshot, org: str | None, text: str, *, now: object, start: int, limit: int) -> list[Row]:
    """One row per device of the organization in whose identifiers or name the text stands, and who has it now."""
    sql = _asked(_DEVICES, text, _DEVICE_RANK, _DEVICE_HAS)
    return rows_of(snapshot, sql, _values(snapshot, org, text, now, start, limit))


def search_people(snapshot: Snapshot, org: str | None, text: str, *, now: object, start: int, limit: int) -> list[Row]:
    """One row per person of the organization in whose address, name, number or login the text stands."""
    sql = _asked(_PEOPLE, text, _PERSON_RANK, _PERSON_HAS)
    return rows_of(snapshot, sql, _values(snapshot, org, text, now, start, limit))


def _asked(sql: str, text: str, rank: str, has: str) -> str:
    """The statement for a text; without one all are found, in their order."""
    return sql.format(rank=rank, asked=has) if text.strip() else sql.format(rank="0", asked="")


def _values(snapshot: Snapshot, org: str | None, text: str, now: object, start: int, limit: int) -> Row:
    plain = text.strip()
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    known = {"org": org, "text": plain.lower(), "capitals": plain.upper(), "like": f"%{escaped}%"}
    return {**known, "known_at": snapshot.known_at, "now": now, "start": start, "limit": limit}
