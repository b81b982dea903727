"""The reasons of rows that are good, but do not apply, or ask for nothing new.

`{left}` says what was left as it was: everything, or of a register row who has the device, since its other half may be
applied.
"""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import Reason, Severity

UNKNOWN_DEVICE = record(
    Reason.UNKNOWN_DEVICE,
    "No device on record has this identifier.",
    CodeKind.SKIPPED,
    CodeKind.ISSUE,
    row=say(
        "{device} is not on record; nothing was changed.",
        (
            "{did_you_mean} Otherwise add the device with an inventory sheet.",
            "Check the identifier, or add the device with an inventory sheet.",
        ),
    ),
    sheet=say(
        "none of the rows ({count}) names a device on record; the sheet is read as a list of who has which device, not "
        "of what the devices are.",
        "To put these devices on record, say --kind register. If they should be on record, check the identifiers.",
        Severity.WARNING,
    ),
    some=say(
        "some rows ({count}) name devices that are not on record, and were left out; the sheet is read as a list of "
        "who has which device, not of what the devices are.",
        "If these are new devices, put them on record by saying --kind register. Otherwise check their identifiers.",
        Severity.WARNING,
    ),
    first_list=say(
        "no device is on record yet, so that the sheet is read as a list of what the devices are, too.",
        "If it only says who has which device, load the list of the devices with it or before it, or say --kind "
        "assignments.",
        Severity.NOTE,
    ),
)

UNKNOWN_OWNER = record(
    Reason.UNKNOWN_OWNER,
    "The owner whom this row names is not on record.",
    CodeKind.SKIPPED,
    CodeKind.ISSUE,
    row=say(
        (
            "Nobody on record is called {unnamed_owner}; {left}.",
            "No owner on record has the e-mail address {owner_address}; {left}.",
            "Nobody on record is known as {owner_email}; {left}.",
        ),
        (
            "{if_unnamed}Give the e-mail address, the number or the login; or put people on record by their names "
            "alone with --owners-by-name.",
            "Check its spelling; an assign row creates the owner unless --no-create-owners is given.",
        ),
    ),
    people_row=say(
        ("Nobody on record is called {unnamed_owner}; {left}.", "{device} is not on record; {left}."),
        (
            "{if_unnamed}Give the e-mail address, the number or the login; or put people on record by their names "
            "alone with --owners-by-name.",
            "Leave out --no-create-owners to put people on record.",
        ),
        like="row",
    ),
    people_sheet=say(
        (
            "one row gives of a person only a name that nobody on record has, {only}.",
            "{count} rows give of people only names that nobody on record has, such as {example}.",
        ),
        "Say --owners-by-name to put people on record by their names alone; or give the e-mail addresses, the numbers "
        "or the logins.",
        Severity.WARNING,
    ),
    sheet=say(
        (
            "one row names its owner by a name that nobody on record has, {only}: nobody gets its device.",
            "{count} rows name their owners by names that nobody on record has, such as {example}: nobody gets their "
            "devices.",
        ),
        "Say --owners-by-name to put people on record by their names alone; or give the e-mail addresses, the numbers "
        "or the logins.",
        Severity.WARNING,
    ),
    places=say(
        (
            "one row gives its device to {only}, which looks like a place, a department or a spare device, not like a "
            "person.",
            "{count} rows give their devices to {example} and the like, which look like places, departments or spare "
            "devices, not like people.",
        ),
        "If nobody has them, write <none> for the owner, and the place as the location or the department; then load "
        "the file again.",
        Severity.WARNING,
    ),
)

NOT_ASSIGNED = record(
    Reason.NOT_ASSIGNED,
    "Nobody holds this device.",
    CodeKind.SKIPPED,
    row=say("Nobody holds {device}, so there is nothing to unassign."),
)

_HELD = ("{device} is held by {holder_email}; {left}.", "Another owner holds {device}.")
OWNED_BY_OTHER = record(
    Reason.OWNED_BY_OTHER,
    "Another owner holds this device.",
    CodeKind.SKIPPED,
    CodeKind.REJECTED,
    row=say(_HELD, "An assign row with --on-conflict reassign hands it over."),
    assign_row=say(_HELD, "Use --on-conflict reassign to hand it over.", like="row"),
    unassign_row=say(_HELD, "Name that owner, or leave the owner blank, to unassign it.", like="row"),
    halves=say(
        (
            "one row gives its device, {only}, to somebody who does not hold it: the holder keeps it, and only the "
            "rest of the row counts.",
            "{count} rows give their devices, such as {example}, to people who do not hold them: the holders keep "
            "them, and only the rest of the rows counts.",
        ),
        "To hand them over, say --on-conflict reassign.",
        Severity.WARNING,
    ),
)

