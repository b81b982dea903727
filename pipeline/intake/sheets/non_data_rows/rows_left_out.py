"""Rows below the header that are not read: hidden ones on request, and totals and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.issues import Finding, finding
from pipeline.intake.sheets.non_data_rows.compared_totals import compared_totals
from pipeline.intake.sheets.non_data_rows.group_headings import group_headings
from pipeline.intake.sheets.non_data_rows.totals_and_notes import no_devices
from schemas.reasons.sheet_issues import HIDDEN_ROWS, ROWS_LEFT_OUT
from schemas.vocabulary import HiddenRows, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading

_MOST_LISTED = 20
_LONGEST_TEXT = 60
_HOW = {HiddenRows.INCLUDE: "read", HiddenRows.EXCLUDE: "left_out", HiddenRows.REFUSE: "refused"}


def readable_rows(
    rows: pl.DataFrame, raw: RawSheet, header: Header, how: Reading, *, file: str, kind: Kind | None = None
) -> tuple[pl.DataFrame, Sequence[Finding]]:
    """The data rows to read, with new row ids, and findings about totals, the rows left out and the hidden rows.

    A hidden total counts as a total, not as a hidden row.
    """
    findings: list[Finding] = []
    left_out = no_devices(rows, raw, header, is_of_people=kind is Kind.PEOPLE)
    if left_out.height and kind is not Kind.PEOPLE:
        findings += compared_totals(rows, left_out, raw, header, file=file)
    if kind is not Kind.PEOPLE:
        left_out = _with_headings(left_out, rows, header)
    if left_out.height:
        rows = _without(rows, left_out["row"])
        findings.append(_left_out(left_out, file, raw.name, "_person" if kind is Kind.PEOPLE else ""))
    hidden = rows["row"].filter(rows["row"].is_in(list(raw.hidden_rows))) if raw.hidden_rows else rows["row"].clear()
    if len(hidden):
        findings.append(_hidden(hidden, how.hidden_rows, file, raw.name))
        rows = _without(rows, hidden) if how.hidden_rows is HiddenRows.EXCLUDE else rows
    return rows, findings


def _with_headings(left_out: pl.DataFrame, rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The rows left out, with the headings between the others."""
    headings = group_headings(_without(rows, left_out["row"]) if left_out.height else rows, header)
    return pl.concat([left_out.select("row", "said"), headings]).sort("row") if headings.height else left_out


def _without(rows: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    kept = rows.filter(~pl.col("row").is_in(numbers.implode()))
    return kept.with_columns(row_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def _hidden(hidden: pl.Series, how: HiddenRows, file: str, sheet: str) -> Finding:
    """One finding for all hidden rows of a sheet: their number, the rows, and whether they are read."""
    wording = HIDDEN_ROWS[f"{_HOW[how]}_one" if len(hidden) == 1 else _HOW[how]]
    return finding(wording, file, sheet, count=f"{len(hidden):,}", rows=_in_ranges(hidden))


def _left_out(left_out: pl.DataFrame, file: str, sheet: str, of: str) -> Finding:
    """One note that lists all rows that are no device or no person."""
    count, listed = left_out.height, left_out.head(_MOST_LISTED)
    rows = "; ".join(f"row {row} ({_shortened(said)})" for row, said in listed.select("row", "said").rows())
    more = f"; and {count - listed.height} more" if count > listed.height else ""
    wording = ROWS_LEFT_OUT[f"{'one' if count == 1 else 'several'}{of}"]
    return finding(wording, file, sheet, count=count, rows=f"{rows}{more}")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"


def _in_ranges(rows: pl.Series) -> str:
    """Row numbers in order, neighbours together, such as `rows 5 to 9, 14`; only the first of many ranges."""
    starts = rows.filter(rows.diff().fill_null(2) > 1)
    ends = rows.filter(rows.diff(-1).fill_null(-2) < -1)
    pairs = zip(starts.head(_MOST_LISTED), ends.head(_MOST_LISTED), strict=True)
    ranges = [str(first) if first == last else f"{first} to {last}" for first, last in pairs]
    more = len(starts) - len(ranges)
    rest = f" and {more} more {'place' if more == 1 else 'places'}" if more else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(ranges)}{rest}"
