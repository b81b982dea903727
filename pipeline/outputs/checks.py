"""The issues workbook of `check`: what was found where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs import looks
from pipeline.outputs.spoken import cell_expr, place
from pipeline.outputs.summary_sheet import Sheaf, inputs_table, short
from pipeline.outputs.wording import agree, count, listing
from pipeline.outputs.workbook import Look, page, write_workbook
from schemas.vocabulary import SENTENCES, Severity

if TYPE_CHECKING:
    from pipeline.model import Sheet, Source

_SHOWN = ("severity", "file", "sheet", "row", "column", "cell", "value", "code", "message", "hint")
_FIRST = 5


def write_check(path: Path, sources: Sequence[Source], sheets: Sequence[Sheet], issues: pl.DataFrame) -> Path:
    """Write the workbook: a Summary that counts the issues by code, and one row per issue.

    Raises StoreFailed where `path` cannot be written to.
    """
    shown = issues.select(name for name in _SHOWN if name in issues.columns)
    look = Look(
        looks.titles_of(shown.schema),
        colours={"severity": Severity},
        wrapped=("message", "hint"),
        empty="Nothing was found.",
    )
    listed = page(shown, "Issues", look)
    return write_workbook(path, [*_summary(sources, sheets, issues).parts, *listed])


def _summary(sources: Sequence[Source], sheets: Sequence[Sheet], issues: pl.DataFrame) -> Sheaf:
    sheaf = Sheaf()
    sheaf.title("Rollcall: what the check found", "Nothing was written to the ledger.")
    sheaf.sentences(_sentences(sources, sheets, issues))
    if issues.height:
        sheaf.table(_by_code(issues))
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
    bad = errors.select("file", "sheet", "row").drop_nulls("row").n_unique()
    said = [read, f"Found: {listing(kinds)}."]
    if bad:
        said.append(f"{count(bad, 'row')} would be rejected. Mend the cells on the Issues sheet and check again.")
    return said


def _by_code(issues: pl.DataFrame) -> pl.DataFrame:
    """One row per code, the most frequent first: its sentence and its first cells."""
    where = cell_expr()
    by_code = issues.group_by("code", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("Issues"),
        pl.col("message").first(),
        where.drop_nulls().head(_FIRST).alias("cells"),
        where.drop_nulls().len().alias("located"),
    )
    sentences = {reason.value: sentence for reason, sentence in SENTENCES.items()}
    more = pl.when(pl.col("located") > _FIRST).then(pl.lit(", ...")).otherwise(pl.lit(""))
    cells = pl.concat_str(pl.col("cells").list.join(", "), more)
    meant = pl.col("code").replace_strict(sentences, default=pl.col("message"), return_dtype=pl.String)
    said = pl.when(cells == "").then(meant).otherwise(pl.concat_str(meant, pl.lit("  "), cells))
    counted = by_code.sort("Issues", descending=True, maintain_order=True)
    return counted.select(pl.col("code").alias("Issue"), "Issues", said.alias("What it means, and the first cells"))


def _by_sheet(sheets: Sequence[Sheet], issues: pl.DataFrame) -> pl.DataFrame:
    """One row per sheet that was read."""
    found = issues.group_by("file", "sheet", "severity").len()
    counts = {(file, sheet, severity): number for file, sheet, severity, number in found.iter_rows()}
    lines = [
        (
            short(place(sheet.file, sheet.sheet)),
            sheet.rows,
            *(counts.get((sheet.file, sheet.sheet, severity.value), 0) for severity in Severity),
            sheet.kind.value,
        )
        for sheet in sheets
    ]
    schema = ["Sheet", "Rows", "Errors", "Warnings", "Notes", "Kind"]
    return pl.DataFrame(lines, schema=schema, orient="row")
