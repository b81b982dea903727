"""Issues that only the ledger or the other rows could tell, beside those of the cells."""

from __future__ import annotations

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS, letters_of, place_expr, row_expr
from schemas.frames.input_rows import ISSUES
from schemas.frames.polars_frames import empty
from schemas.vocabulary import IssueCode, Kind, Outcome, Reason, Severity

_NOTHING = pl.lit(None, pl.String)
_SLIP = "looks like a slip of"


def no_issues() -> pl.DataFrame:
    """The frame of issues without a row."""
    return empty(ISSUES)


def decision_issues(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per finding that only the ledger or the other rows could tell, with the columns of `Checked.issues`."""
    refused = judged.filter((pl.col("outcome") == Outcome.REJECTED) & pl.col("fault_message").is_null())
    said = pl.col("message").str.strip_suffix(pl.concat_str(pl.lit(" "), pl.col("advice").fill_null("")))
    errors = _issues(
        refused.with_columns(column=_NOTHING, cell=_NOTHING),
        pl.col("reason"),
        Severity.ERROR,
        value="device",
        message=pl.format("{}: {}", row_expr(), said),
        hint=pl.col("advice"),
    )
    warnings = [tell(judged, checked) for tell in (_strangers, _suspects, _likely_identifiers)]
    return pl.concat([errors, *warnings])


def slips(issues: pl.DataFrame) -> list[tuple[str, str]]:
    """The new e-mail addresses that look like slips, each with the known one, in the order of the issues."""
    found = issues.filter(pl.col("code") == Reason.SUSPECT_OWNER)
    likely = pl.col("message").str.extract(rf" {_SLIP} (\S+)\.$")
    return found.select("value", likely).unique(maintain_order=True).rows()


def _strangers(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per identifier that nobody has on record, given beside the one that found the device."""
    strange = judged.filter((pl.col("not_on_record") != "") & (pl.col("kind") == Kind.ASSIGNMENTS))
    typed = checked.assignments.select("row_id", *(pl.col(name).cast(pl.String) for name in IDENTIFIER_WORDS))
    each = strange.select("row_id", "file", "sheet", "row", column=pl.col("not_on_record").str.split(" ")).explode(
        "column"
    )
    named = each.join(typed, on="row_id", how="left", maintain_order="left")
    value = pl.coalesce(pl.when(pl.col("column") == name).then(name) for name in IDENTIFIER_WORDS)
    words = pl.col("column").replace(IDENTIFIER_WORDS)
    return _issues(
        named.with_columns(given=value, cell=_NOTHING),
        IssueCode.IDENTIFIER_NOT_ON_RECORD,
        value="given",
        message=pl.format("{}: nobody has the {} {} on record.", row_expr(), words, "given"),
        hint=pl.lit("Check it: the device was found by a stronger identifier of the row."),
    )


def _suspects(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row that names a new owner who looks like a known one, whatever became of the row."""
    suspected = judged.filter(pl.col("likely_email").is_not_null()).with_columns(column=pl.lit("owner_email"))
    suspected = _with_cells(suspected, checked)
    is_held = pl.col("reason").eq_missing(pl.lit(Reason.SUSPECT_OWNER.value))
    created = "Correct it if that owner is meant; with --guard hold, the rows of such owners are skipped."
    return _issues(
        suspected,
        Reason.SUSPECT_OWNER,
        value="owner_email",
        message=pl.format(f"{{}}: {{}} {_SLIP} {{}}.", "where", "owner_email", "likely_email"),
        hint=pl.when(is_held).then("advice").otherwise(pl.lit(created)),
    )


def _likely_identifiers(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row of an unknown device whose identifier looks like a known one, but for repetitions."""
    is_repeated = pl.col("reason").eq_missing(pl.lit(Reason.DUPLICATE_ROW.value))
    is_told = pl.col("did_you_mean").is_not_null() & (pl.col("outcome") != Outcome.UNCHANGED) & ~is_repeated
    alike = _with_cells(judged.filter(is_told).with_columns(column="misspelled"), checked)
    words = pl.col("misspelled").replace(IDENTIFIER_WORDS)
    is_one = pl.col("alike") == 1
    looking = pl.when(is_one).then(pl.lit("one looks")).otherwise(pl.format("{} look", "alike"))
    to_do = pl.when(is_one).then(pl.lit("Correct it if so")).otherwise(pl.lit("Check which one is meant"))
    return _issues(
        alike,
        IssueCode.LIKELY_IDENTIFIER,
        value="given",
        message=pl.format("{}: the {} {} is not on record, but {} like it.", "where", words, "given", looking),
        hint=pl.format("{} {}; nothing is corrected on its own.", "did_you_mean", to_do),
    )


def _issues(
    rows: pl.DataFrame,
    code: Reason | IssueCode | pl.Expr,
    severity: Severity = Severity.WARNING,
    *,
    value: str,
    message: pl.Expr,
    hint: pl.Expr,
) -> pl.DataFrame:
    """The issues about these rows, which have the `column` and the `cell` that is meant, null where it is the row."""
    return rows.select(
        *("file", "sheet", "row", "column", "cell"),
        value=value,
        code=code if isinstance(code, pl.Expr) else pl.lit(code.value),
        severity=pl.lit(severity.value),
        message=message,
        hint=hint,
        row_id="row_id",
    )


def _with_cells(rows: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows with the `cell` of their `column`, null where their sheet has none, and `where` that is in words."""
    letters = letters_of(checked.sheets).rename({"field": "column"})
    placed = rows.join(
        letters, on=["kind", "file", "sheet", "column"], how="left", nulls_equal=True, maintain_order="left"
    )
    cell = pl.concat_str("letter", pl.col("row").cast(pl.String))
    where = pl.format("{}, {}", place_expr(), pl.coalesce(cell, pl.format("row {}", "row")))
    return placed.with_columns(cell=cell, where=where)
