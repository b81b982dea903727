"""The frames of `model.ChangeSet`: all that one run writes."""

from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX
from schemas.frames.columns import FrameSchema, instant, integer, of_field, optional, text, word
from schemas.frames.events import EVENTS
from schemas.frames.state import OWNER_FACTS
from schemas.vocabulary import Action, Kind, Outcome, Reason

# One row per organization that is first used now.
ORGANIZATIONS = FrameSchema("ChangeSet.organizations", text("org_id", nullable=False), key=("org_id",))

# One row per new device, with its attributes; an attribute without a column is blank for all of the devices.
DEVICES_CREATED = FrameSchema(
    "ChangeSet.devices_created",
    (
        *integer("device_id", nullable=False),
        *text("org_id", nullable=False),
        *optional(of_field(field) for field in ATTRIBUTES),
    ),
    key=("device_id",),
    others=CUSTOM_PREFIX,
)

# One row per device and changed attribute: the old and the new value as canonical text.
DEVICE_CHANGES = FrameSchema(
    "ChangeSet.device_changes",
    (*integer("device_id", nullable=False), *text("field", nullable=False), *text("old", "new")),
    key=("device_id", "field"),
)

# One row per device and attribute of which a later value is kept without an event; see `schemas.fields.VOLATILE`.
REFRESHED = FrameSchema(
    "Decision.refreshed",
    (*integer("device_id", nullable=False), *text("field", "new", nullable=False)),
    key=("device_id", "field"),
)

# One row per new owner, with the facts that are known; a fact without a column is blank for all of them.
OWNERS_CREATED = FrameSchema(
    "ChangeSet.owners_created",
    (
        *integer("owner_id", nullable=False),
        *text("org_id", nullable=False),
        *OWNER_FACTS,
    ),
    key=("owner_id",),
)

# One row per owner and changed fact: the old and the new value as canonical text. `field` is a column of owners.
OWNER_CHANGES = FrameSchema(
    "ChangeSet.owner_changes",
    (*integer("owner_id", nullable=False), *text("field", nullable=False), *text("old", "new")),
    key=("owner_id", "field"),
)

# One row per ownership on record that a corrected one replaces, or that is cancelled.
SPANS_SUPERSEDED = FrameSchema(
    "ChangeSet.spans_superseded", integer("ownership_id", nullable=False), key=("ownership_id",)
)

# One row per new or corrected ownership; a corrected one keeps its `ownership_id`.
SPANS_RECORDED = FrameSchema(
    "ChangeSet.spans_recorded",
    (
        *integer("ownership_id", nullable=False),
        *text("org_id", nullable=False),
        *integer("device_id", "owner_id", nullable=False),
        *instant("start_time", "end_time", nullable=False),
        *text("label", "added_by"),
        *instant("due_at"),
    ),
    key=("ownership_id",),
    later=("start_time", "end_time"),
)

_ON_RECORD = [outcome for outcome in Outcome if outcome is not Outcome.UNCHANGED]

# One row per input row that is not `unchanged`; `cells` is the row as it was typed, a JSON object by field.
ROW_OUTCOMES = FrameSchema(
    "ChangeSet.row_outcomes",
    (
        *integer("row_id", nullable=False, least=1),
        word("kind", Kind),
        *text("file", "sheet"),
        *integer("row"),
        word("outcome", _ON_RECORD),
        word("action", Action),
        word("reason", Reason, nullable=True),
        *text("message", "org_id"),
        *integer("device_id"),
        *text("owner_email", "cells"),
    ),
    key=("row_id",),
)

# The schema of every frame of `model.ChangeSet`, by the name of its field.
CHANGE_SET_FRAMES = {
    "organizations": ORGANIZATIONS,
    "devices_created": DEVICES_CREATED,
    "device_changes": DEVICE_CHANGES,
    "owners_created": OWNERS_CREATED,
    "owner_changes": OWNER_CHANGES,
    "spans_superseded": SPANS_SUPERSEDED,
    "spans_recorded": SPANS_RECORDED,
    "events": EVENTS,
    "row_outcomes": ROW_OUTCOMES,
}
