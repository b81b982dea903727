"""The reference model of a run's decisions: obviously right rather than quick, and written apart from the core.

It follows the rules of `pipeline/README.md`, row by row. Compare `content` of two ledgers where the new ids may
differ, the ledgers themselves where they may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import datetime

from pipeline.model import Intent
from tests.support.reference.absence import absent_ownerships, without_absent, without_leavers
from tests.support.reference.assignments import decide_assignments
from tests.support.reference.changes import perform
from tests.support.reference.everything import in_parts, put_together
from tests.support.reference.identifiers.last_resorts import with_last_resorts
from tests.support.reference.inventory import decide_inventory, missing_devices
from tests.support.reference.people.meant import with_people
from tests.support.reference.people.sheets import decide_people
from tests.support.reference.records import (
    Absent,
    AssignmentRow,
    Decision,
    Device,
    InventoryRow,
    Ledger,
    Owner,
    PersonRow,
    Span,
)
from tests.support.reference.returns import as_returned

__all__ = [
    "Absent",
    "AssignmentRow",
    "Decision",
    "Device",
    "InventoryRow",
    "Ledger",
    "Owner",
    "PersonRow",
    "Span",
    "content",
    "decide",
]


def decide(
    ledger: Ledger,
    inventory_rows: Sequence[InventoryRow],
    assignment_rows: Sequence[AssignmentRow],
    intent: Intent,
    now: datetime,
    people_rows: Sequence[PersonRow] = (),
) -> tuple[dict[int, Decision], list[Absent], list[int], Ledger]:
    """The decision of every row by `row_id`, the absent ownerships, the missing devices, and the new ledger."""
    assignment_rows = [as_returned(row, now) for row in assignment_rows]
    inventory_rows, assignment_rows = with_last_resorts(ledger.devices, inventory_rows, assignment_rows)
    missing = (
        missing_devices(ledger.devices, inventory_rows, intent, ledger.former_identifiers)
        if intent.inventory_complete
        else []
    )
    decisions, peopled = decide_people(ledger, people_rows, intent)
    assignment_rows, unclear = with_people(peopled, assignment_rows)
    more_decisions, devices = decide_inventory(ledger.devices, inventory_rows, intent, ledger.former_identifiers)
    decisions |= more_decisions
    before = replace(peopled, devices=tuple(devices))
    assignment_rows, parts = in_parts(before, assignment_rows, unclear, now)
    on_record = {device.device_id: device for device in [*devices, *ledger.devices]}  # as they were, and the new ones
    more_decisions, changes = decide_assignments(
        before, assignment_rows, unclear, intent, now, list(on_record.values())
    )
    decisions |= put_together(more_decisions, parts)
    if intent.atomic and any(decision.outcome == "rejected" for decision in decisions.values()):
        return _aborted(decisions), [], missing, ledger
    after, created = perform(before, changes, intent, now)
    for decision in decisions.values():
        first = decision.row_id if decision.duplicate_of is None else decision.duplicate_of
        if first in created:
            decisions[decision.row_id] = replace(decision, device_id=created[first])
    after, gone = without_leavers(before, after, assignment_rows, [*inventory_rows, *people_rows], intent, now)
    absents = absent_ownerships(before, after, assignment_rows, intent, now)
    absents = [absent for absent in absents if absent.device_id not in gone]
    return decisions, absents, missing, without_absent(after, absents, now)


def content(ledger: Ledger) -> tuple[list[str], list[str], list[str]]:
    """What a ledger says about devices, owners and spans, whatever their ids: sorted text, to compare."""
    devices = {device.device_id: _described(device) for device in ledger.devices}
    spans = [f"{devices[span.device_id]}: {astuple(span)[3:]}" for span in ledger.spans]
    owners = [f"{astuple(owner)[1:-1]} {sorted(owner.facts.items())}" for owner in ledger.owners]
    return sorted(devices.values()), sorted(owners), sorted(spans)


def _described(device: Device) -> str:
    attributes = sorted((name, str(value)) for name, value in device.attributes.items() if value is not None)
    identifiers = (device.org_id, device.serial_number, device.asset_tag, device.mac_address, device.name)
    return f"{identifiers} {attributes}"


def _aborted(decisions: dict[int, Decision]) -> dict[int, Decision]:
    """Nothing is applied: those that would have been, and the rows that repeat them, are skipped."""
    applied = {decision.row_id for decision in decisions.values() if decision.outcome == "applied"}
    return {
        row_id: replace(decision, outcome="skipped", action="none", reason="atomic_abort")
        if row_id in applied or decision.duplicate_of in applied
        else decision
        for row_id, decision in decisions.items()
    }
