"""The message about a bad cell: its code, its sentence and its advice, per type of field."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from pipeline.intake.cells.values.instants import FIRST_YEAR, LAST_YEAR
from schemas.fields import FieldType
from schemas.instants import OPEN_END, instant_text
from schemas.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class Complaint:
    """`said` goes on from the quoted value; where it does not quote it, `is_quoting` is false."""

    code: Reason
    said: str
    hint: str
    is_quoting: bool = True

    def said_expr(self, value: pl.Expr) -> pl.Expr:
        """The sentence about each of these values."""
        if not self.is_quoting:
            return pl.lit(self.said)
        return pl.concat_str(pl.lit('"'), value, pl.lit(f'" {self.said}'))


_WRITE_DATE = "Write it as 2025-03-01, or format the cell as a date."

BY_TYPE: dict[FieldType, Complaint] = {
    FieldType.TEXT: Complaint(Reason.INVALID_VALUE, "is not allowed here.", "Correct it or empty the cell."),
    FieldType.IDENTIFIER: Complaint(
        Reason.INVALID_VALUE, "is a placeholder, not an identifier.", "Write the real one, or empty the cell."
    ),
    FieldType.MAC: Complaint(
        Reason.INVALID_VALUE, "is not the network address of a device.", "Write it as AA:BB:CC:DD:EE:FF."
    ),
    FieldType.EMAIL: Complaint(Reason.INVALID_EMAIL, "is not an e-mail address.", "Write it as name@company.com."),
    FieldType.INTEGER: Complaint(Reason.INVALID_NUMBER, "is not a whole number.", "Write digits only, like 36."),
    FieldType.DECIMAL: Complaint(
        Reason.INVALID_NUMBER, "is not an amount with at most two decimals.", "Write it as 1234.50."
    ),
    FieldType.DATE: Complaint(Reason.INVALID_DATE, "is not a date.", _WRITE_DATE),
    FieldType.INSTANT: Complaint(
        Reason.INVALID_DATE,
        "is not a date.",
        "Write it as 2025-03-01 or 2025-03-01T09:00:00Z, or format the cell as a date.",
    ),
    FieldType.BOOLEAN: Complaint(Reason.INVALID_VALUE, "is neither yes nor no.", "Write yes or no."),
    FieldType.LIST: Complaint(Reason.INVALID_VALUE, "is not a list.", "Write the entries with ; between them."),
    FieldType.LAYOUT: Complaint(
        Reason.INVALID_VALUE, "is not a keyboard layout.", "Write its key, like FRENCH_AZERTY."
    ),
    FieldType.ACTION: Complaint(
        Reason.INVALID_ACTION, "is not an action.", "Write assign or unassign; blank means assign."
    ),
}

OUTSIDE_YEARS = Complaint(
    Reason.INVALID_DATE, f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", "Correct the year."
)
NOT_BEFORE_OPEN_END = Complaint(
    Reason.INVALID_DATE, f"is not before the open end ({instant_text(OPEN_END)}).", "Correct the date."
)
HAS_TIME_OF_DAY = Complaint(
    Reason.INVALID_DATE, "has a time of day, and only a day belongs here.", "Write it as 2025-03-01."
)
AMBIGUOUS_DATE = Complaint(
    Reason.AMBIGUOUS_DATE,
    "can be read in two ways, and its column does not tell which is meant.",
    "Write it as 2025-03-04, format the cells as dates, or say --date-order dmy or --date-order mdy.",
)
OTHER_ORDER = Complaint(
    Reason.INVALID_DATE,
    "is not a date in the order of day and month that was asked for.",
    "Correct it, or write it as year-month-day, such as 2025-12-31; or leave --date-order out.",
)
COUNTED_DAYS = Complaint(Reason.INVALID_DATE, "is a number, not a date.", "Format the cell as a date.")
AMBIGUOUS_AMOUNT = Complaint(
    Reason.INVALID_NUMBER,
    "can be read as thousands and as an amount with three decimals.",
    "Write it as 1234.00, or with two decimals.",
)
NOBODY_MEANT = replace(
    BY_TYPE[FieldType.EMAIL], hint="Write it as name@company.com, or <none> if nobody shall hold the device."
)
ASSIGN_MEANT = replace(BY_TYPE[FieldType.ACTION], hint="Write assign or unassign; here probably assign, or nothing.")
UNASSIGN_MEANT = replace(BY_TYPE[FieldType.ACTION], hint="Write assign or unassign; here probably unassign.")
BELOW_ZERO = Complaint(Reason.INVALID_NUMBER, "is below zero.", "Write digits only, like 36, or leave the cell blank.")
_LEAVE_OPEN = "Correct it; or leave the cell blank, or write <clear>, for an end that is open."


def skipped_hour(timezone: str) -> Complaint:
    """About a local time that the clocks of the settings' time zone never showed."""
    said = f"does not exist in {timezone}: the clocks were put forward."
    return Complaint(
        Reason.INVALID_DATE, said, "Write another time, or one with its offset, like 2025-03-01T09:00:00Z."
    )


def for_end(complaint: Complaint) -> Complaint:
    """The same about the end of a span, where a date far away is meant to say that there is none."""
    return replace(complaint, hint=_LEAVE_OPEN)


PLACEHOLDER_SERIAL = Complaint(
    Reason.PLACEHOLDER_SERIAL,
    "is a placeholder, not a serial number.",
    "Write the real one, or empty the cell and give another identifier.",
)
ERROR_CELL = Complaint(
    Reason.ERROR_CELL, "is an error, not a value.", "Correct the formula, or empty the cell.", is_quoting=True
)
NO_SAVED_VALUE = Complaint(
    Reason.NO_SAVED_VALUE,
    "the formula was saved without its value.",
    "Open the file in Excel, save it, and use it again.",
    is_quoting=False,
)
CLEAR_NOT_ALLOWED = Complaint(
    Reason.INVALID_VALUE, "is not allowed in this column.", "Leave the cell blank to change nothing."
)
NOBODY_NOT_ALLOWED = Complaint(
    Reason.INVALID_VALUE, "belongs in owner_email only.", "Use <clear> to empty a value, or leave the cell blank."
)
END_ON_UNASSIGN = Complaint(
    Reason.INVALID_VALUE,
    "is an end, but the row takes the device away.",
    "Empty the cell; give the day of an unassign as effective_at.",
)
MISSING_OWNER = Complaint(
    Reason.MISSING_VALUE,
    "the owner's e-mail address is missing.",
    "Write it, or <none> if nobody shall hold the device.",
    is_quoting=False,
)
MISSING_IDENTIFIER = Complaint(
    Reason.MISSING_IDENTIFIER,
    "the row names no device.",
    "Give a serial number, an asset tag, a MAC address, a device id or a name.",
    is_quoting=False,
)
