"""The kind of a file by its first bytes, since its name often misleads."""

from __future__ import annotations

import re
import stat
from enum import Enum, auto
from typing import TYPE_CHECKING

from pipeline.intake.errors import damaged, no_spreadsheet, refused, too_large
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import ReaderLimits

_FIRST = 4096
_LOCK_FILE = 1024
_LOCK_OF_EXCEL, _NAME_AGAIN = 165, 55
_LOCK_OF_LIBREOFFICE = re.compile(rb",[^,\n]*,[^,\n]*,[^,\n]*,file:///[^\n]*;")
_MAGICS = {
    b"%PDF": "a PDF file",
    b"PK\x05\x06": "an empty zip file",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"BM": "a picture (BMP)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"\x1f\x8b": "a packed file (gzip)",
    b"7z\xbc\xaf": "a packed file (7z)",
    b"Rar!": "a packed file (RAR)",
    b"SQLite format 3": "a database (SQLite)",
    b"{\\rtf": "a text document (RTF)",
}
# The first bytes that a text may begin with, too: they count only in a file with a zero byte.
_BINARY_MAGICS = (b"BM",)
# The endings of files that may be plain text: some programs write text and call it .xls.
_TEXT_SUFFIXES = frozenset(("", ".csv", ".tsv", ".tab", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".parquet"))

_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r"))
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Content(Enum):
    """The kinds of content that need different checks."""

    PACKAGE = auto()
    COMPOUND = auto()
    PARQUET = auto()
    TEXT = auto()


def content_of(path: Path, limits: ReaderLimits) -> Content:
    """The kind of content. Raises FileUnusable for a kind that is not read, OSError where the file cannot be opened."""
    _refuse_no_file(path, limits)
    with path.open("rb") as file:
        start = file.read(_FIRST)
    _refuse_lock_file(path, start)
    if not start:
        raise refused(FILE_UNREADABLE["empty"])
    if start.startswith(b"PK\x03\x04"):
        return Content.PACKAGE
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return Content.COMPOUND
    if start.startswith(b"PAR1"):
        return Content.PARQUET
    if not start.strip(b"\x00"):
        raise damaged("it holds nothing but zeros, as a copy that was broken off does")
    _refuse_foreign(path, start)
    return Content.TEXT


def _refuse_no_file(path: Path, limits: ReaderLimits) -> None:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise refused(FILE_UNREADABLE["folder"])
    if not stat.S_ISREG(about.st_mode):
        raise refused(FILE_UNREADABLE["no_ordinary_file"])
    if about.st_size > limits.megabytes * 1e6:
        raise too_large(about.st_size, limits.megabytes)


def _refuse_lock_file(path: Path, start: bytes) -> None:
    """Refuse the small file that marks an open workbook for Excel or LibreOffice, also under another name."""
    name = path.name
    if name.startswith("~$") and len(start) < _LOCK_FILE:
        real: str | None = name.removeprefix("~$")
    elif name.startswith(".~lock.") and name.endswith("#"):
        real = name.removeprefix(".~lock.").removesuffix("#")
    elif _is_lock_of_excel(start) or _LOCK_OF_LIBREOFFICE.fullmatch(start):
        real = None
    else:
        return
    raise refused(FILE_UNREADABLE["lock_file"], file=real)


def _is_lock_of_excel(start: bytes) -> bool:
    """True for the length of a name and the name, filled up with blanks, then both again in two bytes a letter."""
    length = start[0] if len(start) == _LOCK_OF_EXCEL else 0
    return 0 < length < _NAME_AGAIN and int.from_bytes(start[_NAME_AGAIN : _NAME_AGAIN + 2], "little") == length


def _refuse_foreign(path: Path, start: bytes) -> None:
    known = next((name for magic, name in _MAGICS.items() if start.startswith(magic)), None)
    if known is not None and (b"\x00" in start or not start.startswith(_BINARY_MAGICS)):
        raise no_spreadsheet(known)
    text = _as_text(start)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        _refuse_markup(text.lower())
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise refused(FILE_UNREADABLE["unknown_kind"], suffix=path.suffix)
    if not start.startswith(_BYTE_ORDER_MARKS) and b"\x00\x00" in start:
        raise refused(FILE_UNREADABLE["unknown_kind"])
    if _is_noise(start):
        raise refused(FILE_UNREADABLE["no_text"])


def _is_noise(start: bytes) -> bool:
    """True for bytes with many control characters, which text hardly has. Many zeros do not count: it may be UTF-16."""
    if start.startswith(_BYTE_ORDER_MARKS) or start.count(0) > len(start) * 0.2:
        return False
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > max(len(start) * 0.02, 3)


def _as_text(start: bytes) -> str:
    return start.decode("utf-16" if start.startswith(_BYTE_ORDER_MARKS) else "latin-1", "replace").removeprefix("ï»¿")


def _refuse_markup(text: str) -> None:
    is_page = "<html" in text or "<!doctype html" in text
    if not is_page and ('"urn:schemas-microsoft-com:office:spreadsheet"' in text or '"excel.sheet"' in text):
        raise refused(FILE_UNREADABLE["excel_2003"])
    if not is_page and '="application/vnd.oasis.opendocument.spreadsheet"' in text:
        raise refused(FILE_UNREADABLE["flat_ods"])
    what = "a web page (HTML)" if is_page or "<table" in text else "a web page or XML file"
    raise refused(FILE_UNREADABLE["markup"], what=what)
