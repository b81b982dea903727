"""What only the ledger or the other rows could tell, as issues beside those of the cells."""

from __future__ import annotations

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.spoken import IDENTIFIER_WORDS, place_expr, row_expr
from schemas.vocabulary import IssueCode, Kind, Outcome, Reason, Severity

_SLIP = "looks like a slip of"


def no_issues() -> pl.DataFrame:
    """The frame of issues without a row."""
    texts = ("column", "cell", "value", "code", "severity", "message", "hint")
    schema = {"file": pl.String, "sheet": pl.String, "row": pl.Int64, **dict.fromkeys(texts, pl.String)}
    return pl.DataFrame(schema={**schema, "row_id": pl.Int64})


def decision_issues(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per finding that only the ledger or the other rows could tell, with the columns of `Checked.issues`."""
    refused = judged.filter((pl.col("outcome") == Outcome.REJECTED) & pl.col("fault_message").is_null())
    said = pl.col("message").str.strip_suffix(pl.concat_str(pl.lit(" "), pl.col("advice").fill_null("")))
    errors = refused.select(
        "file",
        "sheet",
        "row",
        column=pl.lit(None, pl.String),
        cell=pl.lit(None, pl.String),
        value="device",
        code="reason",
        severity=pl.lit(Severity.ERROR.value),
        message=pl.format("{}: {}", row_expr(), said),
        hint="advice",
        row_id="row_id",
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
    return named.select(
        "file",
        "sheet",
        "row",
        "column",
        cell=pl.lit(None, pl.String),
        value=value,
        code=pl.lit(IssueCode.IDENTIFIER_NOT_ON_RECORD.value),
        severity=pl.lit(Severity.WARNING.value),
        message=pl.format("{}: nobody has the {} {} on record.", row_expr(), words, value),
        hint=pl.lit("Check it: the device was found by a stronger identifier of the row."),
        row_id="row_id",
    )


def _suspects(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row that names a new owner who looks like a known one, whatever became of the row."""
    suspected = judged.filter(pl.col("likely_email").is_not_null()).with_columns(column=pl.lit("owner_email"))
    suspected = _with_cells(suspected, checked)
    is_held = pl.col("reason").eq_missing(pl.lit(Reason.SUSPECT_OWNER.value))
    created = "Correct it if that owner is meant; with --guard hold, the rows of such owners are skipped."
    return suspected.select(
        "file",
        "sheet",
        "row",
        "column",
        "cell",
        value="owner_email",
        code=pl.lit(Reason.SUSPECT_OWNER.value),
        severity=pl.lit(Severity.WARNING.value),
        message=pl.format(f"{{}}: {{}} {_SLIP} {{}}.", "where", "owner_email", "likely_email"),
        hint=pl.when(is_held).then("advice").otherwise(pl.lit(created)),
        row_id="row_id",
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
    return alike.select(
        "file",
        "sheet",
        "row",
        "column",
        "cell",
        value="given",
        code=pl.lit(IssueCode.LIKELY_IDENTIFIER.value),
        severity=pl.lit(Severity.WARNING.value),
        message=pl.format("{}: the {} {} is not on record, but {} like it.", "where", words, "given", looking),
        hint=pl.format("{} {}; nothing is corrected on its own.", "did_you_mean", to_do),
        row_id="row_id",
    )


def _with_cells(rows: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows with the `cell` of their `column`, null where their sheet has none, and `where` that is in words."""
    columns = [
        (str(sheet.kind), sheet.file, sheet.sheet, column, letter)
        for sheet in checked.sheets
        for column, letter in sheet.columns.items()
    ]
    keys = ("kind", "file", "sheet", "column")
    letters = pl.DataFrame(columns, schema=dict.fromkeys((*keys, "letter"), pl.String), orient="row")
    letters = letters.unique(keys, keep="first", maintain_order=True)
    placed = rows.join(letters, on=keys, how="left", nulls_equal=True, maintain_order="left")
    cell = pl.concat_str("letter", pl.col("row").cast(pl.String))
    where = pl.format("{}, {}", place_expr(), pl.coalesce(cell, pl.format("row {}", "row")))
    return placed.with_columns(cell=cell, where=where)
