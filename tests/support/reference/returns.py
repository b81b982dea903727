"""The date of a return: over, it ends the ownership; ahead, it is when the device is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.support.reference.records import AssignmentRow


def as_returned(row: AssignmentRow, now: datetime) -> AssignmentRow:
    """The row as what it says with its dates of return; `returned_at` stays where it unassigns the device for that."""
    returned = row.returned_at or row.return_date
    row = replace(row, returned_at=None, return_date=None)
    if returned is None:
        return row
    if returned > now:
        return replace(row, due_at=row.due_at or returned, clears_due=False)
    row = replace(row, clears_end=False)
    if row.action == "unassign":
        return replace(row, effective_at=returned, returned_at=returned)
    if row.action == "assign" and row.effective_at is not None:
        return replace(row, end_at=returned)
    is_owned = row.owner_email or row.owner_name or row.external_user_id or row.username
    if row.action == "assign" and is_owned:
        return replace(row, action="unassign", effective_at=returned, end_at=None, returned_at=returned)
    return row
