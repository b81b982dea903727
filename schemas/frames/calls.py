"""The frames of calls over HTTP that are committed with their run."""

from schemas.frames.columns import FrameSchema, instant, integer, text

# One row per call that is carried out.
CALLS = FrameSchema(
    "Kept.calls",
    (*text("call_id", "org_id", "key_id", "key_name", "operation", nullable=False), *integer("status", nullable=False)),
    key=("call_id",),
)

# One row per answer that is kept: `body` is its JSON.
ANSWERS = FrameSchema(
    "Kept.answers",
    (
        *text("key_id", "idempotency_key", "sha256", "call_id", nullable=False),
        *integer("status", nullable=False),
        *text("body", nullable=False),
    ),
    key=("key_id", "idempotency_key"),
)

# One row per answer as it is kept on record.
ANSWERS_KEPT = FrameSchema(
    "Kept.answers on record",
    (*ANSWERS.columns, *integer("state_version", nullable=False), *instant("answered_at", nullable=False)),
    key=ANSWERS.key,
)
