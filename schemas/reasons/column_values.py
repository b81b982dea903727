"""How the values of a column were read, where they leave a choice: dates, words for nothing, currencies."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Severity

_NOTE = Severity.NOTE

_IF_WRONG = "If that is wrong, write them as 2025-03-25, or say --date-order."
DATE_ORDER = record(
    IssueCode.DATE_ORDER,
    "The order of day and month in a column was worked out.",
    CodeKind.ISSUE,
    order=say(
        "the dates are read as {order}, since {at} says {text}.",
        _IF_WRONG,
        Severity.NOTE,
    ),
    header=say("the dates are read as {order}, since the header says {text}.", _IF_WRONG, Severity.NOTE),
    column=say(
        'the dates of this column can be read in two ways: they are read as {order}, since the column "{other}" says '
        "{text}.",
        _IF_WRONG,
        Severity.WARNING,
    ),
    language=say(
        "the dates of this column can be read in two ways: they are read as {order}, as is usual in the language of "
        'the headers ("{other}").',
        _IF_WRONG,
        Severity.WARNING,
    ),
    swapped=say(
        "some dates of this column are texts, and the day and the month of the others may be swapped: {cells}.",
        "A spreadsheet program makes a date of 03/04/2025 by the order of its own country, and leaves 25/03/2025 as "
        "text. Check them; if they are swapped, import the dates again as text, or write all of them as 2025-03-25.",
        Severity.WARNING,
    ),
)

_CHANGES_NOTHING = "A blank cell changes nothing. To empty what is on record, write <clear>."
_REAL_ONE = "Where there is a real one, write it."
BLANK_WORDS = record(
    IssueCode.BLANK_WORDS,
    "Cells of a column hold words for nothing, and are blank.",
    CodeKind.ISSUE,
    one=say(
        '1 cell of the column "{title}" only says that there is nothing ({words}): it is read as blank.',
        _CHANGES_NOTHING,
        _NOTE,
    ),
    several=say(
        '{count} cells of the column "{title}" only say that there is nothing ({words}): they are read as blank.',
        _CHANGES_NOTHING,
        _NOTE,
    ),
    one_identifier=say(
        '1 cell of the column "{title}" holds a placeholder ({words}): it is read as blank.', _REAL_ONE, _NOTE
    ),
    several_identifier=say(
        '{count} cells of the column "{title}" hold placeholders ({words}): they are read as blank.', _REAL_ONE, _NOTE
    ),
)

UNCLEAR_CURRENCY = record(
    IssueCode.UNCLEAR_CURRENCY,
    "The currency of amounts is not clear.",
    CodeKind.ISSUE,
    sign=say(
        (
            '"{sign}" ({at}) may be {could} or another, and nothing says which. Where a device has one of these on '
            "record, or another row says so, it is that; else the sign is kept, and added to no other."
        ),
        'Write three letters, such as USD, or say which is meant in rollcall.toml: currency = "USD".',
        Severity.NOTE,
    ),
    contrary=say(
        'this column says "{own}", and the price beside it "{other}": the column counts. Rows like this: {count}.',
        "Look which of the two is right, and correct the other.",
        Severity.WARNING,
    ),
)

RECORDS = (DATE_ORDER, BLANK_WORDS, UNCLEAR_CURRENCY)
