"""The holder of a device, and the changes that a row may make in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Intent
from schemas.instants import OPEN_END
from tests.support.reference.people.meant import is_unnamed
from tests.support.reference.records import AssignmentRow, Ledger, Span
from tests.support.reference.slips import is_held_back, is_known


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one device's rows; `span` is the one that an applied row ends, changes or cancels."""

    outcome: str
    action: str = "none"
    reason: str | None = None
    span: Span | None = None
    is_cancelling: bool = False


def decide_known(ledger: Ledger, device_id: int, row: AssignmentRow, intent: Intent, now: datetime) -> Verdict:
    """The table first, then time."""
    at = row.effective_at or now
    spans = sorted((span for span in ledger.spans if span.device_id == device_id), key=lambda span: span.start_time)
    is_known_owner = is_known(ledger, row)
    held = held_span(spans, at, now)
    if row.action == "unassign" and any(_has_come_back(row, span) for span in spans):
        verdict = Verdict("unchanged", reason="already_assigned")
    elif row.action == "unassign":
        verdict = _decide_unassign(row, held, is_known_owner=is_known_owner)
    elif not is_known_owner and (not intent.create_owners or is_unnamed(ledger, row, intent)):
        verdict = Verdict("skipped", reason="unknown_owner")
    elif is_held_back(ledger, row, intent):
        verdict = Verdict("skipped", reason="suspect_owner")
    elif any(_is_on_record(row, span, at, now) for span in spans):
        verdict = Verdict("unchanged", reason="already_assigned")
    else:
        verdict = _decide_assign(row, held, str(intent.on_conflict))
    if verdict.outcome != "applied" or not spans:
        return verdict
    if verdict.action == "update" and _is_within(row, verdict.span, at, now):
        return verdict
    return _decide_time(verdict, spans[-1], at, now)


def _is_on_record(row: AssignmentRow, last: Span, at: datetime, now: datetime) -> bool:
    """The very span that the row asks for, over already."""
    says = (row.owner_email, at, row.end_at, row.label or last.label, row.due_at or last.due_at)
    is_clearing = row.clears_label or row.clears_due
    is_over = row.end_at is not None and row.end_at <= now
    return (
        is_over
        and not is_clearing
        and says == (last.owner_email, last.start_time, last.end_time, last.label, last.due_at)
    )


def _has_come_back(row: AssignmentRow, span: Span) -> bool:
    """The return that the row tells of, which ended that span already."""
    is_its = row.owner_email in {None, span.owner_email}
    return row.returned_at is not None and row.returned_at == span.end_time and is_its


def held_span(spans: list[Span], at: datetime, now: datetime) -> Span | None:
    """The live span that covers `at`; the first of them when `at` lies before all and that one has begun."""
    live = [span for span in spans if span.end_time > now]
    for span in live:
        if span.start_time <= at < span.end_time:
            return span
    if live and at < live[0].start_time <= now:
        return live[0]
    return None


def _decide_unassign(row: AssignmentRow, held: Span | None, *, is_known_owner: bool) -> Verdict:
    if row.owner_email is not None and not is_known_owner:
        return Verdict("skipped", reason="unknown_owner")
    if held is None:
        return Verdict("skipped", reason="not_assigned")
    if row.owner_email not in {None, held.owner_email}:
        return Verdict("skipped", reason="owned_by_other")
    return Verdict("applied", "unassign", span=held)


def _decide_assign(row: AssignmentRow, held: Span | None, on_conflict: str) -> Verdict:
    if held is None:
        return Verdict("applied", "assign")
    if held.owner_email == row.owner_email:
        if _is_moving_the_end(row, held) or _is_relabelling(row, held) or _is_redating(row, held):
            return Verdict("applied", "update", span=held)
        return Verdict("unchanged", reason="already_assigned")
    if on_conflict == "reassign":
        return Verdict("applied", "reassign", span=held)
    return Verdict("skipped" if on_conflict == "skip" else "rejected", reason="owned_by_other")


def _is_moving_the_end(row: AssignmentRow, held: Span) -> bool:
    if row.clears_end:
        return held.end_time < OPEN_END
    return row.end_at is not None and row.end_at != held.end_time


def _is_relabelling(row: AssignmentRow, held: Span) -> bool:
    if row.clears_label:
        return held.label is not None
    return row.label is not None and row.label != held.label


def _is_redating(row: AssignmentRow, held: Span) -> bool:
    if row.clears_due:
        return held.due_at is not None
    return row.due_at is not None and row.due_at != held.due_at


def _is_within(row: AssignmentRow, held: Span | None, at: datetime, now: datetime) -> bool:
    """True where the row asks for nothing beyond the span that holds now, so that what follows it may stay."""
    if held is None or row.clears_end:
        return False
    is_todays = held.start_time <= now < held.end_time
    return is_todays and held.start_time <= at < held.end_time and (row.end_at or held.end_time) <= held.end_time


def _decide_time(verdict: Verdict, last: Span, at: datetime, now: datetime) -> Verdict:
    """A change must lie after everything that the ledger has already settled or foreseen."""
    if last.end_time <= now and at < last.end_time:
        return Verdict("rejected", reason="effective_in_closed_span")
    if at < last.start_time:
        reason = "pending_span_exists" if last.start_time > now else "effective_in_closed_span"
        return Verdict("rejected", reason=reason)
    if at > last.start_time or verdict.action == "update":
        return verdict
    if verdict.action == "unassign" and last.start_time > now:
        return Verdict("applied", "unassign", span=last, is_cancelling=True)
    return Verdict("rejected", reason="zero_length_span")
