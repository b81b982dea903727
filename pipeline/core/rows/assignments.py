"""The decision table: the action and the outcome of each assignments row.

Source: the bulk assign, bulk unassign and device ownership documents, put together in `pipeline/README.md`. The checks
of a row stand in this order, and the first finding decides: its bad cells, its own dates, its identifiers, the other
rows of its device, the table, and the times of the ownerships on record.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    compacted,
    instant_expr,
    is_empty,
    is_open_expr,
    is_true_expr,
    null_text,
    says_otherwise_expr,
    settled,
)
from pipeline.core.rows.all_devices import WHOLE
from pipeline.core.rows.current_holder import with_holding, with_last_span, with_record
from pipeline.core.rows.device_lookup import FOUND
from pipeline.core.rows.duplicates import Judgement, Rules, group_rows, judgement, share_fates
from pipeline.core.rows.history import decided_in_order, with_histories
from pipeline.model import Intent
from schemas.vocabulary import Action, OnConflict, Outcome, Reason, Request

# The columns that are kept of every row, applied or not.
KEPT_COLUMNS = (
    "row_id",
    "org_id",
    "outcome",
    "action",
    "reason",
    "first_row_id",
    "device_id",
    "not_on_record",
    "several_in",
    "mismatch",
    "is_nameless",
    "is_creatable",
    "fault",
    "request",
    "owner_email",
    "holder_email",
    "at",
    "end_at",
    "clears_end",
    "last_start",
    "last_end",
    "is_cancelling",
    "owners_meant",
    "unnamed_owner",
    "differing_email",
    "listed_row_id",
    "is_following",
)

# True where a row says that nobody shall hold the device; there only where any row does.
SAYS_NOBODY = "says_nobody"

_RULES = Rules(
    decisive=("owner_key", "request", "effective_at", "end_at", "clears_end"),
    agreeing=("label", "due_at", "device_type", "owner_name", "claim_asset_tag", "claim_mac_address", "claim_name"),
    lowest=("added_by", "comment", "external_user_id", "username", "given_email", "returned_at"),
    clearing=(("label", "clears_label"), ("due_at", "clears_due")),
)
_SKIPPED = (
    Reason.UNKNOWN_DEVICE.value,
    Reason.SUSPECT_DEVICE.value,
    Reason.UNKNOWN_OWNER.value,
    Reason.SUSPECT_OWNER.value,
    Reason.NOT_ASSIGNED.value,
    Reason.OWNED_BY_OTHER.value,
)


def decide_assignments(resolved: Frame, spans: Frame, held_back: Frame, intent: Intent, *, now: datetime) -> Judgement:
    """The judgement of every assignments row: `outcome`, `action`, `reason`, and the facts that messages need.

    `resolved` has the assignments rows as `resolve` and `resolve_owners` give them, and `is_suspect`; `spans` are the
    ownerships on record now, `held_back` has one row per new owner (`org_id`, `email`) who is not to be created. Adds
    `at` (the row's instant), the last span, the holder, `is_cancelling`, and `first_row_id`: the row that was decided
    in place of this one.
    """
    there = resolved.collect_schema().names()
    told = (*KEPT_COLUMNS, *(name for name in (WHOLE, SAYS_NOBODY) if name in there))
    if is_empty(resolved):  # as where the sheets only say what devices are
        return _nothing_asked(resolved, spans, told)
    rows = with_histories(settled(_with_claims(_judge_alone(resolved, now), intent)), _RULES)
    claims = ("asset_tag", "mac_address") if intent.create_devices else ()
    grouped = compacted(settled(group_rows(rows, _RULES, claims)))
    is_deciding = nw.col("takes_part") & ~nw.col("is_conflicting") & (nw.col("row_id") == nw.col("first_row_id"))
    others = settled(grouped.filter(~is_deciding))
    deciding = _deciding(grouped.filter(is_deciding), held_back)
    decided = decided_in_order(deciding, spans, partial(_decided, intent=intent, now=now))
    return judgement(decided, share_fates(others, decided), told)


def _nothing_asked(resolved: Frame, spans: Frame, told: tuple[str, ...]) -> Judgement:
    """The judgement of no row: to judge nothing by every rule takes a quarter of a small decision (measured)."""
    blank = ("outcome", "action", "reason", "holder_email", "claim_asset_tag", "claim_mac_address", "claim_name")
    rows = resolved.rename({"action": "request"}).with_columns(
        *(null_text().alias(name) for name in blank),
        mismatch=nw.col("finding"),
        at=nw.col("effective_at"),
        ordinal=nw.lit(0, dtype=nw.Int64),
        first_row_id=nw.col("row_id"),
        is_cancelling=nw.lit(value=False),
    )
    rows = settled(with_last_span(rows, spans.head(0)))
    return Judgement(rows.select(*told), rows)


def _decided(rows: Frame, spans: Frame, *, intent: Intent, now: datetime) -> Frame:
    return settled(_decide(with_record(with_holding(rows, spans, now=now), spans, now=now), intent, now))


def _deciding(rows: Frame, held_back: Frame) -> Frame:
    """The rows to be decided, without the columns that only grouping needed."""
    found = [column for column in rows.collect_schema().names() if column.endswith(FOUND)]
    narrow = rows.drop("finding", "takes_part", "is_conflicting", "group_size", *found)
    return settled(_with_held_back(narrow, held_back))


def _with_held_back(rows: Frame, held_back: Frame) -> Frame:
    """The rows with `is_held_back`: true where the owner is one of `held_back`."""
    if is_empty(held_back):
        return rows.with_columns(is_held_back=nw.lit(value=False))
    held = held_back.select("org_id", owner_email=nw.col("email"), is_held_back=nw.lit(value=True))
    rows = rows.join(held, on=["org_id", "owner_email"], how="left")
    return rows.with_columns(is_held_back=is_true_expr(nw.col("is_held_back")) & nw.col("owner_id").is_null())


def _judge_alone(resolved: Frame, now: datetime) -> Frame:
    """The rows with the findings that need no other row: `at`, `finding`, and `takes_part`, true without a finding."""
    rows = resolved.rename({"action": "request"}).with_columns(
        mismatch=nw.col("finding"), at=nw.coalesce(nw.col("effective_at"), instant_expr(now))
    )
    is_assign = nw.col("request") == Request.ASSIGN.value
    finding = (
        nw.when(~nw.col("fault").is_null())
        .then(nw.col("fault"))
        .when(is_assign & (nw.col("end_at") <= nw.col("at")))
        .then(nw.lit(Reason.END_BEFORE_START.value))
        .otherwise(nw.coalesce("finding", "owner_finding"))
    )
    return rows.with_columns(finding=finding).with_columns(takes_part=nw.col("finding").is_null())


def _with_claims(rows: Frame, intent: Intent) -> Frame:
    """The rows with what they say of the device and the owner whom they create, blank where a row creates none.

    The identifiers of a new device are `claim_...`; its type and the name of a new owner stay in their own columns.
    """
    is_assign, is_creating = nw.col("request") == Request.ASSIGN.value, nw.col("is_creating")
    is_made = is_assign & nw.col("is_creatable") if intent.create_devices else nw.lit(value=False)
    is_meeting = is_assign & nw.col("owner_id").is_null() & (~nw.col("device_id").is_null() | is_creating)
    if not intent.owners_by_name:
        is_meeting = is_meeting & nw.col("unnamed_owner").is_null()
    claimed = {"claim_asset_tag": "asset_tag", "claim_mac_address": "mac_address", "claim_name": "device_name"}
    claimed["device_type"] = "device_type"
    said: dict[str, nw.Expr] = {name: nw.when(is_creating).then(nw.col(column)) for name, column in claimed.items()}
    said["owner_name"] = nw.when(is_meeting).then(nw.col("owner_name")) if intent.create_owners else null_text()
    return rows.with_columns(is_creating=is_made).with_columns(**said).drop("is_creating")


def _decide(rows: Frame, intent: Intent, now: datetime) -> Frame:
    change = _change_expr()
    device_type = nw.coalesce(nw.col("device_type"), nw.lit(intent.of_new_devices.get("type"), dtype=nw.String))
    rows = rows.with_columns(device_type=device_type, change=change)
    rows = rows.with_columns(reason=_reason_expr(intent, now))
    is_applied = nw.col("reason").is_null()
    is_at_start = is_true_expr(nw.col("at") == nw.col("last_start"))
    return rows.with_columns(
        outcome=_outcome_expr(intent),
        action=nw.when(is_applied).then(nw.col("change")).otherwise(nw.lit(Action.NONE.value)),
        is_cancelling=is_applied & is_at_start & (nw.col("change") == Action.UNASSIGN.value),
    )


def _change_expr() -> nw.Expr:
    """The action of a row by the table, if nothing prevents it; `none` where the ledger already is as the row says."""
    same = nw.col("holder_id") == nw.col("owner_id")
    opens_end = nw.col("clears_end") & ~is_true_expr(is_open_expr(nw.col("holder_end")))
    changes = says_otherwise_expr(nw.col("end_at"), nw.col("holder_end")) | opens_end
    for name, held, flag in (("label", "holder_label", "clears_label"), ("due_at", "holder_due", "clears_due")):
        changes = changes | says_otherwise_expr(nw.col(name), nw.col(held)) | (nw.col(flag) & ~nw.col(held).is_null())
    return (
        nw.when(nw.col("request") == Request.UNASSIGN.value)
        .then(nw.lit(Action.UNASSIGN.value))
        .when(nw.col("holder_email").is_null())
        .then(nw.lit(Action.ASSIGN.value))
        .when(~is_true_expr(same))
        .then(nw.lit(Action.REASSIGN.value))
        .when(changes)
        .then(nw.lit(Action.UPDATE.value))
        .otherwise(nw.lit(Action.NONE.value))
    )


def _reason_expr(intent: Intent, now: datetime) -> nw.Expr:
    """The reason why a row is not applied, by the first branch that is true; null where it is applied."""
    is_unknown = nw.col("device_id").is_null()
    is_unassign = nw.col("request") == Request.UNASSIGN.value
    is_strange = nw.col("owner_id").is_null() & ~nw.col("owner_key").is_null()
    is_half = ~nw.col("listed_row_id").is_null()
    is_nobodys = nw.col("holder_email").is_null()
    is_same = is_true_expr(nw.col("owner_id") == nw.col("holder_id"))
    is_anothers = ~nw.col("owner_key").is_null() & ~nw.col("holder_id").is_null() & ~is_same
    if intent.create_owners:
        is_unnamed = nw.lit(value=False) if intent.owners_by_name else ~nw.col("unnamed_owner").is_null()
        is_strange = is_strange & (is_unassign | is_unnamed)
    if intent.on_conflict is OnConflict.REASSIGN:
        is_anothers = is_anothers & is_unassign
    is_uncreatable = is_unassign | ~nw.col("is_creatable") if intent.create_devices else nw.lit(value=True)
    branches: list[tuple[nw.Expr, Reason]] = [
        (is_unknown & is_half & nw.col("is_suspect"), Reason.SUSPECT_DEVICE),
        (is_unknown & is_uncreatable, Reason.UNKNOWN_DEVICE),
        (is_unknown & nw.col("is_suspect"), Reason.SUSPECT_DEVICE),
        (is_strange, Reason.UNKNOWN_OWNER),
        (nw.col("is_held_back"), Reason.SUSPECT_OWNER),
        (is_unknown & nw.col("device_type").is_null(), Reason.MISSING_DEVICE_TYPE),
        (nw.col("is_on_record"), Reason.ALREADY_ASSIGNED),
        (is_unassign & is_nobodys, Reason.NOT_ASSIGNED),
        (is_anothers, Reason.OWNED_BY_OTHER),
        (nw.col("change") == Action.NONE.value, Reason.ALREADY_ASSIGNED),
        *_time_branches(now),
    ]
    reason = null_text()
    for condition, why in reversed(branches):
        reason = nw.when(condition).then(nw.lit(why.value)).otherwise(reason)
    return reason


def _time_branches(now: datetime) -> list[tuple[nw.Expr, Reason]]:
    """The reasons against the row's instant: it is in a span that has ended, before the last span, or at its start."""
    at, start, end = nw.col("at"), nw.col("last_start"), nw.col("last_end")
    is_pending = start > instant_expr(now)
    is_update = nw.col("change") == Action.UPDATE.value
    is_cancelling = (nw.col("change") == Action.UNASSIGN.value) & is_pending
    return [
        ((end <= instant_expr(now)) & (at < end), Reason.EFFECTIVE_IN_CLOSED_SPAN),
        ((at < start) & is_pending, Reason.PENDING_SPAN_EXISTS),
        (at < start, Reason.EFFECTIVE_IN_CLOSED_SPAN),
        ((at == start) & ~is_update & ~is_cancelling, Reason.ZERO_LENGTH_SPAN),
    ]


def _outcome_expr(intent: Intent) -> nw.Expr:
    reason = nw.col("reason")
    is_skipped = reason.is_in(_SKIPPED)
    if intent.on_conflict is OnConflict.REFUSE:
        is_assign = nw.col("request") == Request.ASSIGN.value
        is_skipped = is_skipped & ~((reason == Reason.OWNED_BY_OTHER.value) & is_assign)
    return (
        nw.when(reason.is_null())
        .then(nw.lit(Outcome.APPLIED.value))
        .when(reason == Reason.ALREADY_ASSIGNED.value)
        .then(nw.lit(Outcome.UNCHANGED.value))
        .when(is_skipped)
        .then(nw.lit(Outcome.SKIPPED.value))
        .otherwise(nw.lit(Outcome.REJECTED.value))
    )
