"""How wide a sheet may be, and the letters of its columns. Knows no Polars."""

from __future__ import annotations

from pipeline.errors import FileUnusable
from schemas.vocabulary import IssueCode

MOST_COLUMNS = 16_000
"""Excel has room for 16,384, and the results give every column back, with some of ours."""


def refuse_too_wide(width: int, what: str) -> None:
    """Raises `FileUnusable` where a sheet has more columns than a workbook of results has room for."""
    if width > MOST_COLUMNS:
        message = f"{what} has {width:,} columns; {MOST_COLUMNS:,} are the most that can be read"
        hint = "Keep the columns that are needed, and use that file."
        raise FileUnusable(message, hint, code=IssueCode.FILE_UNREADABLE)
