"""The events of a run, and the test for those that are only the first half of a reassign."""

from typing import Any

from schemas.frames.columns import FrameSchema, instant, integer, text, word
from schemas.vocabulary import Action, EventType, Reason

# One row per event, in order; a column that does not apply to it is blank. `plan_line` is the line of the plan that a
# reviewer approved, as `Assign!12`.
EVENTS = FrameSchema(
    "ChangeSet.events",
    (
        *text("org_id", nullable=False),
        word("aggregate", ("device", "owner")),
        *integer("aggregate_id", nullable=False),
        *integer("version", nullable=False, least=1),
        word("type", EventType),
        word("action", Action, nullable=True),
        word("reason", Reason, nullable=True),
        *integer("row_id"),
        *text("file", "sheet"),
        *integer("row", "ownership_id", "owner_id"),
        *text("owner_email", "previous_owner_email"),
        *instant("start_time", "end_time", "previous_end_time"),
        *instant("due_at", "previous_due_at"),
        *text("label", "previous_label", "added_by", "comment", "plan_line"),
    ),
    key=("aggregate", "aggregate_id", "version"),
)

# The events that a reassign begins with: the former owner's ownership is ended, or cancelled.
FIRST_HALVES: tuple[str, ...] = (EventType.OWNERSHIP_RELEASED.value, EventType.OWNERSHIP_CANCELLED.value)


def is_first_half(type_: Any, action: Any) -> Any:
    """True where an event is only the first half of a reassign; both arguments are expressions of columns, as is this.

    A first half belongs to the next event of the same device, which says who holds the device from then on. So it is
    no action, no line of a plan and no change by itself. It is computed from the type and the action, and is not a
    column, so that it can be asked of ledgers and plans of any age. `store.event_payloads` says the same in SQL.
    """
    return (type_.is_in(FIRST_HALVES) & (action == Action.REASSIGN.value)).fill_null(value=False)
