"""The errors about a file that is not read: the same words for file checks, sandbox and readers.

Each message continues after the file's name, and has no full stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import FileUnusable
from schemas.reasons.file_issues import FILE_ENCRYPTED, FILE_HOSTILE, FILE_MISSING, FILE_TOO_LARGE, FILE_UNREADABLE
from schemas.reasons.filled_texts import advice, said

if TYPE_CHECKING:
    from schemas.reasons import Wording


def refused(wording: Wording, **fields: object) -> FileUnusable:
    """The error with this wording and these fields."""
    return FileUnusable(said(wording, fields), advice(wording, fields), code=wording.code)


def no_spreadsheet(what: str) -> FileUnusable:
    """The error for a file of a known kind that has no table."""
    return refused(FILE_UNREADABLE["other_kind"], what=what)


def not_opened(error: OSError) -> FileUnusable:
    """The error for a file that the system does not open."""
    if isinstance(error, FileNotFoundError):
        return refused(FILE_MISSING["file"])
    if isinstance(error, PermissionError):
        return refused(FILE_UNREADABLE["not_allowed"])
    return refused(FILE_UNREADABLE["not_opened"], why=str(error.strerror))


def hostile(message: str) -> FileUnusable:
    """The error for a file that is made as no spreadsheet program makes one."""
    return refused(FILE_HOSTILE["found"], what=message)


def damaged(what: str = "") -> FileUnusable:
    """The error for a file of which a part is missing or damaged."""
    return refused(FILE_UNREADABLE["damaged"], what=what or None)


def too_large(size: float, most: float) -> FileUnusable:
    """The error for a file with too many bytes."""
    return refused(FILE_TOO_LARGE["bytes"], size=megabytes(size), most=f"{most:g}")


def inflates_too_much(size: float, most: float) -> FileUnusable:
    """The error for a file whose unpacked content has too many bytes."""
    return refused(FILE_TOO_LARGE["unpacked"], size=megabytes(size), most=f"{most:g}")


def too_many_rows(count: int, most: int) -> FileUnusable:
    """The error for a table with more rows than have room in memory."""
    return refused(FILE_TOO_LARGE["rows"], count=f"{count:,}", most=f"{most:,}")


def stray_cell(sheet: str, cell: str) -> FileUnusable:
    """The error for a sheet with a cell so far from its table that it does not fit into memory."""
    return refused(FILE_TOO_LARGE["far_cell"], sheet=sheet, cell=cell)


def encrypted() -> FileUnusable:
    """The error for a workbook with a password, when none was given."""
    return refused(FILE_ENCRYPTED["no_password"])


def wrong_password() -> FileUnusable:
    """The error for a workbook whose password is not the one given."""
    return refused(FILE_ENCRYPTED["wrong_password"])


def locked_plan() -> FileUnusable:
    """The error for a plan with a password: whoever applies it must be able to see what is approved."""
    return refused(FILE_ENCRYPTED["plan"])


def locked_zip() -> FileUnusable:
    """The error for a zip file with a password, which is not the password of the workbook in it."""
    return refused(FILE_ENCRYPTED["zip"])


def locked_otherwise() -> FileUnusable:
    """The error for an encrypted file of a kind that cannot be opened with a password here."""
    return refused(FILE_ENCRYPTED["other_kind"])


def in_folder(name: str, problem: FileUnusable) -> FileUnusable:
    """The error about one of the files of a folder, as one about the folder."""
    return FileUnusable(f"{name} in it: {problem.message}", problem.hint, code=problem.code)


def megabytes(size: float) -> str:
    """So many bytes in MB, as people are told them."""
    return f"{size / 1e6:,.0f}" if size >= 1e7 else f"{size / 1e6:,.3g}"
