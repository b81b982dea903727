"""The lists that six people make of the company: each row with its cells, and with what it says to whoever reads it.

What a row says is written down here by hand beside its cells, field by field of the guide, so that the product's own
reading of the cells is what is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.system.quarter.company import FIELD, Company, Device, Person

Cells = dict[str, Any]
Facts = dict[str, Any]

SAYS_NOTHING = -1
"""The holder of a row that does not say who has the device."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its device or person, its cells by header, its facts, and who has the device."""

    number: int
    cells: Cells
    facts: Facts
    holder: int | None = SAYS_NOTHING
    holder_facts: Facts = field(default_factory=dict)
    """What it says of who that is; it counts where nobody knows them yet."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who sends a list: the folder of the inbox, the name that the file has that day, and its rows."""

    folder: str
    file: str
    rows: Callable[[Company, date], list[Row]]

    def file_of(self, day: date) -> str:
        """The name of the file."""
        return self.file.format(day=day)


def _people(company: Company, day: date) -> list[Row]:
    return [Row(person.number, _person_cells(person), _person_facts(person)) for person in company.people.values()]


def _person_cells(person: Person) -> Cells:
    return {
        "Employee No": str(person.number),
        "First name": person.first,
        "Last name": person.last,
        "E-mail": person.email.capitalize(),
        "Login": person.login,
        "Department": person.department,
        "Office": person.city,
        "Start date": person.starts_on,
        "Last day": person.last_day,
    }


def _person_facts(person: Person) -> Facts:
    return {
        "external_user_id": str(person.number),
        "owner_name": person.name,
        "email": person.email,
        "username": person.login,
        "department": person.department,
        "location": person.city,
        "starts_on": person.starts_on,
        "ends_on": person.last_day,
    }


def _intune(company: Company, day: date) -> list[Row]:
    return [_intune_row(device, company.people) for device in company.devices.values() if device.sender == "intune"]


def _intune_row(device: Device, people: Mapping[int, Person]) -> Row:
    user = people.get(device.holder or 0)
    cells = {
        "Device ID": f"0b9c7d52-7c0e-4b0e-9a35-{device.number:012}",
        "Device name": device.name,
        "Enrollment date": f"{device.bought_on} 09:12:11.0000000",
        "Last check-in": "2026-05-31 07:00:00.0000000",
        "OS version": device.version,
        "Serial number": device.serial,
        "Manufacturer": device.brand,
        "Model": device.model,
        "Category": device.category,
        "Primary user UPN": user.email if user else "",
        "Primary user display name": user.name if user else "",
        "Compliance": "Compliant",
        "Managed by": "Intune",
        "OS": "Windows",
        "JoinType": "Azure AD joined",
        "Wi-Fi MAC": (device.mac or "").replace(":", ""),
    }
    facts = {
        "external_id": cells["Device ID"],
        "name": device.name,
        "os_version": device.version,
        "os_platform": "Windows",
        "serial_number": device.serial,
        "brand": device.brand,
        "model": device.model,
        "category": device.category,
        "mac_address": device.mac,
    }
    return Row(device.number, cells, facts, device.holder, _known_by(user, "email", "owner_name"))


def _jamf(company: Company, day: date) -> list[Row]:
    return [_jamf_row(device, company.people) for device in company.devices.values() if device.sender == "jamf"]


def _jamf_row(device: Device, people: Mapping[int, Person]) -> Row:
    user = people.get(device.holder or 0)
    cells = {
        "Computer Name": device.name,
        "Asset Tag": device.tag,
        "Last Check-in": "2026-05-31 07:00:00",
        "Last Inventory Update": "2026-05-31 06:00:00",
        "Operating System Version": device.version,
        "Serial Number": device.serial or "",
        "Model": device.model,
        "MAC Address": device.mac,
        "Full Name": user.name if user else "",
        "Email Address": (user.former_email or user.email) if user else "",
        "Username": user.login if user else "",
        "Building": device.city,
        "PO Date": device.bought_on.isoformat(),
        "Purchase Price": f"{device.price}.00",
        "Managed": "Managed",
        "FileVault 2 Status": "Boot Partitions Encrypted",
        "JSS Computer ID": str(device.number),
    }
    facts = {
        "name": device.name,
        "asset_tag": device.tag,
        "os_version": device.version,
        "serial_number": device.serial,
        "model": device.model,
        "mac_address": device.mac,
        "location": device.city,
        "purchase_date": device.bought_on,
        "purchase_price": device.price,
        "mdm_status": "Managed",
        "category": device.category,
        "external_id": str(device.number),
    }
    return Row(device.number, cells, facts, device.holder, _known_by(user, "email", "owner_name", "username"))


