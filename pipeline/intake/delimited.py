"""Reads .csv files: any usual encoding, delimiter and line end, every cell as text.

A row is a record: a quoted line break does not begin a new one. That is also how Excel numbers the rows of a CSV file.
"""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.raw import RawSheet, column_letter, no_unsaved, refuse_too_wide
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = (",", ";", "\t", "|")
_HEADER_LINES = 20
_LARGEST_CELL = 1 << 20


def read(path: Path) -> list[RawSheet]:
    """The one sheet of a CSV file."""
    text = _decoded(path.read_bytes())
    records = _records(text, _delimiter(text))
    width = max(map(len, records), default=0)
    refuse_too_wide(width, "the file")
    columns = list(zip_longest(*records)) if width else []
    del records
    cells = pl.DataFrame(
        [pl.Series(column_letter(index), values, dtype=pl.String) for index, values in enumerate(columns)]
    )
    return [RawSheet("", cells.with_columns(pl.all().replace("", None)), no_unsaved())]


def _decoded(content: bytes) -> str:
    """The text, with line ends as one character and without NULs. What is not UTF-8 or UTF-16 is Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _delimiter(text: str) -> str:
    """The one that the richest of the first lines has most of; a first line `sep=;`, as Excel knows it, decides."""
    lines = text.split("\n", _HEADER_LINES)[:_HEADER_LINES]
    if lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    return max(_DELIMITERS, key=lambda delimiter: max(line.count(delimiter) for line in lines))


def _records(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    try:
        records = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise _broken_quotes() from error
    last = records[-1][-1] if records and records[-1] else ""
    if "\n" in last and text.count('"') % 2:
        raise _broken_quotes()
    if text.lower().startswith("sep="):
        records[0] = []
    return records


def _broken_quotes() -> FileUnusable:
    message = "a quotation mark is opened and never closed, so the cells cannot be told apart"
    return FileUnusable(message, "Save the file again from your spreadsheet program.", code=IssueCode.FILE_UNREADABLE)
