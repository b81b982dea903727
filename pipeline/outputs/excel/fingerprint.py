"""A fingerprint in our own workbooks, which shows what one is and whether somebody has worked on it since.

A spreadsheet program that saves the workbook writes other parts, or a zip file without the comment.
"""

from __future__ import annotations

import errno
import hashlib
import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.workbook_forms.plan import COVER, HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MARK = "Rollcall"
_SHEETS, _MOST_BYTES = "xl/workbook.xml", 1 << 20
# By these a digest is known that somebody has saved: by sheets of the workbook, or by the beginning of page and text.
DIGEST_SHEETS = ("Differences", "Refused", "Nights")
DIGEST_TITLE = "Rollcall digest of "
_BEGINNING = 4096


class OwnForm(StrEnum):
    """What a workbook of ours is: a checked copy of somebody's list, the results of a run, a digest, a report."""

    CHECKED = "checked"
    RESULTS = "results"
    DIGEST = "digest"
    REPORT = "report"


def put_fingerprint(path: Path, form: OwnForm = OwnForm.CHECKED) -> None:
    """Put the fingerprint into a finished workbook, as the comment of its zip file."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = _fingerprint(archive) + (b"" if form is OwnForm.CHECKED else b" " + form.encode())


def is_to_be_kept(path: Path) -> bool:
    """True for a file that a person may have worked on: anything but a workbook that is as we wrote it."""
    try:
        return _form_of(path) is None
    except OSError as problem:
        return problem.errno not in {errno.ENOENT, errno.ENAMETOOLONG}  # there is no such file


def untouched_form(path: Path) -> OwnForm | None:
    """What a workbook of ours is that is as we wrote it, whatever it is called; None for any other file."""
    try:
        return _form_of(path)
    except OSError:
        return None


def is_plan(path: Path) -> bool:
    """True for a workbook with the sheets of a plan, answered or not: it is carried out, and no list."""
    return _has_sheets(path, (COVER, HIDDEN))


def is_digest(path: Path) -> bool:
    """True for a digest, also one that was opened and saved: its workbook, its page or its text is no list."""
    try:
        with path.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError:
        return False
    title = DIGEST_TITLE.encode()
    return begins.startswith(title) or b"<title>" + title in begins or _has_sheets(path, DIGEST_SHEETS)


def _has_sheets(path: Path, sheets: Sequence[str]) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_SHEETS) as file:
            names = file.read(_MOST_BYTES)
    except Exception:  # a file that is no workbook was not written by us
        return False
    return all(f'name="{name}"'.encode() in names for name in sheets)


def _form_of(path: Path) -> OwnForm | None:
    try:
        with zipfile.ZipFile(path) as archive:
            begins = _fingerprint(archive)
            if not archive.comment.startswith(begins):
                return None
            return OwnForm(archive.comment[len(begins) :].decode().strip() or OwnForm.CHECKED)
    except OSError:
        raise
    except Exception:  # a file that is no workbook was not written by us
        return None


def _fingerprint(archive: zipfile.ZipFile) -> bytes:
    parts = "\n".join(f"{part.CRC:08x} {part.file_size} {part.filename}" for part in archive.infolist())
    return f"{_MARK} {hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}".encode()
