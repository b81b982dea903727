"""The little world that all cases take place in, and the form of a case: plain data, for the model and for the core.

Device 1 is `SN-1`; 2 is `SN-2` with `TAG-2` and `MAC_2`; 3 has only `TAG-3` and `MAC_3`; 4 (`SN-4`) and 5 (`SN-5`) are
both called `Printer`; 6 is `SN-6` of another organization. Ada, Bob and Carla are known owners. Days count from `NOW`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG, IDENTIFIERS
from schemas.instants import OPEN_END
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner, PersonRow, Span

NOW = datetime(2026, 3, 1, 12, 0)

ADA, BOB, NEW = "ada@acme.example", "bob@acme.example", "new@acme.example"
CARLA = "carla.bell@acme.example"
MAC_2, MAC_3, MAC_9 = "AA:BB:CC:00:00:02", "AA:BB:CC:00:00:03", "AA:BB:CC:00:00:09"

LAPTOP: dict[str, object] = {"type": "laptop", "category": "hardware", "location": "Paris"}

DEVICES = (
    Device(1, DEFAULT_ORG, "SN-1", None, None, "Desk one", {**LAPTOP, "department": "Finance"}),
    Device(2, DEFAULT_ORG, "SN-2", "TAG-2", MAC_2, "Desk two", LAPTOP),
    Device(3, DEFAULT_ORG, None, "TAG-3", MAC_3, "Sensor", LAPTOP),
    Device(4, DEFAULT_ORG, "SN-4", None, None, "Printer", LAPTOP),
    Device(5, DEFAULT_ORG, "SN-5", None, None, "Printer", LAPTOP),
    Device(6, "other", "SN-6", None, None, "Desk six", LAPTOP),
)
OWNERS = (
    *(Owner(1, DEFAULT_ORG, ADA, "Ada"), Owner(2, DEFAULT_ORG, BOB, "Bob"), Owner(3, "other", ADA, "Ada")),
    Owner(4, DEFAULT_ORG, CARLA),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Rows, in their order, and what becomes of each: `applied ACTION`, `unchanged [REASON]`, `skipped REASON` ...

    `after` is the whole list of spans afterwards, where a case says so; `absent` has (device, e-mail, held).
    """

    name: str
    rows: tuple[AssignmentRow | InventoryRow | PersonRow, ...]
    expected: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    after: tuple[Span, ...] | None = None
    intent: Intent = field(default_factory=Intent)
    absent: tuple[tuple[int, str, bool], ...] = ()
    missing: tuple[int, ...] = ()
    owners: tuple[Owner, ...] = OWNERS
    devices: tuple[Device, ...] = DEVICES

    @property
    def ledger(self) -> Ledger:
        """What is on record when the run begins."""
        spans = tuple(replace(span, ownership_id=number) for number, span in enumerate(self.spans, start=1))
        return Ledger(self.devices, self.owners, spans, last_ownership_id=len(spans))

    @property
    def inventory(self) -> tuple[InventoryRow, ...]:
        """The inventory rows, with their place among all rows."""
        return tuple(row for row in self._numbered() if isinstance(row, InventoryRow))

    @property
    def assignments(self) -> tuple[AssignmentRow, ...]:
        """The assignments rows, with their place among all rows."""
        return tuple(row for row in self._numbered() if isinstance(row, AssignmentRow))

    @property
    def people(self) -> tuple[PersonRow, ...]:
        """The rows of people sheets, with their place among all rows."""
        return tuple(row for row in self._numbered() if isinstance(row, PersonRow))

    @property
    def outcomes(self) -> dict[int, tuple[str, str, str | None]]:
        """What is expected of each row: its outcome, action and reason."""
        return {row_id: _outcome(text) for row_id, text in enumerate(self.expected, start=1)}

    def _numbered(self) -> list[AssignmentRow | InventoryRow | PersonRow]:
        return [replace(row, row_id=number, row=number + 1) for number, row in enumerate(self.rows, start=1)]


def assign(owner_email: str | None = ADA, **cells: Any) -> AssignmentRow:
    """A row that gives device 1, unless it says otherwise, to an owner."""
    return AssignmentRow(**_with_identifier(cells, "device_name"), owner_email=owner_email)


def unassign(owner_email: str | None = None, **cells: Any) -> AssignmentRow:
    """A row that takes device 1, unless it says otherwise, from whoever holds it or from an owner."""
    return AssignmentRow(**_with_identifier(cells, "device_name"), owner_email=owner_email, action="unassign")


def nobody(**cells: Any) -> AssignmentRow:
    """A row that says of device 1, unless it says otherwise, that nobody shall hold it."""
    return replace(unassign(None, **cells), says_nobody=True)


def taking_all(owner_email: str | None, **cells: Any) -> AssignmentRow:
    """A row that takes back every device of an owner."""
    return AssignmentRow(owner_email=owner_email, action="unassign", takes_all=True, **cells)


def item(**cells: Any) -> InventoryRow:
    """An inventory row about device 1, unless it says otherwise."""
    return InventoryRow(**_with_identifier(cells, "name" if len(cells) == 1 else ""))


def held(owner_email: str, start: int, end: int | None = None, label: str | None = None, device_id: int = 1) -> Span:
    """An ownership of device 1, unless it says otherwise, between two days; without the second it is open."""
    org_id = "other" if device_id == 6 else DEFAULT_ORG
    return Span(0, org_id, device_id, owner_email, day(start), OPEN_END if end is None else day(end), label)


def day(days: int) -> datetime:
    """The instant so many days after `NOW`, or before."""
    return NOW + timedelta(days=days)


def _with_identifier(cells: dict[str, Any], name: str) -> dict[str, Any]:
    return cells if {*IDENTIFIERS, name} & cells.keys() else {"serial_number": "SN-1", **cells}


def _outcome(text: str) -> tuple[str, str, str | None]:
    outcome, _, rest = text.partition(" ")
    return (outcome, rest, None) if outcome == "applied" else (outcome, "none", rest or None)
