"""The sentence that names `rollcall map` where the columns of a file are in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipeline.disk import sayable
from schemas.vocabulary import IssueCode, Reason, Severity

_OF_COLUMNS = (
    *(IssueCode.UNKNOWN_COLUMN, IssueCode.DUPLICATE_COLUMN, IssueCode.AMBIGUOUS_COLUMN, IssueCode.MISSING_COLUMN),
    Reason.AMBIGUOUS_DATE,
)


def next_step(issues: pl.DataFrame | None, paths: Sequence[Path]) -> str:
    """How to settle what the columns of these files mean; blank where nothing is in doubt."""
    if issues is None:
        return ""
    is_doubt = pl.col("code").is_in([str(code) for code in _OF_COLUMNS]) & (pl.col("severity") != Severity.NOTE)
    names = set(issues.filter(is_doubt)["file"].drop_nulls())
    doubtful = [path for path in paths if any(sayable(str(path)).endswith(name) for name in names)]
    if not doubtful:
        return ""
    name = sayable(str(doubtful[0]))
    quoted = f'"{name}"' if " " in name else name
    return f"To see how each column is read, and to settle it once and for all: rollcall map {quoted}"
