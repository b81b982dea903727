"""Findings about a file, a sheet or a column, made from wordings; and the frame of issues."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from schemas.frames.input_rows import ISSUES
from schemas.frames.polars_frames import polars_schema
from schemas.reasons.filled_texts import advice, said
from schemas.records import dataclass
from schemas.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.reasons import Wording


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue about a file, a sheet or a column. There are few of them, unlike issues about cells.

    `template` identifies the cause, which several wordings may share; `said` is the message without the place.
    """

    file: str
    sheet: str | None
    code: str
    said: str
    hint: str
    severity: str = Severity.ERROR
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    value: str | None = None
    template: str | None = None
    likely: str | None = None

    @property
    def message(self) -> str:
        """The place, and what was found there."""
        at = self.cell or (f"row {self.row}" if self.row is not None else "")
        return f"{place(self.file, self.sheet or '')}{f', {at}' if at else ''}: {self.said}"

    @property
    def is_error(self) -> bool:
        """True where the file cannot be used because of this."""
        return self.severity == Severity.ERROR


def finding(
    wording: Wording,
    file: str,
    sheet: str | None,
    /,
    *,
    row: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    value: str | None = None,
    **fields: object,
) -> Finding:
    """A finding with this wording and these fields."""
    return Finding(
        file,
        sheet,
        wording.code,
        said(wording, fields),
        advice(wording, fields),
        wording.severity,
        row=row,
        column=column,
        cell=cell,
        value=value,
        template=wording.cause,
        likely=None if fields.get("likely") is None else str(fields["likely"]),
    )


def place(file: str, sheet: str) -> str:
    """The name of a sheet in messages: `assignments.xlsx, sheet Desired`."""
    return f"{file}, sheet {sheet}" if sheet else file


def issue_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """One row per finding, in their order."""
    rows = [
        {**asdict(one), "code": str(one.code), "severity": str(one.severity), "message": one.message}
        for one in findings
    ]
    blank = {"subject": None, "row_id": None}
    return pl.DataFrame([{**row, **blank} for row in rows], schema=polars_schema(ISSUES), orient="row")
