"""The line of the decision table that led to an event, as a sentence for people.

A rule is found by the type of the event and its circumstance: for a device created, the kind of sheet; for an event of
an undo, `UNDONE`; for an event that no row asked for, its reason; for any other, its action.
"""

from collections.abc import Mapping

from schemas.vocabulary import Action, EventType, Kind, Reason

UNDONE = "undone"

RULES: Mapping[tuple[str, str], str] = {
    (EventType.DEVICE_CREATED, Kind.INVENTORY): (
        "The device was not on record, and the inventory row has the name, type and category that it takes: create it."
    ),
    (EventType.DEVICE_CREATED, Kind.REGISTER): (
        "The device was not on record, and the register row has the name, type and category that it takes: create it."
    ),
    (EventType.DEVICE_CREATED, Kind.ASSIGNMENTS): (
        "The device was not on record, and assign rows may create devices (--create-devices): create it."
    ),
    (EventType.DEVICE_UPDATED, Action.UPDATE): (
        "The row says something else than the ledger did: update what differs. Blank cells change nothing."
    ),
    (EventType.OWNER_CREATED, ""): "Nobody on record was the person whom the row means: put the person on record.",
    (EventType.OWNER_UPDATED, ""): (
        "The row of a people sheet says something else of the person than the ledger did: update what differs."
    ),
    (EventType.OWNERSHIP_TAKEN, Action.ASSIGN): "Nobody held the device: assign gives it to the owner of the row.",
    (EventType.OWNERSHIP_TAKEN, Action.REASSIGN): (
        "The device was held by another owner: assign hands it over (--on-conflict reassign)."
    ),
    (EventType.OWNERSHIP_RELEASED, Action.REASSIGN): (
        "An assign row names another owner: the time of the former one ends where that of the new one begins "
        "(--on-conflict reassign)."
    ),
    (EventType.OWNERSHIP_RELEASED, Action.UNASSIGN): "The owner held the device: unassign ends that.",
    (EventType.OWNERSHIP_RELEASED, Reason.ABSENT_FROM_FULL_SHEET): (
        "The full sheet does not name the device (--mode full): what is held within its scope is unassigned."
    ),
    (EventType.OWNERSHIP_RELEASED, Reason.OWNER_LEFT): (
        "The last day of the owner has passed (--leavers release): what such people hold ends with that day, or with "
        "the run where it began later."
    ),
    (EventType.OWNERSHIP_UPDATED, Action.UPDATE): (
        "The owner of the row held the device already, and the row gives another end, due date or label: update."
    ),
    (EventType.OWNERSHIP_CANCELLED, Action.UNASSIGN): (
        "The ownership had not begun yet, and the row's date is its very start: unassign cancels it."
    ),
    (EventType.DEVICE_UPDATED, UNDONE): "A run is undone: the device has again what it had before that run.",
    (EventType.OWNER_UPDATED, UNDONE): "A run is undone: the person has again what stood there before that run.",
    (EventType.OWNERSHIP_TAKEN, UNDONE): "A run is undone: the ownership that it cancelled is in force again.",
    (
        EventType.OWNERSHIP_UPDATED,
        UNDONE,
    ): "A run is undone: the ownership has again the end, due date and label it had before.",
    (EventType.OWNERSHIP_CANCELLED, UNDONE): "A run is undone: the ownership that it began is struck out.",
}

NEW_OWNER = "The owner was not on record either: put on record too."
PENDING = "It begins later than the run: pending until then."
WHOEVER_HOLDS_IT = "An unassign row that names no owner means whoever holds the device."

# Sentences that may be added to a rule about a new device.
FILLED_IN = (
    "What the row leaves blank of these follows from the rest of it, from another row of the device, or from a default."
)
DEFAULT_TYPE = "The row gives no type: that of --default-type is taken."


def rule(type_: str, action: str | None, *, kind: str | None, reason: str | None, is_undoing: bool) -> str | None:
    """The rule behind an event; None where none is known, as for an event of a later Rollcall."""
    circumstance = kind if type_ == EventType.DEVICE_CREATED else reason or action
    return RULES.get((type_, UNDONE if is_undoing else circumstance or ""))
