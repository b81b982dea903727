"""The reasons of rows that have a bad cell, or lack one that is needed."""

from schemas.instants import OPEN_END, instant_text
from schemas.reasons.cell_issues import DAMAGED_NUMBERS, ENTER_AGAIN, MADE_A_DATE
from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import Reason

# The advice where there is no better one.
MEND = "Mend the cell and load the row again."

MISSING_VALUE = record(
    Reason.MISSING_VALUE,
    "A value that is needed is blank.",
    CodeKind.REJECTED,
    row=say((), MEND),
    inventory_row=say(
        (
            "{device} is not on record, and its {blanks} {is_or_are} not given.",
            "The device number {device} is not on record, and a device cannot be created by its number.",
        ),
        (
            "{did_you_mean} Otherwise fill in {blanks}, or use --default-type.",
            "Fill in {blanks}, or use --default-type.",
            "Leave device_id blank and give the serial number.",
        ),
        like="row",
    ),
    sheet=say(
        "{count} rows are of devices that are not on record, and neither type nor category is given.",
        "Say --default-type TYPE (and --default-category CATEGORY) for all of them, or fill in one of the two columns.",
    ),
    owner=say("the owner's e-mail address is missing.", "Write it, or <none> if nobody shall hold the device."),
    owner_name=say("who has the device is missing.", "Write it, or <none> if nobody shall hold the device."),
    merged=say(
        "the cell is part of the merged cells {area}.",
        (
            "{if_within_row}If the row is only a heading, delete it; if not, unmerge them, and write each value in "
            "its own cell.",
            "Unmerge them, and write the value in each row.",
        ),
    ),
)

_TELL_APART = "Give each its own serial number, asset tag or MAC address."
MISSING_IDENTIFIER = record(
    Reason.MISSING_IDENTIFIER,
    "The row names no device or person.",
    CodeKind.REJECTED,
    row=say((), "Give a serial number, asset tag, MAC address, device number or name."),
    people_row=say(
        "{device} would be left without an e-mail address, a number, a login and a name.",
        "Keep at least one of them.",
        like="row",
    ),
    inventory_row=say(
        "Several rows of the file are called {device}, and nothing else tells them apart.", _TELL_APART, like="row"
    ),
    sheet=say("{count} rows share their name with another row, and nothing else tells them apart.", _TELL_APART),
    no_person=say("the row names nobody.", "Give an e-mail address, an employee number, a login or a name."),
    no_device=say(
        "the row names no device.", "Give a serial number, an asset tag, a MAC address, a device id or a name."
    ),
)

INVALID_VALUE = record(
    Reason.INVALID_VALUE,
    "The value is not allowed here.",
    CodeKind.REJECTED,
    text=say('"{value}" is not allowed here.', "Correct it or empty the cell."),
    mac=say('"{value}" is not the network address of a device.', "Write it as AA:BB:CC:DD:EE:FF."),
    boolean=say('"{value}" is neither yes nor no.', "Write yes or no."),
    list=say('"{value}" is not a list.', "Write the entries with ; between them."),
    currency=say('"{value}" is not a currency.', "Write its three letters, such as EUR or USD."),
    layout=say('"{value}" is not a keyboard layout.', "Write its key, like FRENCH_AZERTY."),
    clear=say('"{value}" is not allowed in this column.', "Leave the cell blank to change nothing."),
    nobody=say('"{value}" belongs in owner_email only.', "Use <clear> to empty a value, or leave the cell blank."),
    all=say(
        '"{value}" means every device of an owner, and belongs in the identifier of an unassign row only.',
        "Name the device.",
    ),
    all_assigned=say(
        '"{value}" means every device of an owner: a row can take them all back, but not give them.',
        "Write unassign as the action, or name the device.",
    ),
    all_and_one=say('"{value}" means every device of an owner, and the row names one, too.', "Keep one of the two."),
    all_of_nobody=say(
        '"{value}" means every device of an owner, and the row names no owner.', "Write whose devices are meant."
    ),
    end_on_unassign=say(
        '"{value}" is an end, but the row takes the device away.',
        "Empty the cell; give the day of an unassign as effective_at.",
    ),
    header_again=say(
        '"{value}" is a header: another table begins here, with other columns.',
        "Move that table to a sheet of its own.",
    ),
    title_again=say(
        '"{value}" is the title of another table, which begins in the next row.',
        "Move that table to a sheet of its own.",
    ),
    other_header=say(
        '"{value}" stands below "{other}" ({at}), which is not "{title}".',
        "Move that table, with its header, to a sheet of its own.",
    ),
)

_NO_ADDRESS = '"{value}" is not an e-mail address.'
INVALID_EMAIL = record(
    Reason.INVALID_EMAIL,
    "The value is not an e-mail address.",
    CodeKind.REJECTED,
    email=say(_NO_ADDRESS, "Write it as name@company.com."),
    nobody_meant=say(
        _NO_ADDRESS, "Write it as name@company.com, or <none> if nobody shall hold the device.", like="email"
    ),
)

