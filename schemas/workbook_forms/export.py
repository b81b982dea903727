"""The form of an exported workbook: the names of its sheets, and the mark of the ledger that it was made from.

The mark is one line of text: the form, the ledger, its state version, the instant of the export, and the time zone in
which the export's instants are written. It stands in the first cell of a hidden sheet, and in the column `_base` of the
rows that a result workbook gives back, so that they keep it wherever they are copied to.
"""

from datetime import datetime
from typing import NamedTuple

from schemas.instants import instant_text

# The name of the form of an export; a file marked with any other name is read like any workbook.
FORM = "rollcall-export-1"

INVENTORY, ASSIGNMENTS, REGISTER, PEOPLE = "Inventory", "Assignments", "Register", "People"

BASE_COLUMN = "_base"


class Mark(NamedTuple):
    """The facts in a mark; `made_at` is naive UTC."""

    ledger_id: str
    state_version: int
    made_at: datetime
    timezone: str


def mark_text(mark: Mark) -> str:
    """The mark as one line of text."""
    return " ".join((FORM, mark.ledger_id, str(mark.state_version), instant_text(mark.made_at), mark.timezone))


def read_mark(text: str) -> Mark | None:
    """The mark that the text holds; None where it is no mark."""
    form, _, rest = text.partition(" ")
    words = rest.split(" ")
    if form != FORM or len(words) != 4:
        return None
    ledger_id, version, made_at, timezone = words
    try:
        return Mark(ledger_id, int(version), datetime.fromisoformat(made_at).replace(tzinfo=None), timezone)
    except ValueError:
        return None
