"""The issues of cells that do not reject their row: a second look is worth it."""

from schemas.reasons.damaged_values import ENTERED
from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Severity

# A question about an identifier that nobody has, and that looks like one on record or like several.
DID_YOU_MEAN = ("Did you mean {likely}?", "{alike} {identifier}s on record look like it.")

IDENTIFIER_NOT_ON_RECORD = record(
    IssueCode.IDENTIFIER_NOT_ON_RECORD,
    "A weaker identifier of the row is not on record.",
    CodeKind.ISSUE,
    weaker=say(
        "nobody has the {identifier} {value} on record.",
        "Check it: the device was found by a stronger identifier of the row.",
        Severity.WARNING,
    ),
)

LIKELY_IDENTIFIER = record(
    IssueCode.LIKELY_IDENTIFIER,
    "An identifier that nobody has looks like another one.",
    CodeKind.ISSUE,
    one=say(
        "the {identifier} {value} is not on record, but one looks like it.",
        "{did_you_mean} Correct it if so; nothing is corrected on its own.",
        Severity.WARNING,
    ),
    several=say(
        "the {identifier} {value} is not on record, but {alike} look like it.",
        "{did_you_mean} Check which one is meant; nothing is corrected on its own.",
        Severity.WARNING,
    ),
    date=say(
        '"{value}" looks like a date that a spreadsheet program has made of an identifier.',
        ENTERED,
        Severity.WARNING,
    ),
)

MIXED_SCRIPTS = record(
    IssueCode.MIXED_SCRIPTS,
    "The value has letters of another alphabet among Latin ones.",
    CodeKind.ISSUE,
    letters=say(
        '"{value}" mixes alphabets: {letters}.',
        (
            "Perhaps {likely} is meant; if so, enter it again in Latin letters.",
            "Check it, and enter it again.",
        ),
        Severity.WARNING,
    ),
)

RECORDS = (IDENTIFIER_NOT_ON_RECORD, LIKELY_IDENTIFIER, MIXED_SCRIPTS)
