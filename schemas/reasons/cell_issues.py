"""The issues of cells that do not reject their row, and what is said of values that a spreadsheet program has damaged.

Damage rejects the row of an identifier (`rejected_cells`), and is a warning about any other text.
"""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Reason, Severity

ENTER_AGAIN = "Format the column as Text, and enter or import it again."
ENTERED = (f"Perhaps {{likely}} was entered. {ENTER_AGAIN}", ENTER_AGAIN)
MEANT = (f"Perhaps {{likely}} is meant. {ENTER_AGAIN}", ENTER_AGAIN)

# What was entered instead of a damaged identifier, where the ledger knows it.
ON_RECORD = (
    f"{{only}} is on record, and may have been entered. {ENTER_AGAIN}",
    f"{{found}} are on record, and one of them may have been entered. {ENTER_AGAIN}",
)

# A number where an identifier should be, by what was lost.
DAMAGED_NUMBERS = {
    "exponent": say('"{value}" is a number in exponent form.', ENTERED),
    "too_long": say(
        '"{value}" is a number that has lost {lost} of its {digits} digits: spreadsheet programs keep {kept}.',
        ENTER_AGAIN,
    ),
    "decimals": say('"{value}" is a number with decimals, not an identifier.', ENTER_AGAIN),
    "shown_as_exponent": say('"{value}" is shown in exponent form.', MEANT),
    "shown_with_zeros": say('"{value}" is shown as {shown}, but the cell holds only the number {text}.', MEANT),
    "mac_without_zeros": say(
        '"{value}" is a number, which has lost the zeros that its {digits} digits begin with.', MEANT
    ),
    "lost_digits": say(
        '"{value}" is a number that has lost {lost} of its {digits} digits: it is only what a spreadsheet program '
        "shows of it.",
        ENTER_AGAIN,
    ),
}

MADE_A_DATE = say('"{value}" is a date: the spreadsheet program made it of what was entered.', ENTERED)

_ENTER_LETTERS = "Correct it; or save the file that it comes from again as CSV UTF-8, and load that."
DAMAGED_TEXT = record(
    Reason.DAMAGED_TEXT,
    "A spreadsheet program has damaged this text.",
    CodeKind.REJECTED,
    CodeKind.ISSUE,
    **DAMAGED_NUMBERS,
    made_a_date=MADE_A_DATE,
    zero=say(
        '"{value}" stands among words; it is kept as it is.',
        "Some programs write 0 for an empty cell: empty it, if nothing is meant.",
    ),
    letters=say(
        '"{value}" was once read in a wrong encoding, which has spoilt its letters.',
        (f"Probably {{likely}} is meant. {_ENTER_LETTERS}", _ENTER_LETTERS),
    ),
)

MARKUP_IN_TEXT = record(
    IssueCode.MARKUP_IN_TEXT,
    "The text has mark-up of a web page in it.",
    CodeKind.ISSUE,
    markup=say(
        '"{value}" has mark-up of a web page in it.',
        ("Perhaps {likely} is meant; it is kept as it is.", "It is kept as it is; correct it if it is not meant."),
        Severity.WARNING,
    ),
)

# A question about an identifier that nobody has, and that looks like one on record or like several.
DID_YOU_MEAN = (
    "Did you mean device {likely_id}, which has this name and no identifier?",
    "{if_many}{alike} {identifier}s on record look like it, such as {likely} and {another}.",
    "Did you mean {likely} or {another}?",
    "Did you mean {likely}?",
)

IDENTIFIER_NOT_ON_RECORD = record(
    IssueCode.IDENTIFIER_NOT_ON_RECORD,
    "An identifier of the row is not on record, though its device is.",
    CodeKind.ISSUE,
    corrected=say(
        "the {identifier} of {device} is {value} from now on; it was {old}, as this export showed in the row.",
        "If it is another device, undo this, and give that one a row of its own, without a device_id.",
        Severity.WARNING,
    ),
    weaker=say(
        "nobody has the {identifier} {value} on record.",
        "Check it: the device was found by a stronger identifier of the row.",
        Severity.WARNING,
    ),
)

OWNER_EMAIL_DIFFERS = record(
    IssueCode.OWNER_EMAIL_DIFFERS,
    "The e-mail address of the row is not the one that its owner has on record.",
    CodeKind.ISSUE,
    other=say(
        "the address {value} is not that on record of {owner_email}, whose number or login the row gives.",
        "If the address has changed, say so with a list of people; the one on record stays until then.",
        Severity.WARNING,
    ),
)

OWNER_NAMED_OTHERWISE = record(
    IssueCode.OWNER_NAMED_OTHERWISE,
    "Rows call one person by different names.",
    CodeKind.ISSUE,
    known=say(
        "the number or login of the row is that of {recorded}, for whom it was taken; but the row says {called}.",
        "Look whether it is the right number. If the name has changed, say so in a list of people.",
        Severity.WARNING,
    ),
    renamed=say(
        "{recorded} is called {called} from now on, since the row gives the same number, login or address.",
        "If it is somebody else, who was given an old number, undo this, and write a new number.",
        Severity.WARNING,
    ),
    row=say(
        "{owner} is new and is put on record as {recorded}, but this row says {called}.",
        "If it is one person, correct the name; if these are two, give each a number or an address of their own.",
        Severity.WARNING,
    ),
)

