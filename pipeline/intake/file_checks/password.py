"""OLE files: old workbooks (.xls), and workbooks with a password, which begin with the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.errors import damaged, encrypted, no_spreadsheet, refused, wrong_password
from pipeline.intake.sandbox import calls
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Reading

# Excel encrypts workbooks whose structure alone is protected with this password, and opens them without asking.
_OF_EXCEL = "VelvetSweatshop"

_DOCUMENTS = {"word": "a Word document", "powerpoint": "a PowerPoint presentation"}


def look_into(path: Path, how: Reading) -> tuple[bool, bool]:
    """Two flags of an OLE file: whether it is encrypted, and whether it has macros.

    Raises FileUnusable where it is no workbook, and ReaderStopped where the worker has failed.
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
    """Write the workbook without its password to `target`. Raises FileUnusable without the right password."""
    if calls.decrypt(path, how.password or _OF_EXCEL, target, how.limits):
        return
    raise wrong_password() if how.password else encrypted()
