"""The issues workbook of `check`: the findings, their places, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.fingerprint import put_fingerprint
from pipeline.outputs.excel.workbook import Look, page, write_workbook
from pipeline.outputs.frames.causes import causes
from pipeline.outputs.messages.phrases import place
from pipeline.outputs.messages.plurals import agree, count, listing
from pipeline.outputs.workbooks.results import rows_page
from pipeline.outputs.workbooks.summary_sheet import Sheaf, inputs_table, short
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Severity
from schemas.workbook_forms.checked import ISSUES_TITLE, LISTED_ISSUES

if TYPE_CHECKING:
    from pipeline.model import Sheet, Source

_SHOWN = ("severity", "file", "sheet", "row", "column", "cell", "value", "code", "message", "hint")


def write_check(
    path: Path,
    sources: Sequence[Source],
    sheets: Sequence[Sheet],
    issues: pl.DataFrame,
    *,
    rows: pl.DataFrame | None = None,
) -> Path:
    """Write the workbook: a Summary with the issues by cause, one row per issue, and `rows` where they are given.

    Raises StoreFailed where `path` cannot be written to.
    """
    shown = issues.select(name for name in _SHOWN if name in issues.columns)
    look = Look(
        styles.titles_of(shown.schema),
        colours={"severity": Severity},
        wrapped=("message", "hint"),
        empty="Nothing was found.",
    )
    listed = page(shown, LISTED_ISSUES, look)
    more = [] if rows is None else rows_page(rows, "Rows")
    return write_workbook(path, [*_summary(sources, sheets, issues).parts, *listed, *more], finish=put_fingerprint)


def _summary(sources: Sequence[Source], sheets: Sequence[Sheet], issues: pl.DataFrame) -> Sheaf:
    sheaf = Sheaf()
    sheaf.title(ISSUES_TITLE, "Nothing was written to the ledger.")
    sheaf.sentences(_sentences(sources, sheets, issues))
    if issues.height:
        sheaf.table(_by_cause(issues))
    if sheets:
        sheaf.table(_by_sheet(sheets, issues))
    if sources:
        sheaf.table(inputs_table(sources, sheets))
    return sheaf


def _sentences(sources: Sequence[Source], sheets: Sequence[Sheet], issues: pl.DataFrame) -> list[str]:
    rows = sum(sheet.rows for sheet in sheets)
    read = f"{count(rows, 'row')} in {count(len(sources), 'file')} {agree(rows, 'was', 'were')} checked."
    if issues.is_empty():
        return [read, "Nothing was found. Next: `rollcall plan` shows what these files would do."]
    found = dict(issues["severity"].value_counts().iter_rows())
    kinds = [count(found[severity.value], severity.value) for severity in Severity if found.get(severity.value)]
    errors = issues.filter(pl.col("severity") == Severity.ERROR.value)
    device = ["row_id"] if any(sheet.column for sheet in sheets) else []
    bad = errors.select("file", "sheet", "row", *device).drop_nulls("row").n_unique()
    said = [read, f"Found: {listing(kinds)}."]
    if bad:
        said.append(f"{count(bad, 'row')} would be rejected. Mend the cells on the Issues sheet and check again.")
    return said


def _by_cause(issues: pl.DataFrame) -> pl.DataFrame:
    """One row per cause: its sentence and its first cells."""
    more = pl.when(pl.col("count") > pl.col("cells").list.len()).then(pl.lit(", ...")).otherwise(pl.lit(""))
    cells = pl.concat_str(pl.col("cells").list.join(", "), more)
    on = pl.when(pl.col("sheet").fill_null("") != "").then(format_expr(" ({})", "sheet")).otherwise(pl.lit(""))
    placed = pl.when(pl.col("cells").list.len() > 0).then(pl.concat_str(pl.lit("  "), cells, on))
    return causes(issues).select(
        pl.col("code").alias("Issue"),
        pl.col("count").alias("Issues"),
        pl.concat_str("message", placed.fill_null("")).alias("What was found, and the first cells"),
    )


def _by_sheet(sheets: Sequence[Sheet], issues: pl.DataFrame) -> pl.DataFrame:
    """One row per sheet that was read."""
    found = issues.group_by("file", "sheet", "severity").len()
    counts = {(file, sheet, severity): number for file, sheet, severity, number in found.iter_rows()}
    rows = Counter[tuple[str, str, str]]()
    for sheet in sheets:
        rows[sheet.file, sheet.sheet, sheet.kind.value] += sheet.rows
    lines = [
        (
            short(place(file, sheet)),
            read,
            *(counts.get((file, sheet, severity.value), 0) for severity in Severity),
            kind,
        )
        for (file, sheet, kind), read in rows.items()
    ]
    schema = ["Sheet", "Rows", "Errors", "Warnings", "Notes", "Kind"]
    return pl.DataFrame(lines, schema=schema, orient="row")
