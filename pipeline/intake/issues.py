"""Issues: one finding about a file, a sheet, a column or a cell. The frame of them, and the words of their messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import polars as pl

from schemas.frames.input_rows import ISSUES
from schemas.frames.polars_frames import polars_schema
from schemas.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue about a file, a sheet or a column: one of a handful, unlike those about cells."""

    file: str
    sheet: str | None
    code: str
    message: str
    hint: str
    severity: str = Severity.ERROR
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    value: str | None = None

    @property
    def is_error(self) -> bool:
        """True where the file cannot be used because of it."""
        return self.severity == Severity.ERROR


def place(file: str, sheet: str) -> str:
    """How a message names a sheet: `assignments.xlsx, sheet Desired`."""
    return f"{file}, sheet {sheet}" if sheet else file


def issue_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """One row per finding, in their order."""
    rows = [{**asdict(finding), "code": str(finding.code), "severity": str(finding.severity)} for finding in findings]
    return pl.DataFrame([{**row, "row_id": None} for row in rows], schema=polars_schema(ISSUES), orient="row")
