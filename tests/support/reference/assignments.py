"""The outcome of assignments rows, against the devices as they are after the inventory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.model import Intent
from tests.support.reference.current_holder import Verdict, decide_known
from tests.support.reference.device_lookup import Key, Naming, given_identifiers, name_device, shared_fate
from tests.support.reference.history import history_of, ledger_after
from tests.support.reference.people.meant import is_unnamed
from tests.support.reference.records import AssignmentRow, Decision, Device, Ledger
from tests.support.reference.slips import ghosts, holds_several, is_held_back, is_known

DECIDING = ("owner_email", "action", "effective_at", "end_at", "clears_end")
"""Rows of one device must agree on these, blanks included."""

FILLED_IN = ("label", "device_type", "owner_name", "asset_tag", "mac_address", "device_name")
"""Taken from whichever row of the device gives them."""

OF_DEVICE = frozenset(("device_type", "asset_tag", "mac_address", "device_name"))
"""Those of the device, not of who has it."""

FIRST_IN_TEXT_ORDER = ("added_by", "comment", "external_user_id", "username")

Groups = dict[Key, list[AssignmentRow]]


@dataclass(frozen=True, slots=True)
class Change:
    """One applied row, whole, and what it does; `device_id` is None where it creates the device."""

    row: AssignmentRow
    device_id: int | None
    verdict: Verdict


def decide_assignments(
    ledger: Ledger,
    rows: Sequence[AssignmentRow],
    unclear: Mapping[int, str],
    intent: Intent,
    now: datetime,
    on_record: Sequence[Device],
) -> tuple[dict[int, Decision], list[Change]]:
    """Every row's decision, and the changes of the applied ones; `unclear` are the rows whose person is unclear.

    A new device is compared with those `on_record`.
    """
    decisions, groups = _sort_out(ledger, rows, unclear, intent, now)
    held_back = ghosts(on_record, _named(ledger.devices, rows), intent, ledger.former_identifiers)
    stories = {key: _story(group) for key, group in groups.items()}
    several = {key: story for key, story in stories.items() if len(groups[key]) > 1}  # one row contradicts no other
    conflicting = {key for key, story in several.items() if any(map(_is_contradicting, story))}
    if intent.create_devices:
        unknown = _rows_that_might_create(ledger.devices, groups)
        conflicting |= {key for key, group in unknown.items() if _describes_two_devices(group)}
        conflicting |= _claiming_alike(unknown)
    changes = []
    for key, group in groups.items():
        if key in conflicting:
            rejected = Decision(
                0, "rejected", "none", "conflicting_rows", name_device(ledger.devices, group[0]).device_id
            )
            decisions |= {row.row_id: replace(rejected, row_id=row.row_id) for row in group}
            continue
        is_ghost = key in held_back
        for row, repeats, change in _decide_in_order(ledger, stories[key], group, intent, now, is_ghost=is_ghost):
            verdict = change.verdict
            first = Decision(row.row_id, verdict.outcome, verdict.action, verdict.reason, change.device_id)
            for decision in [first, *shared_fate(first, repeats)]:
                decisions[decision.row_id] = decision
            if verdict.outcome == "applied":
                changes.append(change)
    return decisions | _said_in_vain(rows, decisions), changes


def _said_in_vain(rows: Sequence[AssignmentRow], decisions: Mapping[int, Decision]) -> dict[int, Decision]:
    """The rows that say that nobody shall hold a device which nobody holds: the ledger says the same."""
    skipped = {row_id for row_id, one in decisions.items() if (one.outcome, one.reason) == ("skipped", "not_assigned")}
    return {
        row.row_id: replace(decisions[row.row_id], outcome="unchanged", reason=None)
        for row in rows
        if row.says_nobody and row.row_id in skipped
    }


def _named(devices: Sequence[Device], rows: Sequence[AssignmentRow]) -> Groups:
    """The rows that name a device without a fault, by that device, whatever else is wrong with them."""
    named: Groups = {}
    for row in rows:
        naming = name_device(devices, row)
        if row.fault is None and naming.problem is None and naming.key and not holds_several(devices, row):
            named.setdefault(naming.key, []).append(row)
    return named


def _story(group: list[AssignmentRow]) -> list[list[AssignmentRow]]:
    """The spans of a history, each with its rows; else all rows at once."""
    story = history_of(group)
    return [group] if not story or any(map(_is_contradicting, story)) else story


def _decide_in_order(
    ledger: Ledger,
    story: list[list[AssignmentRow]],
    group: list[AssignmentRow],
    intent: Intent,
    now: datetime,
    *,
    is_ghost: bool,
) -> Iterator[tuple[AssignmentRow, list[int], Change]]:
    """Each span's row, the rows that repeat it, and what becomes of it after those before it.

    A device that an earlier row creates has the number of that row, negative, until it has one of its own.
    """
    device_id = name_device(ledger.devices, group[0]).device_id
    for rows in story:
        row = _whole_row(rows, group)
        if device_id is None:
            verdict = _decide_unknown(ledger, row, intent, is_ghost=is_ghost)
        else:
            verdict = decide_known(ledger, device_id, row, intent, now)
        yield row, [other.row_id for other in rows[1:]], Change(row, device_id, verdict)
        if verdict.outcome == "applied":
            device_id = -row.row_id if device_id is None else device_id
            ledger = ledger_after(ledger, device_id, row, verdict, now)


def _sort_out(
    ledger: Ledger, rows: Sequence[AssignmentRow], unclear: Mapping[int, str], intent: Intent, now: datetime
) -> tuple[dict[int, Decision], Groups]:
    """Reject the rows that are bad in themselves; put the others with those of the same device."""
    devices = ledger.devices
    decisions: dict[int, Decision] = {}
    groups: Groups = {}
    for row in sorted(rows, key=lambda row: row.row_id):
        naming = name_device(devices, row)
        if row.fault is not None:
            reason: str | None = row.fault
        elif row.action == "assign" and row.end_at is not None and row.end_at <= (row.effective_at or now):
            reason = "end_before_start"
        else:
            several = "several_identifiers" if holds_several(devices, row) else None
            reason = several or naming.problem or unclear.get(row.row_id)
        if reason is not None:
            decisions[row.row_id] = Decision(row.row_id, "rejected", "none", reason, naming.device_id)
        else:
            key = ("<all>", row.org_id, row.owner_email) if row.takes_all else naming.key
            groups.setdefault(key, []).append(_as_it_counts(ledger, row, naming, intent))
    return decisions, groups


def _as_it_counts(ledger: Ledger, row: AssignmentRow, naming: Naming, intent: Intent) -> AssignmentRow:
    """The row; its type counts only where it creates a device, the name of its owner only where it creates that."""
    is_creating = naming.device_id is None and naming.kind not in {None, "device_id"} and intent.create_devices
    is_meeting = (naming.device_id is not None or is_creating) and intent.create_owners and not is_known(ledger, row)
    return replace(
        row,
        device_type=row.device_type if is_creating else None,
        owner_name=row.owner_name if is_meeting and not is_unnamed(ledger, row, intent) else None,
    )


def _is_contradicting(group: list[AssignmentRow]) -> bool:
    """True where these rows of one device ask for different things."""
    if any(getattr(row, name) != getattr(group[0], name) for row in group for name in DECIDING):
        return True
    labels = _values(group, "label") | ({"<clear>"} if any(row.clears_label for row in group) else set())
    dues = _values(group, "due_at") | ({"<clear>"} if any(row.clears_due for row in group) else set())
    if len(labels) > 1 or len(dues) > 1:
        return True
    return len(_values(group, "device_type")) > 1 or len(_values(group, "owner_name")) > 1


def _values(group: list[AssignmentRow], name: str) -> set[object]:
    return {getattr(row, name) for row in group} - {None}


def _rows_that_might_create(devices: Sequence[Device], groups: Groups) -> Groups:
    """The assign rows of unknown devices, by device."""
    unknown = {}
    for key, group in groups.items():
        if name_device(devices, group[0]).device_id is None:
            unknown[key] = [row for row in group if row.action == "assign"]
    return unknown


def _describes_two_devices(group: list[AssignmentRow]) -> bool:
    return any(len(_values(group, name)) > 1 for name in ("asset_tag", "mac_address", "device_name"))


def _claiming_alike(unknown: Groups) -> set[Key]:
    """The groups that claim one and the same asset tag or MAC address for different new devices."""
    claims: dict[Key, set[Key]] = {}
    for key, group in unknown.items():
        for row in group:
            for kind in ("asset_tag", "mac_address"):
                if getattr(row, kind) is not None:
                    claims.setdefault((row.org_id, kind, getattr(row, kind)), set()).add(key)
    return {key for keys in claims.values() if len(keys) > 1 for key in keys}


def _whole_row(group: list[AssignmentRow], every: list[AssignmentRow]) -> AssignmentRow:
    """The first row, with what the others of its span, or of its device, add; contradicting rows never get further."""
    given: dict[str, Any] = {
        name: min(map(str, _values(every if name in OF_DEVICE else group, name)), default=None)
        for name in (*FILLED_IN, *FIRST_IN_TEXT_ORDER)
    }
    return replace(
        group[0],
        **given,
        clears_label=any(row.clears_label for row in group),
        clears_due=any(row.clears_due for row in group),
        due_at=min((row.due_at for row in group if row.due_at is not None), default=None),
        returned_at=min((row.returned_at for row in group if row.returned_at is not None), default=None),
    )


def _decide_unknown(ledger: Ledger, row: AssignmentRow, intent: Intent, *, is_ghost: bool) -> Verdict:
    if row.takes_all:
        return Verdict("skipped", reason="not_assigned" if is_known(ledger, row) else "unknown_owner")
    is_number_alone = given_identifiers(row)[0][0] == "device_id"
    is_lost = row.action == "unassign" or not intent.create_devices or is_number_alone
    if is_lost or is_ghost:
        return Verdict("skipped", reason="unknown_device" if is_lost else "suspect_device")
    if not is_known(ledger, row) and (not intent.create_owners or is_unnamed(ledger, row, intent)):
        return Verdict("skipped", reason="unknown_owner")
    if is_held_back(ledger, row, intent):
        return Verdict("skipped", reason="suspect_owner")
    if row.device_type is None and "type" not in intent.of_new_devices:
        return Verdict("rejected", reason="missing_device_type")
    return Verdict("applied", "assign")
