"""A fingerprint in our own workbooks, which shows whether somebody has worked on one since.

A spreadsheet program that saves the workbook writes other parts, or a zip file without the comment.
"""

from __future__ import annotations

import errno
import hashlib
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "Rollcall"


def put_fingerprint(path: Path) -> None:
    """Put the fingerprint into a finished workbook, as the comment of its zip file."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = _comment(archive)


def is_to_be_kept(path: Path) -> bool:
    """True for a file that a person may have worked on: anything but a workbook that is as we wrote it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment != _comment(archive)
    except OSError as problem:
        return problem.errno not in {errno.ENOENT, errno.ENAMETOOLONG}  # there is no such file
    except Exception:  # a file that is no workbook was not written by us
        return True


def _comment(archive: zipfile.ZipFile) -> bytes:
    parts = "\n".join(f"{part.CRC:08x} {part.file_size} {part.filename}" for part in archive.infolist())
    return f"{_MARK} {hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}".encode()