LIKELY_IDENTIFIER = record(
    IssueCode.LIKELY_IDENTIFIER,
    "An identifier that nobody has looks like another one.",
    CodeKind.ISSUE,
    one=say(
        (
            "{if_former}the {identifier} {value} is not on record any more: it was corrected.",
            "the {identifier} {value} is not on record, but one looks like it.",
        ),
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

_GIVE_DAYS = "If the day matters, write it, as 2025-03-25."
DATE_PRECISION = record(
    IssueCode.DATE_PRECISION,
    "Dates of a column give only a month, a quarter or a year, or also a time of day.",
    CodeKind.ISSUE,
    first=say(
        "{count} dates of this column give no day: each is read as the first day of its month, quarter or year, as "
        '"{text}" in {at} is as {day}.',
        _GIVE_DAYS,
        Severity.NOTE,
    ),
    first_one=say('"{text}" in {at} gives no day, and is read as the first one, {day}.', _GIVE_DAYS, Severity.NOTE),
    last=say(
        "{count} dates of this column give no day: each is read as the last day of its month, quarter or year, as "
        '"{text}" in {at} is as {day}.',
        _GIVE_DAYS,
        Severity.NOTE,
    ),
    last_one=say('"{text}" in {at} gives no day, and is read as the last one, {day}.', _GIVE_DAYS, Severity.NOTE),
    timed=say(
        '{count} dates of this column have a time of day: only the day is kept, as {day} of "{text}" in {at}.',
        "",
        Severity.NOTE,
    ),
    timed_one=say('"{text}" in {at} has a time of day: only the day is kept, {day}.', "", Severity.NOTE),
)

UNLIKELY_DATE = record(
    IssueCode.UNLIKELY_DATE,
    "The date can be read, but is hardly meant.",
    CodeKind.ISSUE,
    long_ago=say(
        '"{value}" is a purchase before 1970, which is kept as it is.',
        "Correct it if it is not meant.",
        Severity.WARNING,
    ),
    ahead=say(
        "the purchase of {value} lies more than a year ahead, and is kept as it is.",
        "Correct it if it is not meant.",
        Severity.WARNING,
    ),
    buddhist_end=say(
        '"{value}" is in the year {year}, which is {likely} in the Buddhist calendar; it is kept as it is.',
        "Write the year as {likely}, if that is meant.",
        Severity.WARNING,
    ),
    ended_before=say(
        '"{value}" is the end of a warranty that begins later, with the purchase ({purchased}).',
        "Check both; they are kept as they are.",
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

PRICE_LOST = record(
    IssueCode.PRICE_LOST,
    "A price that is on record falls to 0, or is emptied.",
    CodeKind.ISSUE,
    zero=say(
        "the price falls from {old} to 0.00.",
        "Some programs write 0 for a price that they do not know: empty the cell to keep the price on record.",
        Severity.WARNING,
    ),
    emptied=say(
        "the price is emptied: {old} is on record.",
        "Leave the cell blank to keep the price on record.",
        Severity.WARNING,
    ),
)

STAND_IN_TAG = record(
    IssueCode.STAND_IN_TAG,
    "A device is known by its number in another system, which a row gives as an asset tag.",
    CodeKind.ISSUE,
    serial=say(
        '"{value}" is on record as the number of a device in another system, which stands for its asset tag: the row '
        "is taken for that device, which gets the serial number {serial}.",
        "If it is another device that has the same number, undo this, and leave its tag out here.",
        Severity.WARNING,
    ),
)

_NUMBERS = "not text ({cells}), and a number loses the zeros that it begins with."
_IF_ZEROS = "If any of them begins with 0, format the column as Text, and enter or import them again."
NUMBERS_AS_IDENTIFIERS = record(
    IssueCode.NUMBERS_AS_IDENTIFIERS,
    "Identifiers of a column are numbers, and may have lost zeros or been given decimals.",
    CodeKind.ISSUE,
    one=say(f"1 identifier of this column is a number, {_NUMBERS}", _IF_ZEROS, Severity.WARNING),
    several=say(f"{{count}} identifiers of this column are numbers, {_NUMBERS}", _IF_ZEROS, Severity.WARNING),
    decimals=say(
        'the column "{title}" has whole numbers that a program has written with decimals: "{text}" is read as {whole}, '
        "and so are all like it.",
        "",
        Severity.NOTE,
    ),
    some_decimals=say(
        'the column "{title}" has whole numbers with decimals among other values: "{text}" is read as {whole}, and so '
        "are all like it.",
        "Look whether they are the ones that are meant, and write them without decimals.",
        Severity.NOTE,
    ),
)

MIXED_CURRENCIES = record(
    IssueCode.MIXED_CURRENCIES,
    "The amounts of a column are of different currencies.",
    CodeKind.ISSUE,
    column=say(
        "the amounts of this column are of different currencies: {signs}. Each keeps its own, and none is converted.",
        "Sums are told for each currency by itself.",
        Severity.NOTE,
    ),
)

RECORDS = (
    IDENTIFIER_NOT_ON_RECORD,
    OWNER_EMAIL_DIFFERS,
    OWNER_NAMED_OTHERWISE,
    LIKELY_IDENTIFIER,
    MIXED_SCRIPTS,
    DAMAGED_TEXT,
    MARKUP_IN_TEXT,
    DATE_PRECISION,
    PRICE_LOST,
    STAND_IN_TAG,
    UNLIKELY_DATE,
    NUMBERS_AS_IDENTIFIERS,
    MIXED_CURRENCIES,
)
