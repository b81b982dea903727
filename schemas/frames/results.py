"""The frames of `model.Results`, each of them a sheet of the result workbook. Open ends are blank here."""

from schemas.frames.columns import Column, ColumnType, FrameSchema, instant, integer, text, word
from schemas.frames.input_rows import ISSUES
from schemas.vocabulary import Action, Kind, LeaverState, Outcome, Reason

# What a device cost, and in which currency: its own, else that of the settings.
_PRICE = (Column("purchase_price", ColumnType.MONEY), *text("currency"))
_PLACE = (*text("file", "sheet"), *integer("row"))

# One row per action, and one per person whose facts change, who has no `device_id`.
CHANGES = FrameSchema(
    "Results.changes",
    (
        word("action", Action),
        *text("org_id", "serial_number", "asset_tag"),
        *integer("device_id"),
        *text("device_name", "owner_email", "previous_owner_email"),
        *instant("effective_at", "end_at", "due_at"),
        *text("old", "new"),
        *_PRICE,
        *text("reason"),
        *_PLACE,
        *text("owner_name", "previous_owner_name"),
    ),
)

# One row per line of an applied plan that was not carried out.
LEFT_OUT = FrameSchema("Results.left_out", (*CHANGES.columns, *text("plan_line")))

# One row per input row that is listed: its cells under their headers, and its outcome.
ROWS = FrameSchema(
    "Results.rows",
    (
        word("_kind", Kind),
        word("_outcome", Outcome),
        word("_action", Action),
        word("_reason", Reason, nullable=True),
        *text("_message", "_file", "_sheet"),
        *integer("_row"),
    ),
    others="",
)

# One row per owner who took or lost a device, with the devices that the owner still has.
OWNERS = FrameSchema(
    "Results.owners",
    (
        *text("org_id", nullable=False),
        *text("owner_email", "owner_name"),
        *integer("taken", "released", "devices_remaining", nullable=False, least=0),
        *text("remaining"),
    ),
)

# One row per new device or owner.
CREATED = FrameSchema(
    "Results.created",
    (
        word("what", ("device", "owner")),
        *text("org_id", nullable=False),
        *integer("id", nullable=False),
        *text("serial_number", "name", "type", "category", "owner_email"),
        *_PRICE,
        *_PLACE,
    ),
    key=("what", "id"),
)

# One row per value that the run replaced: of an attribute, of an ownership, or of a fact of a person.
BEFORE = FrameSchema(
    "Results.before",
    (
        word("what", ("device", "ownership", "owner")),
        *text("org_id", nullable=False),
        *integer("device_id"),
        *text("serial_number", "field", "value"),
        *integer("ownership_id"),
        *text("owner_email"),
        *instant("start_time", "end_time"),
        *text("label"),
        *instant("due_at"),
    ),
)

# One row per open ownership whose device no row of a full sheet names, and per device that a complete inventory
# does not name.
ABSENT = FrameSchema(
    "Results.absent",
    (
        word("what", ("ownership", "device")),
        word("reason", Reason),
        *text("org_id", "serial_number", "asset_tag"),
        *integer("device_id"),
        *text("device_name", "owner_email"),
        *instant("start_time", "end_time"),
        *_PRICE,
        *text("owner_name"),
    ),
)

# One row per ownership that somebody has, or will have, whose last day has passed: those who left last come first.
LEAVERS = FrameSchema(
    "Results.leavers",
    (
        word("state", LeaverState),
        *text("org_id", "owner_email", "owner_name"),
        Column("ends_on", ColumnType.DATE, nullable=False),
        *text("serial_number", "asset_tag"),
        *integer("device_id", nullable=False),
        *text("device_name"),
        *instant("start_time", "end_time"),
        *_PRICE,
        *integer("ownership_id", nullable=False),
    ),
    key=("ownership_id",),
)

# The schema of every frame of `model.Results`, by the name of its field.
RESULTS_FRAMES = {
    "changes": CHANGES,
    "rows": ROWS,
    "owners": OWNERS,
    "created": CREATED,
    "before": BEFORE,
    "absent": ABSENT,
    "leavers": LEAVERS,
    "issues": ISSUES,
    "left_out": LEFT_OUT,
}
