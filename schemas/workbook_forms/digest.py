"""The form of a digest: the text by which the reader of files recognises it."""

# The first cell of its first sheet.
DIGEST_TITLE = "Rollcall: what differs, and why"
