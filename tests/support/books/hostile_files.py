"""Files made to trap a reader: workbooks taken apart and put together again, and zip files written byte by byte."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.opened_files import open_book
from pipeline.intake.raw_sheets import RawBook
from pipeline.model import ReaderLimits, Reading

TABLE = {"A1": "Serial number", "B1": "Owner email", "A2": "SN-1", "B2": "anna@acme.example"}
SHEET = "xl/worksheets/sheet1.xml"


def book(path: Path, cells: Mapping[str, object] | None = None) -> Path:
    """A workbook with one sheet, Desired."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Desired"
    for place, value in (TABLE if cells is None else cells).items():
        sheet[place] = value
    workbook.save(path)
    return path


def changed(path: Path, **texts: tuple[bytes, bytes]) -> Path:
    """The workbook with a piece of its sheet's XML replaced, by any name."""
    parts = _parts(path)
    for before, after in texts.values():
        assert before in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(before, after, 1)
    return written(path, parts)


def with_parts(path: Path, more: Mapping[str, bytes]) -> Path:
    """The workbook with more parts, or with others."""
    return written(path, {**_parts(path), **more})


def written(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A zip file with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def patched(path: Path, part: str, offset: int, form: str, value: int) -> Path:
    """The workbook with a field of that part's line in the table of contents overwritten."""
    content = bytearray(path.read_bytes())
    line = content.rfind(part.encode()) - 46
    assert content[line : line + 4] == b"PK\x01\x02"
    struct.pack_into(form, content, line + offset, value)
    path.write_bytes(content)
    return path


def opened(path: Path, *, password: str | None = None, **limits: Any) -> RawBook:
    """The file, read under these limits."""
    return open_book(path, Reading(password=password, limits=ReaderLimits(**limits)))


def refused(path: Path, *, password: str | None = None, **limits: Any) -> FileUnusable:
    """What is said of a file that cannot be used."""
    with pytest.raises(FileUnusable) as caught:
        opened(path, password=password, **limits)
    assert caught.value.hint.endswith((".", "]"))
    assert not caught.value.message.endswith(".")
    return caught.value


def said(problem: FileUnusable) -> tuple[str, str]:
    """The code, and the message."""
    return str(problem.code), problem.message


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
