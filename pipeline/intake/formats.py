"""What is said of a file that the system does not open for us."""

from __future__ import annotations

from pipeline.errors import FileUnusable
from pipeline.intake.guard.refusals import unreadable
from schemas.vocabulary import IssueCode

__all__ = ["not_opened"]


def not_opened(error: OSError) -> FileUnusable:
    """The error for a file that the system does not open for us."""
    if isinstance(error, FileNotFoundError):
        return FileUnusable("there is no such file", "Check the name and the folder.", code=IssueCode.FILE_MISSING)
    if isinstance(error, PermissionError):
        hint = "Close it in other programs; or have its owner give you the right to read it and its folder."
        return unreadable("you may not read this file", hint)
    return unreadable(f"the file cannot be opened ({error.strerror})", "Check the name, or copy the file again.")
