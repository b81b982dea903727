"""The reasons of devices that no row names: a sheet is meant to name them all, or their owner has left."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import Reason

ABSENT_FROM_FULL_SHEET = record(
    Reason.ABSENT_FROM_FULL_SHEET, "The full sheet does not name this device.", CodeKind.ABSENT, row=say()
)

ABSENT_HELD = record(
    Reason.ABSENT_HELD,
    "Not taken away, because a row of the full sheet names a device that is not on record.",
    CodeKind.ABSENT,
    row=say(),
)

MISSING_FROM_INVENTORY = record(
    Reason.MISSING_FROM_INVENTORY, "The complete inventory does not name this device.", CodeKind.ABSENT, row=say()
)

OWNER_LEFT = record(Reason.OWNER_LEFT, "The last day of its owner has passed.", CodeKind.ABSENT, row=say())

RECORDS = (ABSENT_FROM_FULL_SHEET, ABSENT_HELD, MISSING_FROM_INVENTORY, OWNER_LEFT)
