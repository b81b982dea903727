"""The events of a run, and which of them only begin a reassign."""

from typing import Any

from schemas.vocabulary import Action, EventType

FIRST_HALVES: tuple[str, ...] = (EventType.OWNERSHIP_RELEASED.value, EventType.OWNERSHIP_CANCELLED.value)
"""How a reassign begins: what the former owner held ends, or never comes about."""


def is_first_half(type_: Any, action: Any) -> Any:
    """True where an event is only the first half of a reassign; both arguments are expressions of columns, as is this.

    It belongs to the event after it, of the same device, which says who holds the device from then on: so it is no
    action, no line of a plan and no change by itself. It follows from what every event says of itself, and is no
    column: ledgers and plans of any age can be asked. `store.write.event_payloads` says the same in SQL.
    """
    return (type_.is_in(FIRST_HALVES) & (action == Action.REASSIGN.value)).fill_null(value=False)
