"""The rows of one device that tell its past: one span after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from schemas.instants import OPEN_END
from tests.support.reference.current_holder import Verdict
from tests.support.reference.records import AssignmentRow, Ledger, Span

Entry = list[AssignmentRow]


def history_of(group: Sequence[AssignmentRow]) -> list[Entry]:
    """The rows of each span of a history, in the order of time; nothing where the rows tell none."""
    if any(row.action != "assign" or row.effective_at is None for row in group):
        return []
    if len({row.device_type for row in group} - {None}) > 1:
        return []
    entries: dict[tuple[object, ...], Entry] = {}
    for row in sorted(group, key=lambda row: (row.effective_at or OPEN_END, row.row_id)):
        entries.setdefault((row.effective_at, row.end_at, row.clears_end, row.owner_email), []).append(row)
    spans = [entry[0] for entry in entries.values()]
    if len(spans) < 2 or not all(_ends_before(earlier, later) for earlier, later in pairwise(spans)):
        return []
    return [sorted(entry, key=lambda row: row.row_id) for entry in entries.values()]


def _ends_before(earlier: AssignmentRow, later: AssignmentRow) -> bool:
    assert later.effective_at is not None
    return earlier.end_at is not None and earlier.end_at <= later.effective_at


def ledger_after(ledger: Ledger, device_id: int, row: AssignmentRow, verdict: Verdict, now: datetime) -> Ledger:
    """What the row leaves to the next one: who has the device, and until when."""
    if verdict.outcome != "applied":
        return ledger
    spans, at = {span.ownership_id: span for span in ledger.spans}, row.effective_at or now
    end = row.end_at or OPEN_END
    if verdict.span is not None:
        kept = verdict.span.end_time if row.end_at is None and not row.clears_end else end
        changed = replace(verdict.span, end_time=kept if verdict.action == "update" else at)
        spans[changed.ownership_id] = changed
    if verdict.action in {"assign", "reassign"}:
        assert row.owner_email is not None
        spans[-row.row_id] = Span(-row.row_id, row.org_id, device_id, row.owner_email, at, end, row.label)
    return replace(ledger, spans=tuple(spans.values()))
