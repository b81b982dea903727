"""explain: the story of a device or of a person, each event with its rule and the cells that led to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import polars as pl

from pipeline import outputs, store
from pipeline.disk import sayable
from pipeline.errors import UsageProblem
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from pipeline.store import OwnerStory, Story
from schemas.fields import (
    ATTRIBUTES,
    CUSTOM_PREFIX,
    IDENTIFIERS,
    NAME_PARTS,
    OWNER_COLUMNS,
    OWNER_NAMING,
    REQUIRED_TO_CREATE,
    RETURNS,
)
from schemas.instants import instant_text, is_open
from schemas.keys import CLEAR, NOBODY, typed_word
from schemas.reasons import decision_rules
from schemas.vocabulary import Action, EventType, Kind, Reason, Request
from schemas.workbook_forms.plan import YES
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

Event = Mapping[str, Any]
Told = TypeVar("Told", Story, OwnerStory)

_TAKEN = ("owner_email", "effective_at", "end_at", *RETURNS, "due_at", "label")

# By type of event, the fields whose cells ask for it; the first of them that was typed is the one shown as its cause.
# A device that an inventory row creates takes every attribute that the row has: see `_attributes_in`.
_FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    EventType.OWNERSHIP_TAKEN: _TAKEN,
    EventType.OWNERSHIP_RELEASED: ("owner_email", "effective_at", *RETURNS),
    EventType.OWNERSHIP_CANCELLED: ("owner_email", "effective_at"),
    EventType.DEVICE_CREATED: (*IDENTIFIERS, "device_name", "device_type"),
}

_APPROVAL: Mapping[str, pl.DataType] = {
    **dict.fromkeys(
        ("answer", "plan_line", "plan_file", "plan_sha256", "made_by", "made_at", "applied_by"), pl.String()
    ),
    "applied_at": pl.Datetime("us"),
}


def explain(identifier: str, org: str | None, settings: Settings) -> Story | OwnerStory:
    """Everything on record about one device, or one person: attributes, spans, events, and the rows that named it.

    `identifier` is the serial number, asset tag, MAC address, device id or name of a device, as people type it; where
    no device on record has it, the e-mail address, number, login or name of a person. Each event has its rule and the
    cells that led to it; see `with_reasons`. Raises UsageProblem where nothing is on record about it, and where it is a
    name that several devices of one organization have; StateBusy and StoreFailed.
    """
    ledger = settings.ledger.within(org)
    _refuse_ambiguous(identifier, store.find_devices(ledger, identifier))
    story = store.explain(ledger, identifier)
    if not story.devices.is_empty():
        return with_reasons(story, now=clock())
    person = store.explain_owner(ledger, identifier)
    if not person.owners.is_empty():
        return with_reasons(person, now=clock())
    if story.rows.is_empty():
        raise UsageProblem(
            f"No device on record has the serial number, asset tag, MAC address, device number or name "
            f"{sayable(identifier)}, no person has that address, number, login or name, and no row ever gave it.",
            "Check it, or look for it with: rollcall show devices, or: rollcall show owners",
        )
    return with_reasons(story, now=clock())


def with_reasons(story: Told, *, now: datetime) -> Told:
    """The story with the `rule` of each event, the first `cell` that led to it, and all such cells as `said`.

    `said` is a list of `field`, `cell` and `value`, as typed. `cell` is null where the run did not record the letters
    of its columns. The columns `typed`, `columns` and `is_owner_new`, from which these are made, are left out.

    `approval` has, for an event of an applied plan, the answer, the line and the workbook, who made the plan and who
    applied it, and when; it is null for any other event.

    Each span has its `status` at `now`: `past`, `current`, `pending`, or `superseded` where it has been corrected.
    """
    told = [_rule_and_cells(event) for event in story.events.to_dicts()]
    said = pl.List(pl.Struct({"field": pl.String, "cell": pl.String, "value": pl.String}))
    approvals = [_approval(event) for event in story.events.to_dicts()]
    events = story.events.drop("typed", "columns", "is_owner_new").with_columns(
        pl.Series("rule", [rule for rule, _ in told], pl.String),
        pl.Series("cell", [next((one["cell"] for one in cells), None) for _, cells in told], pl.String),
        pl.Series("said", [cells for _, cells in told], said),
        pl.Series("approval", approvals, pl.Struct(dict(_APPROVAL))),
    )
    return replace(story, events=events, spans=story.spans.with_columns(status=_status_expr(now)))


def last_believed(spans: pl.DataFrame) -> pl.DataFrame:
    """Each ownership of a story once, as it is on record now, or was last, in the order of their starts."""
    return spans.sort("recorded_at").unique("id", keep="last", maintain_order=True).sort("start_time", "id")


def _refuse_ambiguous(identifier: str, found: pl.DataFrame) -> None:
    if found.group_by("org_id").len().filter(pl.col("len") > 1).is_empty():
        return
    raise UsageProblem(
        f"{sayable(identifier)} is {outputs.found_text(found)}.",
        f"Name one by its serial number, asset tag or device number, such as: rollcall explain {found['device_id'][0]}",
        code=str(Reason.AMBIGUOUS_DEVICE),
    )


def _status_expr(now: datetime) -> pl.Expr:
    return (
        pl.when(~is_open(pl.col("superseded_at")))
        .then(pl.lit("superseded"))
        .when(pl.col("start_time") > now)
        .then(pl.lit("pending"))
        .when(pl.col("end_time") > now)
        .then(pl.lit("current"))
        .otherwise(pl.lit("past"))
    )


def _approval(event: Event) -> dict[str, Any] | None:
    """The approval of an event of a plan; the answer is always yes, since no other line is carried out."""
    if event["plan_id"] is None:
        return None
    plan = {name: event[name] for name in ("plan_line", "plan_file", "plan_sha256", "made_by", "made_at")}
    return {"answer": YES, **plan, "applied_by": event["user_name"], "applied_at": event["recorded_at"]}


def _rule_and_cells(event: Event) -> tuple[str | None, list[dict[str, str | None]]]:
    payload, typed = json.loads(event["payload"]), json.loads(event["typed"] or "{}")
    columns, part = json.loads(event["columns"] or "{}"), typed.get(DEVICE_COLUMN)
    letters = {field: columns.get(f"{part}|{field}" if part else field) for field in typed}
    cells = [
        {"field": field, "cell": f"{letters[field]}{event['row']}" if letters[field] else None, "value": typed[field]}
        for field in _fields_behind(event, payload, typed)
        if typed.get(field)
    ]
    return _rule(event, payload, typed), cells


def _fields_behind(event: Event, payload: Mapping[str, Any], typed: Mapping[str, str]) -> tuple[str, ...]:
    if event["type"] == EventType.DEVICE_UPDATED:
        return tuple(payload.get("new", {}))
    if event["type"] in (EventType.OWNER_CREATED, EventType.OWNER_UPDATED):
        return _facts_in(payload.get("new") or payload.get("owner") or {})
    if event["type"] == EventType.OWNERSHIP_UPDATED:
        is_moved = payload.get("end_time") != payload.get("previous_end_time")
        is_relabelled = payload.get("label") != payload.get("previous_label")
        is_redated = payload.get("due_at") != payload.get("previous_due_at")
        return (*("end_at", *RETURNS) * is_moved, *("due_at", *RETURNS) * is_redated, *["label"] * is_relabelled)
    if event["type"] == EventType.DEVICE_CREATED and event["kind"] != Kind.ASSIGNMENTS:
        return _attributes_in(typed)
    fields = _FIELDS_OF.get(event["type"], ())
    is_told_to = typed_word(typed.get("action")) == Request.UNASSIGN
    return ("action", *fields) if is_told_to else fields


def _facts_in(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of the facts of a person, by their columns; a name may have been made of two."""
    fields = {column: field for field, column in OWNER_COLUMNS.items()}
    parts = [part.name for part in NAME_PARTS] if "owner_name" in facts else []
    return (*(fields.get(column, column) for column in facts), *parts)


