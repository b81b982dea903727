"""The form of a checked copy, on which its writer and the reader of files agree: how our own sheet in it is known."""

ISSUES_TITLE = "Rollcall: what the check found"
"""The first cell of the sheet that lists the issues; a sheet that begins with it is never read as data."""

SUMMARY, LISTED_ISSUES = "Summary", "Issues"
"""The sheets of a workbook that only lists what was found; the first begins with that title."""

OUTCOME_COLUMNS = ("_outcome", "_reason", "_message")
"""The columns that a checked copy has beside the person's own, in their order."""
