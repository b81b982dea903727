"""The frames of `model.Plan` beside its change set: what becomes of the rows, and how far the plan goes."""

from schemas.frames.columns import Column, ColumnType, FrameSchema, boolean, integer, text, word
from schemas.frames.input_rows import ISSUES, ORIGINALS
from schemas.frames.results import ABSENT
from schemas.vocabulary import Action, Kind, Outcome, Reason

JUDGED = FrameSchema(
    "Plan.judged",
    (
        *integer("row_id", nullable=False, least=1),
        word("kind", Kind),
        *text("file", "sheet", nullable=False),
        *integer("row", nullable=False),
        word("outcome", Outcome),
        word("action", Action),
        word("reason", Reason, nullable=True),
        *text("message", "org_id"),
        *integer("device_id"),
        *text("owner_email"),
        *integer("first_row_id"),
    ),
    key=("row_id",),
)
"""One row per input row and what became of it; `first_row_id` is the row that was decided in its place."""

VERSIONS = FrameSchema(
    "Plan.versions",
    (
        word("aggregate", ("device", "owner")),
        *integer("aggregate_id", nullable=False),
        *integer("version", nullable=False, least=0),
    ),
    key=("aggregate", "aggregate_id"),
)
"""One row per device and owner that the plan touches: the version it had before, 0 if it is new."""

LIMITS = FrameSchema(
    "Plan.limits",
    (
        *text("limit", "name", nullable=False),
        Column("figure", ColumnType.NUMBER, nullable=False),
        Column("allowed", ColumnType.NUMBER),
        *integer("population"),
        *boolean("is_over", "is_overridden"),
        *text("examples"),
    ),
    key=("limit",),
)
"""One row per limit: how far the plan goes, and how far it may; blank where the limit is off."""

SUSPECTS = FrameSchema(
    "Plan.suspects", text("org_id", "email", "likely_email", "likeness", nullable=False), key=("org_id", "email")
)
"""One row per new owner who looks like a known one."""

KEPT = FrameSchema(
    "Plan.kept",
    (
        *text("what", nullable=False),
        *text("org_id"),
        *integer("device_id"),
        *text("serial_number", "owner_email"),
        *text("why", "message", nullable=False),
    ),
)
"""Of an undo, one row per thing that stays as it is."""

PLAN_FRAMES = {
    "versions": VERSIONS,
    "judged": JUDGED,
    "originals": ORIGINALS,
    "issues": ISSUES,
    "absent": ABSENT,
    "limits": LIMITS,
    "suspects": SUSPECTS,
    "kept": KEPT,
}
"""Every frame of `model.Plan` beside its change set, by its name there."""
