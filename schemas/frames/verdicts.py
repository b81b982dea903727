"""The frames of decisions that messages and results are made from, beside those of a change set."""

from schemas.frames.columns import Column, ColumnType, FrameSchema, boolean, instant, integer, text, word
from schemas.frames.state import SPANS
from schemas.vocabulary import Action, Kind, LeaverState, Outcome, Reason, Request

# One row per row of either kind. `at` is the instant of an assignments row; `holder_email` is the owner who held
# its device then, `last_start` and `last_end` are those of the last ownership of the device. `not_on_record` names the
# identifiers of the row that no device has, `several_in` the one that is several in one cell. `owners_meant` are, in
# words, the people whom the identifiers or the name of an owner may mean; `unnamed_owner` is a name that nobody on
# record has, `differing_email` the address that a known person does not have on record. A register row has two, one of
# either kind; `listed_row_id` is the row of the first half, in the second, and `is_following` is true where a half is
# rejected only because the other is.
ROWS = FrameSchema(
    "Decided.rows",
    (
        *integer("row_id", nullable=False, least=1),
        *text("org_id", nullable=False),
        word("outcome", Outcome),
        word("action", Action),
        word("reason", Reason, nullable=True),
        *integer("first_row_id", nullable=False, least=1),
        *integer("device_id"),
        *text("not_on_record", "several_in"),
        word("request", Request, nullable=True),
        *text("owner_email", "holder_email"),
        *instant("at", "end_at"),
        *boolean("clears_end", nullable=True),
        *instant("last_start", "last_end"),
        *boolean("is_cancelling", nullable=True),
        *text("owners_meant", "unnamed_owner", "differing_email"),
        word("kind", Kind),
        *integer("listed_row_id", least=1),
        *boolean("is_following"),
    ),
    key=("row_id",),
)

# One row per device that a row with a mismatch or an ambiguous name may mean.
CANDIDATES = FrameSchema("Decided.candidates", integer("row_id", "device_id", nullable=False))

# One row per row of an unknown device that is likely another one: by which `identifier` (or name), how many are
# `alike`, the `likely` one, and `another` where there are several. `is_on_record` is false where only other rows give
# these; `is_former` where the likely device had this identifier until it got another one. `likely_id` is the device
# where its name tells.
LIKELY = FrameSchema(
    "Decided.likely",
    (
        *integer("row_id", nullable=False, least=1),
        *text("identifier", "given", nullable=False),
        *integer("alike", nullable=False, least=1),
        *text("likely", "another"),
        *boolean("is_on_record", "is_former"),
        *integer("likely_id"),
    ),
    key=("row_id",),
)

# One row per ownership that no row of a full sheet names; `is_held` where it stays all the same.
ABSENT = FrameSchema("Decided.absent", (*SPANS.columns, *boolean("is_held")), key=SPANS.key, later=SPANS.later)

# One row per ownership that somebody holds, or will hold, whose last day (`ends_on`) has passed; `at` is when it would
# end, or ends where it is released.
LEAVERS = FrameSchema(
    "Decided.leavers",
    (
        *SPANS.columns,
        Column("ends_on", ColumnType.DATE, nullable=False),
        *instant("at", nullable=False),
        word("state", LeaverState),
    ),
    key=SPANS.key,
    later=SPANS.later,
)

# One row per `<all>` row: how many devices it has `taken` back, how many it was `unable` to take at that instant, and
# how many it `spared`, since other rows name them.
WHOLES = FrameSchema(
    "Decided.wholes",
    (*integer("row_id", nullable=False, least=1), *integer("taken", "unable", "spared", nullable=False, least=0)),
    key=("row_id",),
)

# The schema of these frames of `core.frames.Decided`, by the name of its field.
VERDICT_FRAMES = {
    "rows": ROWS,
    "candidates": CANDIDATES,
    "likely": LIKELY,
    "absent": ABSENT,
    "leavers": LEAVERS,
    "wholes": WHOLES,
}
