"""Issues grouped by their cause, so that a mistake made nine hundred times is reported once.

Issues have one cause when their code, severity, column and template are equal, and so is the text about the values that
they quote: two different messages with one code are two causes.
"""

from __future__ import annotations

import polars as pl

from schemas.reasons import RECORDS, SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Severity

CAUSES = pl.Schema(
    {
        **dict.fromkeys(("code", "severity", "file", "sheet", "column"), pl.String()),
        "count": pl.Int64(),
        "cells": pl.List(pl.String()),
        "message": pl.String(),
        "hint": pl.String(),
    }
)
_ONE = ("file", "sheet", "code", "severity", "column")
_FIRST = 5
_MOST_KINDS = 5
_LONGEST_VALUE = 60
_SENTENCES = {reason.value: sentence for reason, sentence in SENTENCES.items()}
# The sentences for issues that have only a message, as in a plan of an older Rollcall.
_OF_CODES = {code.value: record.sentence for code, record in RECORDS.items()}

_ORDER = {severity.value: at for at, severity in enumerate(Severity)}
_BEGINS_WITH_ADDRESS = r"^[^\s@]+@\S"


def causes(issues: pl.DataFrame) -> pl.DataFrame:
    """One row per cause, the columns as in `CAUSES`; errors first, then by count.

    Each sheet has its own causes. A finding without a cell is named by its row. `message` is one sentence, and quotes
    the value where the cause has only one issue.
    """
    if issues.is_empty():
        return CAUSES.to_frame()
    found = _few_kinds(_with_kinds(issues))
    grouped = found.group_by(*_ONE, "kind", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("count"),
        pl.coalesce("cell", format_expr("row {}", "row")).drop_nulls().head(_FIRST).alias("cells"),
        pl.col("hint").drop_nulls().first(),
        pl.col("sentence", "about", "general", "subject").first(),
        is_alike=pl.col("sentence").n_unique() == 1,
    )
    ranked = grouped.sort(
        pl.col("severity").replace_strict(_ORDER, default=0, return_dtype=pl.Int64),
        -pl.col("count"),
        maintain_order=True,
    )
    return ranked.with_columns(message=_message()).select(pl.col(name).cast(dtype) for name, dtype in CAUSES.items())


def sentence_expr() -> pl.Expr:
    """The sentence of an issue, without its place."""
    return _capitalized(_sentence_expr())


def _sentence_expr() -> pl.Expr:
    return pl.concat_str(format_expr('"{}" ', "subject").fill_null(""), "said")


def _with_kinds(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues with their `sentence`, the part `about` a quoted value, and the `kind`, which identifies the cause.

    `general` is the sentence for several issues of one kind whose sentences differ: that of their reason, or that of
    the first of them, as an example.
    """
    known = pl.coalesce("said", pl.col("code").replace_strict(_OF_CODES, default=None, return_dtype=pl.String))
    said = issues.with_columns(said=pl.coalesce(known, "message"))
    meant = pl.col("code").replace_strict(_SENTENCES, default=None, return_dtype=pl.String)
    told = said.with_columns(_sentence_expr().alias("sentence"), about=pl.when(_is_quoting()).then("said"), meant=meant)
    example = pl.when(pl.col("template").is_not_null()).then(format_expr("for example: {}", "sentence"))
    plain = pl.coalesce(pl.when(~_is_quoting()).then(pl.coalesce("meant", example)), "said")
    return told.with_columns(kind=pl.coalesce("about", "template", "said"), general=plain)


def _is_quoting() -> pl.Expr:
    return pl.col("subject").is_not_null()


def _few_kinds(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues with one kind for all of one code in a column that has very many: each is about its own row."""
    is_too_many = pl.col("kind").n_unique().over(_ONE) > _MOST_KINDS
    first = pl.coalesce("meant", pl.col("general").first().over(_ONE))
    return issues.with_columns(
        kind=pl.when(is_too_many).then(pl.lit("")).otherwise("kind"),
        general=pl.when(is_too_many).then(first).otherwise("general"),
        about=pl.when(~is_too_many).then("about"),
    )


def _message() -> pl.Expr:
    column = pl.coalesce("column", pl.lit("The value"))
    long = pl.col("subject").str.len_chars() > _LONGEST_VALUE
    value = pl.when(long).then(format_expr("{}...", pl.col("subject").str.head(_LONGEST_VALUE))).otherwise("subject")
    plain = pl.when("is_alike").then("sentence").otherwise("general")
    return (
        pl.when((pl.col("count") == 1) & pl.col("about").is_not_null())
        .then(format_expr('{}: "{}" {}', column, value, "about"))
        .when(pl.col("about").is_not_null())
        .then(format_expr("{} {}", column, "about"))
        .otherwise(_capitalized(plain))
    )


def _capitalized(text: pl.Expr) -> pl.Expr:
    """The text as a sentence; but an address at its beginning is written as it is on record."""
    is_address = text.str.contains(_BEGINS_WITH_ADDRESS)
    capital = pl.concat_str(text.str.head(1).str.to_uppercase(), text.str.slice(1))
    return pl.when(is_address).then(text).otherwise(capital)
