"""The plain records of the reference model: a ledger, the rows of the sheets, and what became of each row.

The rows have exactly the columns of `Checked.assignments` and `Checked.inventory`, in their order; `None` is blank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from schemas.fields import DEFAULT_ORG

FormerIdentifier: TypeAlias = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Device:
    """One device on record; `attributes` holds all but its identifiers and its name."""

    device_id: int
    org_id: str = DEFAULT_ORG
    serial_number: str | None = None
    asset_tag: str | None = None
    mac_address: str | None = None
    name: str | None = None
    attributes: dict[str, object] = field(default_factory=dict)

    def value(self, name: str) -> object:
        """The value of any field, its identifiers included."""
        if name in {"device_id", "serial_number", "asset_tag", "mac_address", "name"}:
            return getattr(self, name)
        return self.attributes.get(name)


@dataclass(frozen=True, slots=True)
class Owner:
    """One person or team on record."""

    owner_id: int
    org_id: str
    email: str | None
    owner_name: str | None = None
    external_user_id: str | None = None
    username: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    """The others: department, last day and so on."""

    @property
    def handle(self) -> str:
        """What the person is called in lists."""
        return self.email or self.external_user_id or self.username or str(self.owner_name)


@dataclass(frozen=True, slots=True)
class Span:
    """One ownership `[start_time, end_time)`; `owner_email` is the handle of its owner."""

    ownership_id: int
    org_id: str
    device_id: int
    owner_email: str
    start_time: datetime
    end_time: datetime
    label: str | None = None
    added_by: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything on record. `last_ownership_id` matters only where the span with the greatest id was cancelled."""

    devices: tuple[Device, ...] = ()
    owners: tuple[Owner, ...] = ()
    spans: tuple[Span, ...] = ()
    last_ownership_id: int = 0
    former: tuple[tuple[str, str, int], ...] = ()
    """The addresses that people had before: organization, address, and the owner's id."""
    former_identifiers: tuple[FormerIdentifier, ...] = ()
    """What devices had before: organization, kind of identifier, its value, and the device's id."""

    @property
    def greatest_ids(self) -> tuple[int, int, int]:
        """The greatest ids given so far, of devices, owners and ownerships."""
        return (
            max((device.device_id for device in self.devices), default=0),
            max((owner.owner_id for owner in self.owners), default=0),
            max([self.last_ownership_id, *(span.ownership_id for span in self.spans)]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One row of an assignments sheet, as intake hands it on."""

    row_id: int = 1
    file: str = "assignments.xlsx"
    sheet: str = "Desired"
    row: int = 2
    org_id: str = DEFAULT_ORG
    serial_number: str | None = None
    asset_tag: str | None = None
    mac_address: str | None = None
    device_id: int | None = None
    device_name: str | None = None
    owner_email: str | None = None
    action: str | None = "assign"
    device_type: str | None = None
    effective_at: datetime | None = None
    end_at: datetime | None = None
    returned_at: datetime | None = None
    return_date: datetime | None = None
    due_at: datetime | None = None
    owner_name: str | None = None
    external_user_id: str | None = None
    username: str | None = None
    label: str | None = None
    added_by: str | None = None
    comment: str | None = None
    clears_label: bool = False
    clears_end: bool = False
    clears_due: bool = False
    fault: str | None = None
    listed_row_id: int | None = None
    takes_all: bool | None = None
    says_nobody: bool | None = None
    doubts: tuple[int, ...] = ()
    """The devices that the first half of a register row may mean; see `last_resorts`."""

    @property
    def given_name(self) -> str | None:
        """The device's name, as the row gives it."""
        return self.device_name


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One row of an inventory sheet, as intake hands it on; `cleared` reads `|asset_tag|location|`."""

    row_id: int = 1
    file: str = "inventory.xlsx"
    sheet: str = "Devices"
    row: int = 2
    org_id: str = DEFAULT_ORG
    device_id: int | None = None
    serial_number: str | None = None
    asset_tag: str | None = None
    mac_address: str | None = None
    name: str | None = None
    type: str | None = None
    category: str | None = None
    location: str | None = None
    department: str | None = None
    purchase_price: Decimal | None = None
    warranty_end: date | None = None
    is_rented: bool | None = None
    connection_type: str | None = None
    model: str | None = None
    currency: str | None = None
    imei: str | None = None
    external_id: str | None = None
    cleared: str | None = None
    fault: str | None = None
    said_type: str | None = None
    usual_type: str | None = None
    known_by: str | None = None
    """The number that stands for the asset tag."""
    doubts: tuple[int, ...] = ()
    is_meant: bool = False
    """True where that number said which device is meant; see `last_resorts`, as for `doubts`."""
    is_shown: bool = False
    """True for a row of an export that showed the device with this number."""

    @property
    def given_name(self) -> str | None:
        """The device's name, as the row gives it."""
        return self.name

    @property
    def clears(self) -> frozenset[str]:
        """The fields whose cell says `<clear>`."""
        return frozenset(name for name in (self.cleared or "").split("|") if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One row of a people sheet, as intake hands it on, but for `email`, which is `owner_email` there."""

    row_id: int = 1
    file: str = "people.xlsx"
    sheet: str = "People"
    row: int = 2
    org_id: str = DEFAULT_ORG
    email: str | None = None
    external_user_id: str | None = None
    username: str | None = None
    owner_name: str | None = None
    department: str | None = None
    cost_center: str | None = None
    title: str | None = None
    manager: str | None = None
    location: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    cleared: str | None = None
    fault: str | None = None

    @property
    def clears(self) -> frozenset[str]:
        """The fields whose cell says `<clear>`."""
        return frozenset(name for name in (self.cleared or "").split("|") if name)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one row. The device and the row it repeats are there to read, and not compared."""

    row_id: int
    outcome: str
    action: str = "none"
    reason: str | None = None
    device_id: int | None = field(default=None, compare=False)
    duplicate_of: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Absent:
    """An ownership in the scope of a full sheet whose device no row names: taken away, or held."""

    device_id: int
    owner_email: str
    held: bool
