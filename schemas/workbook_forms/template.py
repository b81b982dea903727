"""The form of a fill-in workbook: the names and the marks of its sheets that are not data.

Such a sheet is recognised by the text of its first cell, however people have renamed the sheet.
"""

# The names of the sheet that explains the data sheet, and of the hidden sheet that holds the choices of its dropdowns.
GUIDE, LISTS = "How to fill this in", "Lists"

GUIDE_TITLE = "Rollcall: how to fill in the sheet {}"
LISTS_MARK = "rollcall-template-1"


def is_no_data(first_cell: str | None) -> bool:
    """True for the first cell of a sheet of a fill-in workbook that is not for filling in."""
    text = (first_cell or "").strip()
    return text == LISTS_MARK or text.startswith(GUIDE_TITLE.format(""))
