"""What only the ledger or the other rows could tell, as issues beside those of the cells."""

from __future__ import annotations

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.spoken import IDENTIFIER_WORDS, row_expr
from schemas.vocabulary import IssueCode, Kind, Outcome, Severity


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
    return pl.concat([errors, _strangers(judged, checked)])


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
