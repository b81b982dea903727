"""What is said of a value that a spreadsheet program has damaged: of an identifier it rejects, of others it warns."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode

ENTER_AGAIN = "Format the column as Text, and enter or import it again."
ENTERED = (f"Perhaps {{likely}} was entered. {ENTER_AGAIN}", ENTER_AGAIN)
MEANT = (f"Perhaps {{likely}} is meant. {ENTER_AGAIN}", ENTER_AGAIN)

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

DAMAGED_TEXT = record(
    IssueCode.DAMAGED_TEXT,
    "A spreadsheet program has damaged this text.",
    CodeKind.ISSUE,
    **DAMAGED_NUMBERS,
    made_a_date=MADE_A_DATE,
)

RECORDS = (DAMAGED_TEXT,)
