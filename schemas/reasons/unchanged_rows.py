"""The reasons of rows that ask for nothing new."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import Reason

ALREADY_ASSIGNED = record(
    Reason.ALREADY_ASSIGNED, "The owner already holds this device.", CodeKind.UNCHANGED, row=say()
)

DUPLICATE_ROW = record(
    Reason.DUPLICATE_ROW,
    "This row says the same as an earlier row.",
    CodeKind.UNCHANGED,
    row=say("This row says the same as {first_row}; nothing more was done."),
)

RECORDS = (ALREADY_ASSIGNED, DUPLICATE_ROW)
