"""The errors about a file that is not read: the same words for file checks, sandbox and readers.

Each message goes on from the file's name, and has no full stop.
"""

from __future__ import annotations

from pipeline.errors import FileUnusable
from schemas.vocabulary import IssueCode

SAVE_AS = "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx), and use that file."
OTHER_TABLE = "Give the workbook or CSV file that has the table."
_ANEW = "If you trust its sender: open it in Excel, save it as a new workbook (.xlsx), and use that file."
_COPY_AGAIN = "Save it again, or copy it again and wait until that has finished."
SETTINGS = "under [reading] in rollcall.toml"
"""Where the limits are raised that a file has reached."""


def unreadable(message: str, hint: str) -> FileUnusable:
    """The error for a file whose content cannot be used."""
    return FileUnusable(message, hint, code=IssueCode.FILE_UNREADABLE)


def no_spreadsheet(what: str) -> FileUnusable:
    """The error for a file of a known kind that has no table."""
    return unreadable(f"this is {what}, not a spreadsheet", OTHER_TABLE)


def not_opened(error: OSError) -> FileUnusable:
    """The error for a file that the system does not open for us."""
    if isinstance(error, FileNotFoundError):
        return FileUnusable("there is no such file", "Check the name and the folder.", code=IssueCode.FILE_MISSING)
    if isinstance(error, PermissionError):
        hint = "Close it in other programs; or have its owner give you the right to read it and its folder."
        return unreadable("you may not read this file", hint)
    return unreadable(f"the file cannot be opened ({error.strerror})", "Check the name, or copy the file again.")


def hostile(message: str) -> FileUnusable:
    """The error for a file that no spreadsheet program writes like this."""
    return FileUnusable(message, _ANEW, code=IssueCode.FILE_HOSTILE)


def damaged(what: str = "") -> FileUnusable:
    """The error for a file that lacks a piece of itself."""
    return unreadable(f"the file is damaged or incomplete{f': {what}' if what else ''}", _COPY_AGAIN)


def too_large(size: float, most: float) -> FileUnusable:
    """The error for a file with so many bytes."""
    message = f"the file has {_megabytes(size)} MB, and {most:g} MB are the most that a file may have"
    hint = f"Keep only the sheets and columns that are needed, split it, or raise `megabytes` {SETTINGS}."
    return FileUnusable(message, hint, code=IssueCode.FILE_TOO_LARGE)


def inflates_too_much(size: float, most: float) -> FileUnusable:
    """The error for a file whose content, unpacked, has so many bytes."""
    message = f"its content unpacks to {_megabytes(size)} MB, and {most:g} MB are the most that it may"
    hint = f"Split the file, or raise `inflated_megabytes` {SETTINGS}."
    return FileUnusable(message, hint, code=IssueCode.FILE_TOO_LARGE)


def stray_cell(sheet: str, cell: str) -> FileUnusable:
    """The error for a sheet with a value so far from its table that it does not fit into memory."""
    return FileUnusable(
        f"sheet {sheet} has a value in cell {cell}, so far from the others that the sheet does not fit into memory",
        f"Delete that cell, or all rows and columns beyond the table, and save again; or raise `memory_gb` {SETTINGS}.",
        code=IssueCode.FILE_TOO_LARGE,
    )


def encrypted() -> FileUnusable:
    """The error for a workbook with a password, when none was given."""
    return FileUnusable(
        "the workbook is protected with a password",
        "Give the password with --password-file FILE (its first line), or save the workbook without password: "
        "File, Info, Protect Workbook, Encrypt with Password, and leave it empty.",
        code=IssueCode.FILE_ENCRYPTED,
    )


def wrong_password() -> FileUnusable:
    """The error for a workbook with another password than the one given."""
    return FileUnusable(
        "the workbook is protected with a password, and the one given does not open it",
        "Check the first line of the file given with --password-file; capitals and blanks count.",
        code=IssueCode.FILE_ENCRYPTED,
    )


def locked_plan() -> FileUnusable:
    """The error for a plan with a password: whoever applies it must be able to see what is approved."""
    return FileUnusable(
        "the workbook is protected with a password, and a plan must have none",
        "Open it in Excel, remove its password (File, Info, Protect Workbook, Encrypt with Password, and leave it "
        "empty), save it, and apply that.",
        code=IssueCode.FILE_ENCRYPTED,
    )


def locked_zip() -> FileUnusable:
    """The error for a zip file with a password, which is none of the workbook in it."""
    return FileUnusable(
        "this is a zip file with a password, not a workbook",
        "Unpack it with its password, and give the workbook or CSV file that is in it.",
        code=IssueCode.FILE_ENCRYPTED,
    )


def locked_otherwise() -> FileUnusable:
    """The error for an encrypted file of a kind that no password opens here."""
    return FileUnusable(
        "the file is protected with a password, and files of this kind cannot be opened with one here",
        "Open it in your spreadsheet program, and save it without password.",
        code=IssueCode.FILE_ENCRYPTED,
    )


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f}" if size >= 1e7 else f"{size / 1e6:,.3g}"
