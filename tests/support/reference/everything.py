"""`<all>` rows: one row per device that the owner has and that no other row names, told as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tests.support.reference.device_lookup import name_device
from tests.support.reference.records import AssignmentRow, Decision, Ledger

_SAYS_MOST = ("applied", "rejected", "unchanged", "skipped")


def in_parts(
    ledger: Ledger, rows: Sequence[AssignmentRow], unclear: Mapping[int, str], now: datetime
) -> tuple[list[AssignmentRow], dict[int, int]]:
    """The rows, `<all>` ones as rows of one device each; and the row of each of these."""
    named = {device for row in rows if not row.takes_all for device in name_device(ledger.devices, row).names}
    every: list[AssignmentRow] = []
    of: dict[int, int] = {}
    last = max((row.row_id for row in rows), default=0)
    for row in rows:
        parts: set[int] = set()
        if row.takes_all and row.fault is None and row.row_id not in unclear and row.action == "unassign":
            held = [span for span in ledger.spans if span.end_time > now and span.org_id == row.org_id]
            parts = {span.device_id for span in held if span.owner_email == row.owner_email} - named
        if not parts:
            every.append(row)
        for device_id in sorted(parts):
            last += 1
            of[last] = row.row_id
            every.append(replace(row, row_id=last, device_id=device_id, takes_all=None))
    return every, of


def put_together(decisions: dict[int, Decision], of: Mapping[int, int]) -> dict[int, Decision]:
    """One decision for each `<all>` row: that of the part that says most."""
    parts: dict[int, list[Decision]] = {}
    for part, row_id in of.items():
        parts.setdefault(row_id, []).append(decisions.pop(part))
    for row_id, told in parts.items():
        first = min(told, key=lambda decision: (_SAYS_MOST.index(decision.outcome), decision.row_id))
        repeated = None if first.duplicate_of is None else of[first.duplicate_of]
        decisions[row_id] = replace(first, row_id=row_id, device_id=None, duplicate_of=repeated)
    return decisions
