"""The frames of `model.Plan` beside its change set, such as the outcomes of the rows and the limits."""

from schemas.frames.changes import REFRESHED
from schemas.frames.columns import Column, ColumnType, FrameSchema, boolean, instant, integer, text, word
from schemas.frames.input_rows import ISSUES, ORIGINALS
from schemas.frames.results import ABSENT, LEAVERS
from schemas.vocabulary import Action, Kind, Outcome, Reason

# One row per input row with its outcome; `first_row_id` is the row that was decided in place of a repeated one.
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

# One row per device and owner that the plan touches: the version it had before, 0 if it is new.
VERSIONS = FrameSchema(
    "Plan.versions",
    (
        word("aggregate", ("device", "owner")),
        *integer("aggregate_id", nullable=False),
        *integer("version", nullable=False, least=0),
    ),
    key=("aggregate", "aggregate_id"),
)

# One row per limit: the figure that the plan reaches, and the figure allowed, blank where the limit is off.
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

# The same without a word for people, as it is measured.
LIMIT_FIGURES = FrameSchema(
    "Measured.limits",
    tuple(column for column in LIMITS.columns if column.name not in {"name", "examples"}),
    key=("limit",),
)

# One row per example of what a figure is made of. `subject` is an owner, a type of device, a device or a file; of it
# there is a `count` of a `total`, an `amount`, an identifier (`value`) that the `former` device or person had, or an
# instant (`at`) with its `file, sheet, row`. `org_id` is blank where the figure is that of the whole ledger.
LIMIT_EXAMPLES = FrameSchema(
    "Measured.examples",
    (
        *text("limit", nullable=False),
        *text("org_id", "subject"),
        *integer("count", "total"),
        Column("amount", ColumnType.NUMBER),
        *text("value", "former"),
        *instant("at"),
        *text("file", "sheet"),
        *integer("row"),
    ),
)

# One row per new owner who looks like a known one.
SUSPECTS = FrameSchema(
    "Plan.suspects", text("org_id", "email", "likely_email", "likeness", nullable=False), key=("org_id", "email")
)

# One row per device, owner or ownership that an undo leaves as it is, and the reason.
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

# The schema of every frame of `model.Plan` but those of its change set, by the name of its field.
PLAN_FRAMES = {
    "versions": VERSIONS,
    "judged": JUDGED,
    "originals": ORIGINALS,
    "issues": ISSUES,
    "absent": ABSENT,
    "leavers": LEAVERS,
    "limits": LIMITS,
    "suspects": SUSPECTS,
    "kept": KEPT,
    "refreshed": REFRESHED,
}
