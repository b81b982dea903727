"""Sheets that do something: for each device a row or none, chosen among all that can be done to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Span
from tests.support.worlds.strategies import renumbered
from tests.support.worlds.values import EMAILS

DAY = timedelta(days=1)

Rows = tuple[tuple[InventoryRow, ...], tuple[AssignmentRow, ...]]
Row = AssignmentRow | InventoryRow


@st.composite
def moves(draw: st.DrawFn, ledger: Ledger, now: datetime) -> Rows:
    """Up to one row of either kind per device, so that most of them are applied."""
    chosen: list[Row | None] = []
    for device in ledger.devices:
        spans = [span for span in ledger.spans if span.device_id == device.device_id]
        chosen.append(draw(st.sampled_from([None, *_changes_of(device), *_deeds(device, spans, now)])))
        chosen.append(draw(st.sampled_from([None, None, None, *_changes_of(device)])))
    once = {(type(row), row.device_id): row for row in chosen if row is not None}
    return renumbered(list(once.values()))


def rounds(ledger: Ledger) -> Rows:
    """What a nightly inventory says: of every device that it stands somewhere else in the warranty list today."""
    return renumbered(
        [
            InventoryRow(org_id=device.org_id, device_id=device.device_id, warranty_end=_other_day(device))
            for device in ledger.devices
        ]
    )


def _other_day(device: Device) -> date:
    """Another day than is on record."""
    return date(2030, 1, 1 if device.attributes["warranty_end"] != date(2030, 1, 1) else 2)


def _deeds(device: Device, spans: list[Span], now: datetime) -> list[AssignmentRow]:
    """To give the device to somebody, to take it back, to change who holds it until when, and under what label."""
    row: dict[str, Any] = {"org_id": device.org_id, "device_id": device.device_id}
    deeds = [
        AssignmentRow(**row, owner_email=email, effective_at=at, added_by="it")
        for email in EMAILS[:3]
        for at in (None, now - DAY, now + 3 * DAY)
    ]
    deeds += [AssignmentRow(**row, action="unassign", effective_at=at) for at in (None, now + DAY)]
    for span in spans[-1:]:
        held = {**row, "owner_email": span.owner_email}
        if span.start_time > now:
            held["effective_at"] = span.start_time
            deeds += [AssignmentRow(**held, action="unassign")] * 3
        deeds += [AssignmentRow(**held, label=label) for label in ("desk", "loan")]
        deeds += [AssignmentRow(**held, end_at=max(now, span.start_time) + days * DAY) for days in (2, 30)]
        deeds += [AssignmentRow(**held, clears_end=True), AssignmentRow(**held, clears_label=True)]
    return deeds


def _changes_of(device: Device) -> list[InventoryRow]:
    """To fill, change and clear attributes and identifiers."""
    row: dict[str, Any] = {"org_id": device.org_id, "device_id": device.device_id}
    given: list[dict[str, Any]] = [{"location": "Lyon"}, {"cleared": "|location|"}, {"name": "Hub", "is_rented": True}]
    given += [{"asset_tag": f"TAG-{number}"} for number in (1, 2, 3, 4)] + [{"cleared": "|asset_tag|"}]
    return [InventoryRow(**row, **values) for values in given]
