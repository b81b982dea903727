"""The form of a fill-in workbook, on which its writer and its reader agree: which of its sheets are not data.

Such a sheet is known by the text of its first cell, whatever the sheet is called by then.
"""

# The names of the sheet that explains the data sheet, and of the hidden sheet that holds the choices of its dropdowns.
GUIDE, LISTS = "How to fill this in", "Lists"

GUIDE_TITLE = "Rollcall: how to fill in the sheet {}"
LISTS_MARK = "rollcall-template-1"


def is_no_data(first_cell: str | None) -> bool:
    """True for a sheet of a fill-in workbook on which nothing is filled in."""
    text = (first_cell or "").strip()
    return text == LISTS_MARK or text.startswith(GUIDE_TITLE.format(""))
