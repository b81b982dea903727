"""What is on record after all, read from the ledger itself; and what is believed, in the same words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from schemas.instants import OPEN_END
from tests.system.quarter.belief import Belief
from tests.system.quarter.expected import Model, handle
from tests.system.quarter.senders import Facts

Content = dict[str, Any]

_DEVICE_FACTS = (
    *("external_id", "name", "os_version", "os_platform", "serial_number", "asset_tag", "mac_address", "brand"),
    *("model", "category", "location", "purchase_date", "purchase_price", "status"),
)
_DEVICES = f"""
SELECT {", ".join(f"d.{name}" for name in _DEVICE_FACTS)}, m.status
FROM devices AS d LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
"""
_SPANS = """
SELECT coalesce(d.serial_number, d.asset_tag), coalesce(o.email, o.external_user_id), s.start_time, s.end_time
FROM ownerships AS s JOIN devices AS d ON d.device_id = s.device_id JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.superseded_at = ?
"""
_PERSON_FACTS = (
    *("external_user_id", "owner_name", "email", "username", "department", "location", "starts_on", "ends_on"),
)


def recorded(state: Path) -> Content:
    """The devices by their strongest identifier, the people by what they are called, and who has had what when."""
    with duckdb.connect(state, read_only=True) as ledger:
        devices = ledger.sql(_DEVICES).fetchall()
        people = ledger.sql(f"SELECT {', '.join(_PERSON_FACTS)} FROM owners").fetchall()
        spans = ledger.execute(_SPANS, [OPEN_END]).fetchall()
    return {
        "devices": sorted(_told(dict(zip((*_DEVICE_FACTS, "mdm_status"), row, strict=True))) for row in devices),
        "people": sorted(_told(dict(zip(_PERSON_FACTS, row, strict=True))) for row in people),
        "history": sorted((device, person, start.date(), _ended(end)) for device, person, start, end in spans),
    }


def believed(model: Model) -> Content:
    """The same of what is believed."""
    belief: Belief = model.belief
    return {
        "devices": sorted(_told(facts) for facts in belief.devices.values()),
        "people": sorted(_told(facts) for facts in belief.people.values()),
        "history": sorted(
            (model.known_by(held.device), handle(belief.people[held.person]), held.since, str(held.until))
            for held in belief.history
        ),
    }


def apart(found: Content, wanted: Content) -> Content:
    """What is on record alone, and what is believed alone."""
    both = {name: (set(found[name]), set(wanted[name])) for name in wanted if found[name] != wanted[name]}
    return {name: (sorted(mine - theirs)[:5], sorted(theirs - mine)[:5]) for name, (mine, theirs) in both.items()}


def _told(facts: Facts) -> tuple[str, ...]:
    given = {name: value for name, value in facts.items() if value is not None}
    return tuple(f"{name}={_plain(given[name])}" for name in sorted(given))


def _plain(value: object) -> str:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return str(value.date() if isinstance(value, datetime) else value)


def _ended(end: datetime) -> str:
    return str(None if end == OPEN_END else end.date())
