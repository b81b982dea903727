"""A fingerprint in a workbook of ours, by which one that somebody has worked on is known.

A program that saves the workbook writes other parts, or an archive without the comment.
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
    """Put the fingerprint into the workbook, which must be complete."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = _comment(archive)


def is_to_be_kept(path: Path) -> bool:
    """True for a file that a person may have worked on: anything that is not a workbook as we left it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment != _comment(archive)
    except OSError as problem:
        return problem.errno not in {errno.ENOENT, errno.ENAMETOOLONG}  # there is no such file
    except Exception:  # a file that is no workbook is none of ours
        return True


def _comment(archive: zipfile.ZipFile) -> bytes:
    parts = "\n".join(f"{part.CRC:08x} {part.file_size} {part.filename}" for part in archive.infolist())
    return f"{_MARK} {hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}".encode()
