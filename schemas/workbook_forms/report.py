"""The form of a report: the text by which the reader of files recognises it."""

# The first cell of its first sheet begins so; its title follows.
REPORT_TITLE = "Rollcall report: "
