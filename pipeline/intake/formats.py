"""Which reader reads a file: decided by its first bytes, since the name often lies. One line per format."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from pipeline.errors import FileUnusable
from pipeline.intake import delimited, workbooks
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.intake.raw import RawSheet

_ZIP = b"PK\x03\x04"
_MAGICS = {
    b"\xd0\xcf\x11\xe0": "an old (.xls) or password-protected Excel file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF file",
    b"PK\x05\x06": "an empty zip file",
}
_DOCUMENTS = {"word/": "a Word document", "ppt/": "a PowerPoint presentation"}
_TEXT_SUFFIXES = frozenset(("", ".csv", ".tsv", ".tab", ".txt", ".xls", ".xlsx", ".xlsm"))
"""The names under which tables of plain text come; programs write some as .xls."""
_SAVE_AS = "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx), and use that file."


def read_raw_sheets(path: Path) -> list[RawSheet]:
    """All sheets of a file, hidden ones included, as text.

    Raises `FileUnusable` where there is no reading it, and `OSError` where it cannot even be opened.
    """
    start = _first_bytes(path)
    foreign = _foreign_format(start, path)
    if foreign is not None:
        raise unreadable(f"{foreign} cannot be read yet", _SAVE_AS)
    return workbooks.read(path) if start.startswith(_ZIP) else delimited.read(path)


def unreadable(message: str, hint: str) -> FileUnusable:
    """The error for a file whose content cannot be used; the message goes on from the file's name."""
    return FileUnusable(message, hint, code=IssueCode.FILE_UNREADABLE)


def not_opened(error: OSError) -> FileUnusable:
    """The error for a file that the system does not open for us."""
    if isinstance(error, FileNotFoundError):
        return FileUnusable("there is no such file", "Check the name and the folder.", code=IssueCode.FILE_MISSING)
    if isinstance(error, PermissionError):
        hint = "Close it in other programs; or have its owner give you the right to read it and its folder."
        return unreadable("you may not read this file", hint)
    return unreadable(f"the file cannot be opened ({error.strerror})", "Check the name, or copy the file again.")


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise unreadable("this is a folder, not a file", "Name the files in it one by one.")
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise unreadable("the file is empty", "Save it again, or leave it out.")
    return start


def _foreign_format(start: bytes, path: Path) -> str | None:
    """The name of a format that we do not read; null where it is a workbook, or may be text."""
    if start.startswith(_ZIP):
        return _foreign_package(path)
    known = next((name for magic, name in _MAGICS.items() if start.startswith(magic)), None)
    if known is not None:
        return known
    if start.lstrip()[:1] == b"<":
        return "a web page or XML file"
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        return f"this kind of file ({path.suffix})"
    is_text = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00\x00" not in start
    return None if is_text else "this kind of file"


def _foreign_package(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except PermissionError:
        raise
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise unreadable("the file is damaged or incomplete", "Save it again, or copy it again.") from None
    if any(name.endswith("xl/workbook.bin") for name in names):
        return "a binary Excel workbook (.xlsb)"
    if "content.xml" in names:
        return "an OpenDocument spreadsheet (.ods)"
    if any(name.endswith("workbook.xml") for name in names):
        return None
    for folder, kind in _DOCUMENTS.items():
        if any(name.startswith(folder) for name in names):
            raise unreadable(f"this is {kind}, not a spreadsheet", "Give the workbook or CSV file that has the table.")
    return "this kind of zip file"