_NO_DATE = '"{value}" is not a date.'
_OUTSIDE_YEARS = '"{value}" lies outside the years {first_year} to {last_year}.'
_NOT_BEFORE_OPEN_END = f'"{{value}}" is not before the open end ({instant_text(OPEN_END)}).'
_LEAVE_OPEN = "Correct it; or leave the cell blank, or write <clear>, for an end that is open."
INVALID_DATE = record(
    Reason.INVALID_DATE,
    "The value is not a date.",
    CodeKind.REJECTED,
    date=say(_NO_DATE, "Write it as 2025-03-01, or format the cell as a date."),
    instant=say(
        _NO_DATE,
        "Write it as 2025-03-01 or 2025-03-01T09:00:00Z, or format the cell as a date.",
        like="date",
    ),
    outside_years=say(_OUTSIDE_YEARS, "Correct the year."),
    end_outside_years=say(_OUTSIDE_YEARS, _LEAVE_OPEN, like="outside_years"),
    open_end=say(_NOT_BEFORE_OPEN_END, "Correct the date."),
    end_open_end=say(_NOT_BEFORE_OPEN_END, _LEAVE_OPEN, like="open_end"),
    no_year=say('"{value}" is a day of which the year is not told.', "Write it with its year, as 2025-03-01."),
    skipped=say(
        '"{value}" does not exist in {timezone}: the clocks were put forward.',
        "Write another time, or one with its offset, like 2025-03-01T09:00:00Z.",
    ),
    other_order=say(
        '"{value}" is not a date in the order of day and month that was asked for.',
        "Correct it, or write it as year-month-day, such as 2025-12-31; or leave --date-order out.",
    ),
    buddhist=say(
        '"{value}" is in the year {year}, and {year} is {likely} in the Buddhist calendar.',
        "Write the year as {likely}, if that is meant; else correct it.",
    ),
    other_calendar=say(
        '"{value}" looks like a date of the {calendar} calendar.',
        "Write it as a date like 2025-03-01; its year is probably {likely}.",
    ),
    counted=say(
        '"{value}" is a number, not a date.', "{text} is how Excel counts {likely}: format the cell as a date."
    ),
)

AMBIGUOUS_DATE = record(
    Reason.AMBIGUOUS_DATE,
    "The date can be read in two ways.",
    CodeKind.REJECTED,
    date=say(
        '"{value}" can be read in two ways, and its column does not tell which is meant.',
        "Write it as 2025-03-04, format the cells as dates, or say --date-order dmy or --date-order mdy.",
    ),
    year_or_day=say(
        '"{value}" may be a month and its year, or a day without one, and its column does not tell which is meant.',
        "Write a month as 2024-08, and a day with its year, as 2024-08-24.",
    ),
)

INVALID_NUMBER = record(
    Reason.INVALID_NUMBER,
    "The value is not a number.",
    CodeKind.REJECTED,
    integer=say('"{value}" is not a whole number.', "Write digits only, like 36."),
    decimal=say('"{value}" is not an amount with at most two decimals.', "Write it as 1234.50."),
    ambiguous=say(
        '"{value}" can be read as thousands and as an amount with three decimals.',
        "Write it as 1234.00, or with two decimals.",
    ),
    below_zero=say('"{value}" is below zero.', "Write digits only, like 36, or leave the cell blank."),
)

_NO_ACTION = '"{value}" is not an action.'
INVALID_ACTION = record(
    Reason.INVALID_ACTION,
    "The action is not one of assign and unassign.",
    CodeKind.REJECTED,
    action=say(_NO_ACTION, "Write assign or unassign; blank means assign."),
    assign_meant=say(_NO_ACTION, "Write assign or unassign; here probably assign, or nothing.", like="action"),
    unassign_meant=say(_NO_ACTION, "Write assign or unassign; here probably unassign.", like="action"),
)

PLACEHOLDER_IDENTIFIER = record(
    Reason.PLACEHOLDER_IDENTIFIER,
    "The row names its device, or its person, by a placeholder only.",
    CodeKind.REJECTED,
    only=say(
        '"{value}" is a placeholder, not an identifier, and nothing else in the row names the device.',
        "Write the real one, or give another identifier: a serial number, an asset tag, a MAC address or a name.",
    ),
    only_person=say(
        '"{value}" is a placeholder, and nothing else in the row says who is meant.',
        "Write the real one, or give another: an e-mail address, an employee number, a login or a name.",
    ),
)

DAMAGED_IDENTIFIER = record(
    Reason.DAMAGED_IDENTIFIER,
    "The spreadsheet program has damaged this identifier.",
    CodeKind.REJECTED,
    **DAMAGED_NUMBERS,
    made_a_date=MADE_A_DATE,
    truth_value=say('"{value}" is a truth value (yes or no), not a text.', ENTER_AGAIN),
)

SEVERAL_IDENTIFIERS = record(
    Reason.SEVERAL_IDENTIFIERS,
    "One cell holds several identifiers.",
    CodeKind.REJECTED,
    row=say(
        '"{several}" is several identifiers, or a range of them, in one cell.',
        "Write one row per device; copy the other cells of the row.",
    ),
)

ERROR_CELL = record(
    Reason.ERROR_CELL,
    "The cell holds an error instead of a value.",
    CodeKind.REJECTED,
    error=say('"{value}" is an error, not a value.', "Correct the formula, or empty the cell."),
)

NO_SAVED_VALUE = record(
    Reason.NO_SAVED_VALUE,
    "The formula in this cell was saved without its value.",
    CodeKind.REJECTED,
    formula=say("the formula was saved without its value.", "Open the file in Excel, save it, and use it again."),
)

RECORDS = (
    MISSING_VALUE,
    MISSING_IDENTIFIER,
    INVALID_VALUE,
    INVALID_EMAIL,
    INVALID_DATE,
    AMBIGUOUS_DATE,
    INVALID_NUMBER,
    INVALID_ACTION,
    PLACEHOLDER_IDENTIFIER,
    DAMAGED_IDENTIFIER,
    SEVERAL_IDENTIFIERS,
    ERROR_CELL,
    NO_SAVED_VALUE,
)
