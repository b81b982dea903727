"""The reasons of rows that contradict the ledger, each other or themselves."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import Reason

_LATER = "Give a later effective_at."

MISSING_DEVICE_TYPE = record(
    Reason.MISSING_DEVICE_TYPE,
    "The device is new and its type is not given.",
    CodeKind.REJECTED,
    row=say(
        "{device} is not on record, and its type is not given.",
        (
            "{did_you_mean} Otherwise fill in device_type, or use --default-type.",
            "Fill in device_type, or use --default-type.",
        ),
    ),
)

AMBIGUOUS_DEVICE = record(
    Reason.AMBIGUOUS_DEVICE,
    "Several devices have this name, or the number alone does not say which device is meant.",
    CodeKind.REJECTED,
    row=say(
        (
            "The number {number} alone does not say which device is meant; on record, it is that of {candidates}.",
            "Several devices are called {device}: {candidates}.",
            "Several devices are called {device}.",
        ),
        (
            "Give its serial number or its asset tag; if {number} is its asset tag, call the column Asset tag.",
            "Give the serial number of the one that is meant.",
        ),
    ),
)

AMBIGUOUS_OWNER = record(
    Reason.AMBIGUOUS_OWNER,
    "Several people on record are known as the owner of this row.",
    CodeKind.REJECTED,
    row=say(
        ("Several people are known as {owner_email}: {owners_meant}.", "Several people are known as {owner_email}."),
        "Give the e-mail address of the one who is meant.",
    ),
)

IDENTIFIER_MISMATCH = record(
    Reason.IDENTIFIER_MISMATCH,
    "The identifiers of this row belong to different devices or people.",
    CodeKind.REJECTED,
    row=say(
        (
            "What this row says of the owner does not belong to one person: {owners_meant}.",
            "The identifiers of this row do not belong to one device: {belongings}.",
            "The identifiers of this row do not belong to one device; on record they are those of {candidates}.",
        ),
        (
            "{if_owners}Keep only what is true of the person who is meant.",
            (
                "Keep only those of the device that is meant. If its {mistyped} on record is wrong, correct that in "
                "the workbook that `rollcall export` writes, and load it."
            ),
            "Keep only those of the device that is meant.",
        ),
    ),
    people_row=say(
        "What this row says does not belong to one person: {owners_meant}.",
        "Keep only what is true of the person who is meant.",
        like="row",
    ),
)

CONFLICTING_ROWS = record(
    Reason.CONFLICTING_ROWS,
    "Several rows say different things about this device or person.",
    CodeKind.REJECTED,
    row=say(
        (
            "{rival} is given for several devices, also in {other_rows}.",
            "This row and {other_rows} say different things about {device}{if_differing}.",
            "This row and {other_rows} say different things about one device{if_differing}.",
            "Several rows say different things about {device}.",
        ),
        (
            "{if_rival}Give each device its own, or name one device in all of these rows.",
            "Keep one of them and delete the {others}; or give each its own identifier, if they are different devices.",
        ),
    ),
    people_row=say(
        (
            "This row and {other_rows} say different things about {device}{if_differing}.",
            "Several rows say different things about {device}.",
        ),
        "Keep one of them and delete the {others}; or give each its own number, if they are different people.",
        like="row",
    ),
)

END_BEFORE_START = record(
    Reason.END_BEFORE_START,
    "The end is not after the start.",
    CodeKind.REJECTED,
    row=say(
        ("The end, {end}, is not after the start, {start}.", "The end, {end}, is not after the start, which is now."),
        "Correct one of the two.",
    ),
)

EFFECTIVE_IN_CLOSED_SPAN = record(
    Reason.EFFECTIVE_IN_CLOSED_SPAN,
    "The date lies in a time that the ledger has already settled.",
    CodeKind.REJECTED,
    row=say(
        (
            "The ledger has settled who held {device} until {closed_end}; {start} lies before that.",
            "The ledger has settled who held {device} before {last_start}; {start} lies before that.",
            "The ledger has settled who held {device} at that time.",
        ),
        ("Give an effective_at from {closed_end} on.", "Give an effective_at after {last_start}.", _LATER),
    ),
)

PENDING_SPAN_EXISTS = record(
    Reason.PENDING_SPAN_EXISTS,
    "An assignment that begins later is already on record.",
    CodeKind.REJECTED,
    row=say(
        "{device} has an assignment on record that begins {at_last_start}.",
        "Give an effective_at after that, or first cancel it with an unassign row at that instant.",
    ),
)

ZERO_LENGTH_SPAN = record(
    Reason.ZERO_LENGTH_SPAN,
    "The current holder's time begins at this very instant.",
    CodeKind.REJECTED,
    row=say("The current assignment of {device} begins {at_last_start}, the very instant of this row.", _LATER),
)

_AGAIN = "or export again and change it there."
CONFLICT_WITH_LEDGER = record(
    Reason.CONFLICT_WITH_LEDGER,
    "The sheet and the ledger have both changed this value.",
    CodeKind.REJECTED,
    row=say((), "Look at both, and load the one that is right."),
    cell=say(
        "{header}: the export said {then}, {you_did}, and the ledger now says {now}{since}.",
        (
            f"{{if_nobody_has_it}}Delete the row to leave it at that, {_AGAIN}",
            f"{{if_owner}}Write {{now}} to leave it at that, {_AGAIN}",
            f"Empty the cell to leave it at that, {_AGAIN}",
        ),
        you_did=("{if_unassigned}you asked to unassign the device", "you wrote {given}", "you cleared it"),
        since=(
            "; since then the device has passed from {holder_then} to {holder_now}",
            "; since then the device was unassigned from {holder_then}",
            "",
        ),
    ),
)

ALREADY_ON_RECORD = record(
    Reason.ALREADY_ON_RECORD,
    "The device is on record already, and only new ones are asked for.",
    CodeKind.REJECTED,
    row=say("{device} is on record already.", "Leave it out; or give the serial number of the new device."),
)

RECORDS = (
    MISSING_DEVICE_TYPE,
    AMBIGUOUS_DEVICE,
    AMBIGUOUS_OWNER,
    IDENTIFIER_MISMATCH,
    CONFLICTING_ROWS,
    END_BEFORE_START,
    EFFECTIVE_IN_CLOSED_SPAN,
    PENDING_SPAN_EXISTS,
    ZERO_LENGTH_SPAN,
    CONFLICT_WITH_LEDGER,
    ALREADY_ON_RECORD,
)
