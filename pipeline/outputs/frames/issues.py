"""The frame of the issues that are found after the files were read, made from wordings; and what it tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.model import Checked, Sheet
from pipeline.outputs.messages.phrases import letters_of, place_expr
from schemas.frames.input_rows import ISSUES, TOLD_OF_ISSUES
from schemas.frames.polars_frames import empty, polars_schema, shaped
from schemas.reasons.column_issues import UNKNOWN_COLUMN
from schemas.reasons.filled_frames import format_expr, wording_exprs
from schemas.reasons.skipped_rows import SUSPECT_OWNER, UNKNOWN_DEVICE
from schemas.vocabulary import IssueCode, Kind, Reason, Severity
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

_SCHEMA = polars_schema(ISSUES)
_NONE = empty(ISSUES)
# How columns of assignments are told that no field is called like.
_ASIDE = tuple(UNKNOWN_COLUMN[name].cause for name in ("kept_in_results", "many_kept_in_results"))
_NAMED = frozenset(("device_name", "device_type"))
_PLACES = ("file", "sheet", "row", "column", "cell", "row_id")


def no_issues() -> pl.DataFrame:
    """An empty frame of issues."""
    return _NONE


def issues_of(
    rows: pl.DataFrame, told: Mapping[str, pl.Expr], severity: Severity, *, value: str | None = None
) -> pl.DataFrame:
    """One issue per row: `told` has its `code, template, subject, said, hint`, and perhaps the `likely` value.

    The rows have `file` and any of `sheet, row, column, cell, row_id`; `value` names the column with the value in
    question.
    """
    if rows.is_empty():  # as of most kinds of issues in most runs
        return no_issues()
    places = {name: name if name in rows.columns else pl.lit(None, _SCHEMA[name]) for name in _PLACES}
    found = rows.select(
        **places,
        value=pl.lit(None, pl.String) if value is None else pl.col(value).cast(pl.String),
        severity=pl.lit(severity.value),
        **{"likely": pl.lit(None, pl.String), **told},
    )
    where = pl.coalesce("cell", format_expr("row {}", "row"))
    at = pl.coalesce(format_expr("{}, {}", place_expr(), where), place_expr())
    quoted = format_expr('"{}" ', "subject").fill_null("")
    message = pl.concat_str(at, pl.lit(": "), quoted, "said")
    return shaped(found.with_columns(message=message), ISSUES)


def first_list_issues(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """One note per sheet that is read as a list of what the devices are, too, since none is on record yet."""
    rows = pl.DataFrame([(one.file, one.sheet) for one in sheets], schema=["file", "sheet"], orient="row")
    return issues_of(rows.unique(maintain_order=True), wording_exprs(UNKNOWN_DEVICE["first_list"]), Severity.NOTE)


def unknown_list_issues(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per sheet that was taken for assignments and has rows about devices that are not on record.

    It has a column that no field is called like, perhaps of what the devices are, or several rows and the devices'
    names or types, and is told of some of its rows only where no other sheet says what the devices are. Rows at rest
    are of known devices.
    """
    is_aside = (pl.col("code") == IssueCode.UNKNOWN_COLUMN) & pl.col("template").is_in(_ASIDE)
    aside = {*checked.issues.filter(is_aside).select("file", "sheet").iter_rows()}
    sizes = {
        (one.file, one.sheet, one.rows)
        for one in checked.sheets
        if one.kind is Kind.ASSIGNMENTS
        if (one.file, one.sheet) in aside or (one.rows > 1 and _NAMED & {*one.columns})
    }
    whole = pl.DataFrame(sorted(sizes), {"file": pl.String, "sheet": pl.String, "rows": pl.Int64}, orient="row")
    is_unknown = pl.col("device_id").is_null() & (pl.col("reason") == Reason.UNKNOWN_DEVICE)
    sheets = judged.group_by("file", "sheet", maintain_order=True).agg(
        count=is_unknown.sum().cast(pl.Int64), known=pl.col("device_id").is_not_null().sum(), judged=pl.len()
    )
    strange = sheets.filter(pl.col("count") > 0).join(whole, on=["file", "sheet"], maintain_order="left")
    is_whole = (pl.col("known") == 0) & (pl.col("judged") == pl.col("rows"))
    is_alone = all(one.kind in {Kind.ASSIGNMENTS, Kind.PEOPLE} for one in checked.sheets)
    told = ((is_whole, UNKNOWN_DEVICE["sheet"]), (~is_whole & is_alone, UNKNOWN_DEVICE["some"]))
    return pl.concat(
        issues_of(
            strange.filter(which).with_columns(count=pl.when(is_whole).then("rows").otherwise("count")),
            wording_exprs(wording),
            Severity.WARNING,
        )
        for which, wording in told
    )


def with_cells(rows: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows with the `cell` of their `column`, null where their sheet has none."""
    if rows.is_empty():
        return rows.with_columns(cell=pl.lit(None, pl.String))
    letters = letters_of(checked.sheets).rename({"field": "column"})
    placed = _with_parts(rows, checked).join(
        letters, on=["kind", "file", "sheet", "part", "column"], how="left", nulls_equal=True, maintain_order="left"
    )
    return placed.with_columns(cell=pl.concat_str("letter", pl.col("row").cast(pl.String))).drop("part")


def told_once(issues: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The issues; where a row has several devices, those of a cell that is of all of them only once."""
    if not any(sheet.column for sheet in checked.sheets):
        return issues
    told = [name for name in TOLD_OF_ISSUES if name != "row_id"]
    return issues.unique(told, keep="first", maintain_order=True)


def _with_parts(rows: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows with the `part` of their sheet: the column that identifies the device, where a row has several."""
    if DEVICE_COLUMN not in checked.originals.columns:
        return rows.with_columns(part=pl.lit(""))
    parts = checked.originals.select(listed="row_id", part=pl.col(DEVICE_COLUMN).fill_null(""))
    listed = pl.coalesce("listed_row_id", "row_id") if "listed_row_id" in rows.columns else pl.col("row_id")
    return rows.with_columns(listed=listed).join(parts, on="listed", how="left", maintain_order="left").drop("listed")


def slips(issues: pl.DataFrame) -> list[tuple[str, str]]:
    """The new e-mail addresses that look like slips, each with the known address, in the order of the issues."""
    is_namesake = pl.col("template").eq_missing(pl.lit(SUSPECT_OWNER["namesake"].cause))
    found = issues.filter(pl.col("code") == Reason.SUSPECT_OWNER, pl.col("likely").is_not_null(), ~is_namesake)
    return found.select("value", "likely").unique(maintain_order=True).rows()


def likely_devices(issues: pl.DataFrame) -> list[tuple[str, str]]:
    """The identifiers of new devices that look like others, each with that other one, in the order of the issues."""
    found = issues.filter(pl.col("code") == Reason.SUSPECT_DEVICE, pl.col("likely").is_not_null())
    return found.select("value", "likely").unique(maintain_order=True).rows()
