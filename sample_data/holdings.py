"""The ledger's first assignments, as `opening.xlsx`: the story begins with them.

All of its rows are applied on a ledger that knows the devices of `inventory.xlsx`, and none is on a second run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from sample_data.fleet import PLANT, Owner, Row, make_devices, make_owners

PENDING_FROM = datetime(2031, 1, 1, 8)
"""When the assignments begin that lie in the future for anybody who runs this before 2031."""

LEASE_END = date(2031, 6, 30)
"""Until when some people hold their devices."""

_HELD_SHARE = 0.66
_FIRST_DAY = date(2023, 1, 9)
_PERSONAL = ("laptop", "phone", "tablet", "monitor", "headset")


@dataclass(frozen=True, slots=True)
class Holding:
    """One device and its holder at the start."""

    device: Row
    owner: Owner
    since: date | datetime
    until: date | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of the story: the devices that are `held`, those that are `free`, and the people of the company.

    Of `held`, the first two begin in the future, the third has a label and the fourth an end.
    """

    held: tuple[Holding, ...]
    free: tuple[Row, ...]
    people: tuple[Owner, ...]


def make_opening() -> Opening:
    """The same at every call. Laptops, phones and the like of the default organization come first."""
    random = Random(20240108)
    devices = make_devices()
    random.shuffle(devices)
    people = make_owners(110, domain="acme.example", first_number=2001)
    plant_people = make_owners(6, domain="plant.acme.example", first_number=3001)
    cut = round(len(devices) * _HELD_SHARE)
    held = [_holding(random, device, people, plant_people) for device in devices[:cut]]
    held.sort(key=lambda holding: not is_personal(holding.device))
    held[:2] = [replace(holding, since=PENDING_FROM, until=None) for holding in held[:2]]
    held[2:4] = [replace(held[2], label="loan pool"), replace(held[3], until=LEASE_END)]
    return Opening(
        tuple(held),
        tuple(sorted(devices[cut:], key=lambda device: not is_personal(device))),
        tuple(people),
    )


def is_personal(device: Row) -> bool:
    """True for what one person carries or sits at, in the default organization."""
    return device["type"] in _PERSONAL and device.get("org_id") != PLANT and "serial_number" in device


def opening_rows(opening: Opening) -> list[Row]:
    """The rows of `opening.xlsx`: one per held device."""
    return [
        {
            **device_key(holding.device),
            **owner_cells(holding.owner),
            "effective_at": holding.since,
            "end_at": holding.until,
            "label": holding.label,
            "added_by": "it.desk@acme.example",
        }
        for holding in opening.held
    ]


def device_key(device: Row) -> Row:
    """The cells that name a device: its strongest identifier, and its organization where it is not the default."""
    key = next(key for key in ("serial_number", "asset_tag", "mac_address") if device.get(key))
    return {key: device[key], "org_id": device.get("org_id")}


def owner_cells(owner: Owner) -> Row:
    """The cells that name an owner."""
    named = {"owner_email": owner.email, "owner_name": owner.name}
    return {**named, "external_user_id": owner.number, "username": owner.login}


def _holding(random: Random, device: Row, people: list[Owner], plant_people: list[Owner]) -> Holding:
    since = _FIRST_DAY + timedelta(days=random.randrange(700))
    if device.get("org_id") == PLANT:
        return Holding(device, random.choice(plant_people), since)
    if not is_personal(device):
        mailbox = random.choice(("facilities", "security", "rooms"))
        return Holding(device, Owner(f"{mailbox}@acme.example", f"{mailbox.title()} team"), since)
    label = random.choice((None, None, None, "daily driver", "desk set"))
    until = LEASE_END if random.random() < 0.1 else None
    return Holding(device, random.choice(people), since, until, label)
