"""The form of a checked copy: the texts by which the reader of files recognises the sheets that we added."""

# The text of the first cell of the sheet that lists the issues; a sheet that begins with it is never read as data.
ISSUES_TITLE = "Rollcall: what the check found"

# The names of the sheets of a workbook that only lists the findings; the first sheet begins with `ISSUES_TITLE`.
SUMMARY, LISTED_ISSUES = "Summary", "Issues"

# The columns that a checked copy has beside the person's own, in their order.
OUTCOME_COLUMNS = ("_outcome", "_reason", "_message")