def _snipe(company: Company, day: date) -> list[Row]:
    return [_snipe_row(device, company.people) for device in company.devices.values() if device.sender == "snipe"]


def _snipe_row(device: Device, people: Mapping[int, Person]) -> Row:
    user = people.get(device.holder or 0)
    cells = {
        "Asset Name": device.name,
        "Asset Tag": device.tag,
        "Model": device.model,
        "Category": device.category,
        "Manufacturer": device.brand,
        "Serial": device.serial or "",
        "Purchase Date": device.bought_on.isoformat(),
        "Cost": f"{device.price:.2f}",
        "Location": device.city,
        "Checked Out": user.name if user else "",
        "Type": "user" if user else "",
        "Username": user.login if user else "",
        "Employee No.": str(user.number) if user else "",
        "Status": "Ready to Deploy (deployed)" if user else "Ready to Deploy (deployable)",
        "Expected Checkin Date": device.due_on.isoformat() if device.due_on else "",
    }
    facts = {
        "name": device.name,
        "asset_tag": device.tag,
        "model": device.model,
        "category": device.category,
        "brand": device.brand,
        "serial_number": device.serial,
        "purchase_date": device.bought_on,
        "purchase_price": device.price,
        "location": device.city,
        "status": cells["Status"],
    }
    said = _known_by(user, "external_user_id", "owner_name", "username")
    return Row(device.number, cells, facts, device.holder, said, device.due_on)


def _finance(company: Company, day: date) -> list[Row]:
    listed = [device for device in company.devices.values() if device.sender in {"finance", "pool"}]
    return [_finance_row(device, company.people) for device in listed]


def _finance_row(device: Device, people: Mapping[int, Person]) -> Row:
    user = people.get(device.holder or 0) if device.sender == "finance" else None
    cells = {
        "Asset No.": device.tag,
        "Serial No.": device.serial,
        "Description": device.name,
        "Make": device.brand,
        "Model": device.model,
        "Category": device.category,
        "Purchase date": device.bought_on,
        "Purchase price": device.price,
        "Location": device.city,
        "Employee No.": user.number if user else None,
        "Employee": user.name if user else None,
    }
    facts = {
        "asset_tag": device.tag,
        "serial_number": device.serial,
        "name": device.name,
        "brand": device.brand,
        "model": device.model,
        "category": device.category,
        "purchase_date": device.bought_on,
        "purchase_price": device.price,
        "location": device.city,
    }
    holder = user.number if user else SAYS_NOTHING
    return Row(device.number, cells, facts, holder, _known_by(user, "external_user_id", "owner_name"))


def _pool(company: Company, day: date) -> list[Row]:
    listed = [device for device in company.devices.values() if device.sender == "pool" and device.holder is not None]
    return [_pool_row(device, company.people[device.holder or 0]) for device in listed]


def _pool_row(device: Device, user: Person) -> Row:
    assert user.department == FIELD
    cells = {"Serial No": device.serial, "Assigned to": user.email, "Comment": f"van of {user.city}"}
    return Row(device.number, cells, {}, user.number, _known_by(user, "email"))


def _known_by(user: Person | None, *names: str) -> Facts:
    return {name: value for name, value in _person_facts(user).items() if name in names} if user else {}


HR = Sender("hr", "people.xlsx", _people)
INTUNE = Sender("intune", "DevicesWithInventory_{day}.csv", _intune)
JAMF = Sender("jamf", "computers.csv", _jamf)
SNIPE = Sender("snipe", "assets.csv", _snipe)
FINANCE = Sender("finance", "Asset register.xlsx", _finance)
IT = Sender("it", "pool laptops.xlsx", _pool)
SENDERS = (HR, INTUNE, JAMF, SNIPE, FINANCE, IT)
"""In the order in which they send by day."""


def checked_in(rows: list[Row], day: date, every: int) -> list[Row]:
    """The rows of an export of machines, of which every so manieth was seen that day: that alone changes nothing."""
    seen = (day - timedelta(days=1)).isoformat()
    return [
        replace(row, cells={**row.cells, "Last check-in": f"{seen} 07:00:00.0000000"})
        if row.number % every == day.toordinal() % every
        else row
        for row in rows
    ]
