"""The letters of a sheet's columns, and the largest number of columns. Does not import Polars."""

from __future__ import annotations

from pipeline.intake.errors import refused
from schemas.reasons.file_issues import FILE_UNREADABLE

# Excel has room for 16,384, and result workbooks show every column of the input, with some of our own.
MOST_COLUMNS = 16_000


def refuse_too_wide(width: int, what: str) -> None:
    """Raises `FileUnusable` where a sheet has more columns than a workbook of results has room for."""
    if width > MOST_COLUMNS:
        raise refused(FILE_UNREADABLE["too_wide"], sheet=what, width=f"{width:,}", most=f"{MOST_COLUMNS:,}")


def column_letter(index: int) -> str:
    """Excel's letters for the column with this index, which counts from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The index, counted from 0, of the column with these letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
