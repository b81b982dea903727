"""The ownerships that end although no row names them: beside a full sheet, and of people who have left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from pipeline.model import Intent
from schemas.vocabulary import Leavers
from tests.support.reference.device_lookup import is_resolved, name_device
from tests.support.reference.records import Absent, AssignmentRow, Device, InventoryRow, Ledger, PersonRow, Span


def absent_ownerships(
    before: Ledger, after: Ledger, rows: Sequence[AssignmentRow], intent: Intent, now: datetime
) -> list[Absent]:
    """One per ownership in scope that no row names, by device. `before` has this run's inventory, `after` all of it.

    A full sheet without a row takes nothing away unless that is allowed: the run is refused before it comes to this.
    """
    if intent.mode != "full" or (not rows and "empty" not in intent.allow):
        return []
    named = {device_id for row in rows for device_id in name_device(before.devices, row).names}
    is_held = "absent-beside-unresolved" not in intent.allow
    is_held = is_held and any(not is_resolved(before.devices, after.devices, row) for row in rows)
    return [
        Absent(span.device_id, span.owner_email, is_held)
        for span in sorted(before.spans, key=lambda span: span.device_id)
        if holds(span, now) and span.device_id not in named and _is_in_scope(span, before.devices, rows, intent)
    ]


def without_absent(ledger: Ledger, absents: Sequence[Absent], now: datetime) -> Ledger:
    """The ledger with what is absent, and not held, ended now. Pending spans stay."""
    gone = {absent.device_id for absent in absents if not absent.held}
    spans = [
        replace(span, end_time=now) if span.device_id in gone and holds(span, now) else span for span in ledger.spans
    ]
    return replace(ledger, spans=tuple(spans))


def without_leavers(
    before: Ledger,
    after: Ledger,
    rows: Sequence[AssignmentRow],
    others: Sequence[InventoryRow | PersonRow],
    intent: Intent,
    now: datetime,
) -> tuple[Ledger, set[int]]:
    """The ledger without what leavers held that no row names, and the devices of these. `before` has the inventory."""
    if intent.leavers is not Leavers.RELEASE:
        return after, set()
    named = {device_id for row in rows for device_id in name_device(before.devices, row).names}
    named |= {device.device_id for device in after.devices} - {device.device_id for device in before.devices}
    orgs = {row.org_id for row in rows} | {row.org_id for row in others}
    if intent.is_org_given or not orgs:
        orgs.add(intent.org)
    last = {(owner.org_id, owner.handle): owner.facts.get("ends_on") for owner in after.owners}
    left = {key: day for key, day in last.items() if isinstance(day, date) and day < now.date() and key[0] in orgs}
    ended = {
        span.ownership_id: _ended(span, left[span.org_id, span.owner_email], now)
        for span in after.spans
        if (span.org_id, span.owner_email) in left and holds(span, now) and span.device_id not in named
    }
    spans = tuple(ended.get(span.ownership_id, span) for span in after.spans)
    return replace(after, spans=spans), {span.device_id for span in ended.values()}


def _ended(span: Span, day: date, now: datetime) -> Span:
    """The span, ended with that day, or now where it began later."""
    end = datetime.combine(day + timedelta(days=1), time())
    return replace(span, end_time=end if span.start_time < end else now)


def holds(span: Span, now: datetime) -> bool:
    """True when the ownership can be ended now. One that begins at this very instant would be left without length."""
    return span.start_time < now < span.end_time


def _is_in_scope(span: Span, devices: Sequence[Device], rows: Sequence[AssignmentRow], intent: Intent) -> bool:
    organizations = {row.org_id for row in rows}
    if intent.is_org_given or not rows:
        organizations.add(intent.org)
    if span.org_id not in organizations:
        return False
    if intent.scope == "all":
        return True
    if intent.scope == "listed-owners":
        return any((row.org_id, row.owner_email) == (span.org_id, span.owner_email) for row in rows)
    field, _, value = intent.scope.partition("=")
    return any(device.device_id == span.device_id and device.value(field) == value for device in devices)