ATOMIC_ABORT = record(
    Reason.ATOMIC_ABORT,
    "Nothing was written, because another row of this run was rejected.",
    CodeKind.SKIPPED,
    row=say((), "Mend the rejected rows and load the file again."),
)

STALE = record(
    Reason.STALE,
    "The device or owner has changed since the plan was made.",
    CodeKind.SKIPPED,
    row=say((), "Make the plan again."),
)

NOT_APPROVED = record(Reason.NOT_APPROVED, "The reviewer did not approve this row.", CodeKind.SKIPPED, row=say())

SUSPECT_OWNER = record(
    Reason.SUSPECT_OWNER,
    "The e-mail address looks like a slip of a known one.",
    CodeKind.SKIPPED,
    CodeKind.ISSUE,
    row=say(
        (
            "{owner_email} has the name of {namesake}, who is on record; {left}.",
            "{owner_email} looks like a slip of {likely_email}; {left}.",
        ),
        "Correct the e-mail address, or let it in with --allow new-owner={owner_email}.",
    ),
    slip=say(
        "{owner_email} looks like a slip of {likely_email}.",
        (
            "{if_held}Correct the e-mail address, or let it in with --allow new-owner={owner_email}.",
            "Correct it if that owner is meant; with --guard hold, the rows of such owners are skipped.",
        ),
        Severity.WARNING,
    ),
    namesake=say(
        "the new owner {owner_email} has the name of {namesake}, who is on record.",
        (
            "{if_held}If that is the person, give the address or number on record, else let the new owner in with "
            "--allow new-owner={owner_email}.",
            "If that is the person, give the address or number on record; with --guard hold, the rows of such owners "
            "are skipped.",
        ),
        Severity.WARNING,
    ),
)

# What a new device has in common with another one, and what to do where they are one device.
RESEMBLING = (
    "{if_former}{given} was once the {identifier} of {alike} devices, such as {likely} and {another}",
    "{if_former}{given} was the {identifier} of the device {likely} until that was corrected",
    "{given} is the name of device {likely_id}, which has no identifier on record",
    "{if_many}{given} looks like {alike} on record, such as {likely} and {another}",
    "{if_rows}{given} looks like {likely} and {another}, which other rows give",
    "{if_rows}{given} looks like {likely}, which another row gives",
    "{given} looks like {likely} and {another}, which are on record",
    "{given} looks like {likely}, which is on record",
)
REMEDIES = (
    "If it is that device, give its number {likely_id} as the device_id beside the identifier",
    "{if_rows}If they are one device, write it in one way in all rows",
    "If it is {likely} or {another}, write it like that",
    "If it is that device, write {likely}",
)

SUSPECT_DEVICE = record(
    Reason.SUSPECT_DEVICE,
    "The device is new, but likely one that is there already.",
    CodeKind.SKIPPED,
    CodeKind.ISSUE,
    row=say(
        "{resembling}; nothing was changed.",
        '{remedy}; if it is new all the same, let it in with --allow "new-device={given}".',
    ),
    alike=say(
        "{resembling}.",
        (
            '{if_held}{remedy}; if it is new all the same, let it in with --allow "new-device={given}".',
            "{remedy}; with --device-guard hold, the rows of such devices are skipped.",
        ),
        Severity.WARNING,
    ),
)

ALREADY_ASSIGNED = record(
    Reason.ALREADY_ASSIGNED, "The owner already holds this device.", CodeKind.UNCHANGED, row=say()
)

DUPLICATE_ROW = record(
    Reason.DUPLICATE_ROW,
    "This row says the same as an earlier row.",
    CodeKind.UNCHANGED,
    row=say("This row says the same as {first_row}; nothing more was done."),
)

RECORDS = (
    ALREADY_ASSIGNED,
    DUPLICATE_ROW,
    UNKNOWN_DEVICE,
    UNKNOWN_OWNER,
    NOT_ASSIGNED,
    OWNED_BY_OTHER,
    ATOMIC_ABORT,
    STALE,
    NOT_APPROVED,
    SUSPECT_OWNER,
    SUSPECT_DEVICE,
)
