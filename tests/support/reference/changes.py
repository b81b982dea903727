"""The ledger after the changes: what is created, who takes, who gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.model import Intent
from schemas.instants import OPEN_END
from tests.support.reference.assignments import Change
from tests.support.reference.device_lookup import given_identifiers, in_id_order
from tests.support.reference.records import AssignmentRow, Device, Ledger, Owner, Span


@dataclass(frozen=True, slots=True)
class Take:
    """One device that gets a new holder at `start_time`."""

    device_id: int
    row: AssignmentRow
    start_time: datetime


def perform(ledger: Ledger, changes: Sequence[Change], intent: Intent, now: datetime) -> tuple[Ledger, dict[int, int]]:
    """The new ledger, and the ids of the created devices by the row that creates them."""
    created = _created_devices(ledger, changes, intent)
    spans = {span.ownership_id: span for span in ledger.spans}
    takes = []
    for change in changes:
        at = change.row.effective_at or now
        if change.verdict.span is not None:
            _change_span(spans, change, at)
        if change.verdict.action in {"assign", "reassign"}:
            device_id = change.row.row_id * -1 if change.device_id is None else change.device_id
            device_id = created[-device_id].device_id if device_id < 0 else device_id
            takes.append(Take(device_id, change.row, at))
    met = _created_owners(ledger, takes)
    new_spans = _taken_spans(ledger, takes, met, intent)
    after = Ledger(
        (*ledger.devices, *created.values()),
        (*ledger.owners, *met.values()),
        (*spans.values(), *new_spans),
        last_ownership_id=ledger.greatest_ids[2] + len(new_spans),
    )
    return after, {row_id: device.device_id for row_id, device in created.items()}


def _created_devices(ledger: Ledger, changes: Sequence[Change], intent: Intent) -> dict[int, Device]:
    """The new devices by row, in the order of organization and identifier."""
    rows = [change.row for change in changes if change.device_id is None]
    rows.sort(key=lambda row: in_id_order(row.org_id, given_identifiers(row)))
    return {
        row.row_id: _new_device(device_id, row, intent)
        for device_id, row in enumerate(rows, start=ledger.greatest_ids[0] + 1)
    }


def _new_device(device_id: int, row: AssignmentRow, intent: Intent) -> Device:
    name = row.device_name or row.serial_number or row.asset_tag or row.mac_address
    attributes: dict[str, object] = {"category": "unknown", **intent.of_new_devices}
    attributes["type"] = row.device_type or attributes["type"]
    return Device(device_id, row.org_id, row.serial_number, row.asset_tag, row.mac_address, name, attributes)


def _change_span(spans: dict[int, Span], change: Change, at: datetime) -> None:
    span = change.verdict.span
    assert span is not None
    if change.verdict.is_cancelling:
        del spans[span.ownership_id]
    elif change.verdict.action == "update":
        spans[span.ownership_id] = _updated_span(span, change.row)
    else:
        spans[span.ownership_id] = replace(span, end_time=at)


def _updated_span(span: Span, row: AssignmentRow) -> Span:
    end_time = OPEN_END if row.clears_end else row.end_at or span.end_time
    label = None if row.clears_label else row.label or span.label
    due_at = None if row.clears_due else row.due_at or span.due_at
    return replace(span, end_time=end_time, label=label, due_at=due_at)


def _taken_spans(
    ledger: Ledger, takes: Sequence[Take], met: Mapping[tuple[str, str], Owner], intent: Intent
) -> list[Span]:
    """The new ownerships, in the order of their devices."""
    spans = []
    ordered = sorted(takes, key=lambda take: (take.device_id, take.start_time))
    for ownership_id, take in enumerate(ordered, start=ledger.greatest_ids[2] + 1):
        row = take.row
        assert row.owner_email is not None
        end_time, added_by = row.end_at or OPEN_END, row.added_by or intent.added_by
        owner = met.get((row.org_id, row.owner_email))
        handle = row.owner_email if owner is None else owner.handle
        span = (ownership_id, row.org_id, take.device_id, handle, take.start_time, end_time)
        spans.append(Span(*span, row.label, added_by, row.due_at))
    return spans


def _created_owners(ledger: Ledger, takes: Sequence[Take]) -> dict[tuple[str, str], Owner]:
    """The owners who take something and are not on record yet, in the order of organization and handle."""
    on_record = {(owner.org_id, owner.handle) for owner in ledger.owners}
    rows: dict[tuple[str, str], list[AssignmentRow]] = {}
    for take in takes:
        key = (take.row.org_id, str(take.row.owner_email))
        if key not in on_record:
            rows.setdefault(key, []).append(take.row)
    new = {key: _new_owner(*key, rows[key]) for key in rows}
    ordered = sorted(new, key=lambda key: (key[0], new[key].handle))
    first = ledger.greatest_ids[1] + 1
    return {key: replace(new[key], owner_id=owner_id) for owner_id, key in enumerate(ordered, start=first)}


def _new_owner(org_id: str, known_as: str, rows: Sequence[AssignmentRow]) -> Owner:
    facts = [
        min([value for row in rows if (value := getattr(row, name)) is not None], default=None)
        for name in ("owner_name", "external_user_id", "username")
    ]
    name, number, login = facts
    return Owner(0, org_id, known_as if "@" in known_as else None, name, number, login)
