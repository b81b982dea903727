"""The frames of `model.Digest`: the drop folders, the rows that differ from the ledger, and the nights behind them."""

from schemas.frames.columns import Column, ColumnType, FrameSchema, boolean, instant, integer, text, word
from schemas.vocabulary import Action, Cause, Kind, Outcome

# One row per source with the last run that took files of it, their names (`files`, as `a; b`) and the outcomes of its
# rows; the number of files that wait refused, of rows that differ, and a remark on files that could not be read again.
SOURCES = FrameSchema(
    "Digest.sources",
    (
        *text("source", nullable=False),
        *text("run_id"),
        *instant("recorded_at"),
        *text("files"),
        *integer("rows_in", *(f"rows_{outcome.value}" for outcome in Outcome)),
        *integer("refused", "differs", nullable=False, least=0),
        *text("remark"),
    ),
    key=("source",),
)

# One row per input row of the last files of a source that differs from the ledger: the strongest identifier of its
# `device`, both sides, the cause, and the run that caused it, where there is one; `is_refused` where its file was
# refused as a whole.
DIFFERENCES = FrameSchema(
    "Digest.differences",
    (
        *text("source", "file", nullable=False),
        *text("sheet"),
        *integer("row"),
        word("kind", Kind),
        *text("org_id", "device", "wanted", "current"),
        word("cause", Cause),
        *instant("since"),
        *text("run_id", "reason", "message"),
        *boolean("is_refused"),
    ),
)

# One row per file that waits refused, as `model.Refusal`.
REFUSALS = FrameSchema(
    "Digest.refusals",
    (
        *text("run_id", nullable=False),
        *instant("refused_at", nullable=False),
        *text("source", "file", "sha256", nullable=False),
        *integer("size", "exit_code", nullable=False),
        *text("code", "message", "hint", "path", "kinds", "intent", nullable=False),
    ),
)

# One row per day, in the time zone of the settings, with runs or refused files.
NIGHTS = FrameSchema(
    "Digest.nights",
    (
        Column("day", ColumnType.DATE, nullable=False),
        *integer(*(each.value for each in Action if each is not Action.NONE), "refused", nullable=False, least=0),
    ),
    key=("day",),
)

# One row per owner with devices, those with most first.
OWNERS = FrameSchema(
    "Digest.owners",
    (
        *text("org_id", nullable=False),
        *text("owner_email", "owner_name"),
        *integer("devices", nullable=False, least=1),
    ),
)

# One row per device that somebody holds and that was expected back a day ago or earlier, the longest overdue first.
OVERDUE = FrameSchema(
    "Digest.overdue",
    (
        *text("org_id", nullable=False),
        *integer("device_id", nullable=False),
        *text("device", "device_name", "owner_email", "owner_name"),
        *instant("start_time", "due_at", nullable=False),
        *integer("days_overdue", nullable=False, least=0),
    ),
    key=("device_id",),
)

# One row per device that is held by somebody whose last day has passed, the latest of them first.
LEAVERS = FrameSchema(
    "Digest.leavers",
    (
        *text("org_id", nullable=False),
        *integer("device_id", nullable=False),
        *text("device", "device_name", "owner_email", "owner_name"),
        Column("ends_on", ColumnType.DATE, nullable=False),
        *instant("start_time", nullable=False),
        Column("purchase_price", ColumnType.MONEY),
        *text("currency"),
    ),
    key=("device_id",),
)

# One row per source that has sent nothing usable for longer than the settings expect; `heard_at` is null where it never
# has. `expect_every` is in words, and the message is the whole sentence.
QUIET = FrameSchema(
    "Digest.quiet",
    (
        *text("source", nullable=False),
        *instant("heard_at"),
        *text("expect_every", "message", nullable=False),
    ),
    key=("source",),
)

# The schema of every frame of `model.Digest`, by the name of its field.
DIGEST_FRAMES = {
    "sources": SOURCES,
    "differences": DIFFERENCES,
    "refusals": REFUSALS,
    "nights": NIGHTS,
    "owners": OWNERS,
    "overdue": OVERDUE,
    "leavers": LEAVERS,
    "quiet": QUIET,
}
