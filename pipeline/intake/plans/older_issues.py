"""The issues in a plan of an older Rollcall, which kept only their messages: the parts that these were made of.

Only here is a message taken apart, so that such a plan is told as it was when it was made.
"""

from __future__ import annotations

import polars as pl

from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import IssueCode, Reason

# The templates of the findings that name a row; those about cells are told apart by what they say.
_OF_ROWS = {
    **{reason.value: "row" for reason in Reason},
    Reason.SUSPECT_OWNER.value: "slip",
    IssueCode.IDENTIFIER_NOT_ON_RECORD.value: "weaker",
}
_FEW, _MANY = "one", "several"


def with_parts(issues: pl.DataFrame, suspects: pl.DataFrame) -> pl.DataFrame:
    """The issues, each with its parts; those that have them already are as they were.

    `suspects` are the plan's, which name the likely address of each new owner.
    """
    older = issues.filter(pl.col("said").is_null())
    if older.is_empty():
        return issues
    known = suspects.select(value="email", known="likely_email").unique("value", keep="first", maintain_order=True)
    found = issues.join(known, on="value", how="left", maintain_order="left")
    is_suspect = pl.col("code") == Reason.SUSPECT_OWNER.value
    sentence = _sentence_expr()
    quote = format_expr('"{}" ', "value")
    is_quoting = sentence.str.starts_with(quote).fill_null(value=False)
    said = pl.when(is_quoting).then(sentence.str.strip_prefix(quote.fill_null(""))).otherwise(sentence)
    parts = {
        "template": pl.when(~is_quoting).then(_template_expr(sentence)),
        "subject": pl.when(is_quoting).then("value"),
        "said": said,
        "likely": pl.when(is_suspect).then("known"),
    }
    is_older = pl.col("said").is_null()
    return found.with_columns(
        pl.when(is_older).then(part).otherwise(name).alias(name) for name, part in parts.items()
    ).drop("known")


def _sentence_expr() -> pl.Expr:
    """The message without the place that it begins with."""
    has_sheet = pl.col("sheet").fill_null("") != ""
    place = pl.when(has_sheet).then(format_expr("{}, sheet {}", "file", "sheet")).otherwise("file")
    sentence = pl.col("message")
    for start in (
        format_expr("{}, {}: ", place, "cell"),
        format_expr("{}, row {}: ", place, "row"),
        format_expr("{}: ", place),
    ):
        sentence = sentence.str.strip_prefix(start.fill_null(""))
    return sentence


def _template_expr(sentence: pl.Expr) -> pl.Expr:
    """The template, where findings of one code say something else of each row."""
    alike = pl.when(sentence.str.contains(" one looks ", literal=True)).then(pl.lit(_FEW)).otherwise(pl.lit(_MANY))
    is_alike = pl.col("code") == IssueCode.LIKELY_IDENTIFIER.value
    of_row = pl.col("code").replace_strict(_OF_ROWS, default=None, return_dtype=pl.String)
    is_of_row = pl.col("cell").is_null() | pl.col("code").is_in([Reason.SUSPECT_OWNER.value])
    return pl.when(is_alike).then(alike).when(is_of_row).then(of_row)