def _attributes_in(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The attributes that a row gives, custom ones last; `<clear>` gives none."""
    named = [field.name for field in ATTRIBUTES] + [name for name in typed if name.startswith(CUSTOM_PREFIX)]
    return tuple(name for name in named if typed_word(typed.get(name)) not in ("", CLEAR))


def _rule(event: Event, payload: Mapping[str, Any], typed: Mapping[str, str]) -> str | None:
    is_undoing = event["undoes"] is not None
    action, reason, type_ = payload.get("action"), payload.get("reason"), event["type"]
    said = decision_rules.rule(type_, action, kind=event["kind"], reason=reason, is_undoing=is_undoing)
    if said is None or is_undoing:
        return said
    is_taken, is_row = type_ == EventType.OWNERSHIP_TAKEN, event["row_id"] is not None
    owner = typed_word(typed.get("owner_email"))
    is_nobody = owner == NOBODY or not (owner or any(typed.get(name) for name in OWNER_NAMING))
    is_new = type_ == EventType.DEVICE_CREATED
    is_by_assignment = event["kind"] == Kind.ASSIGNMENTS
    is_whole = all(typed_word(typed.get(name)) not in ("", CLEAR) for name in REQUIRED_TO_CREATE)
    asides = {
        decision_rules.NEW_OWNER: is_taken and event["is_owner_new"],
        decision_rules.PENDING: is_taken and _is_later(payload, event["recorded_at"]),
        decision_rules.WHOEVER_HOLDS_IT: is_row and action == Action.UNASSIGN and is_nobody,
        decision_rules.FILLED_IN: is_new and not is_by_assignment and not is_whole,
        decision_rules.DEFAULT_TYPE: is_new and is_by_assignment and not typed.get("device_type"),
    }
    return " ".join([said, *(aside for aside, is_so in asides.items() if is_so)])


def _is_later(payload: Mapping[str, Any], recorded_at: datetime) -> bool:
    """True where the ownership begins after the run."""
    # Read back, since texts of instants compare only where both have microseconds or neither has.
    return datetime.fromisoformat(payload["start_time"]) > datetime.fromisoformat(instant_text(recorded_at))
