"""OLE files: old workbooks (.xls), and workbooks behind a password, which look alike from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.errors import damaged, encrypted, no_spreadsheet, refused, wrong_password
from pipeline.intake.sandbox import calls
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Reading

_DOCUMENTS = {"word": "a Word document", "powerpoint": "a PowerPoint presentation"}


def look_into(path: Path, how: Reading) -> tuple[bool, bool]:
    """Whether the file is encrypted, and whether it has macros.

    Raises FileUnusable for what is no workbook, and ReaderStopped.
    """
    found = calls.look_into(path, how.limits)
    what = found["what"]
    if what in _DOCUMENTS:
        raise no_spreadsheet(_DOCUMENTS[what])
    if what == "other":
        raise refused(FILE_UNREADABLE["office_file"])
    if what == "broken":
        raise damaged("it is an old (.xls) or password-protected Excel file, of which a piece is missing")
    return bool(found["is_encrypted"]), bool(found["has_macros"])


def decrypt(path: Path, target: Path, how: Reading) -> None:
    """Writes the workbook without its password. Raises FileUnusable without the right one."""
    if how.password is None:
        raise encrypted()
    if not calls.decrypt(path, how.password, target, how.limits):
        raise wrong_password()
