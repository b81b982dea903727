"""Issues grouped by what causes them, so that one mistake made nine hundred times is told once.

Issues are of one cause when they have the code, the severity and the column in common, and what is said of each value
but the value itself: two unlike complaints with one code are two causes.
"""

from __future__ import annotations

import polars as pl

from pipeline.outputs.messages.phrases import place_expr
from schemas.reasons import SENTENCES
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
_ORDER = {severity.value: at for at, severity in enumerate(Severity)}


def causes(issues: pl.DataFrame) -> pl.DataFrame:
    """One row per cause, the columns as in `CAUSES`; errors first, then by count.

    Each sheet has its own causes. A finding without a cell is named by its row. `message` is one sentence, about the
    value itself where it is only one.
    """
    if issues.is_empty():
        return CAUSES.to_frame()
    found = _few_kinds(_with_kinds(issues))
    grouped = found.group_by(*_ONE, "kind", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("count"),
        pl.coalesce("cell", pl.format("row {}", "row")).drop_nulls().head(_FIRST).alias("cells"),
        pl.col("hint").drop_nulls().first(),
        pl.col("body", "about").first(),
        is_alike=pl.col("body").n_unique() == 1,
        value=pl.col("value").first(),
    )
    ranked = grouped.sort(
        pl.col("severity").replace_strict(_ORDER, default=0, return_dtype=pl.Int64),
        -pl.col("count"),
        maintain_order=True,
    )
    return ranked.with_columns(message=_sentence()).select(pl.col(name).cast(dtype) for name, dtype in CAUSES.items())


def sentence_expr() -> pl.Expr:
    """What an issue says, without the place that it begins with."""
    return _capitalized(_body_expr())


def _body_expr() -> pl.Expr:
    place = place_expr()
    body = pl.col("message")
    for start in (
        pl.format("{}, {}: ", place, "cell"),
        pl.format("{}, row {}: ", place, "row"),
        pl.format("{}: ", place),
    ):
        body = body.str.strip_prefix(start.fill_null(""))
    return body.alias("body")


def _with_kinds(issues: pl.DataFrame) -> pl.DataFrame:
    """`body` is the message without its place, `about` what it says of a value it quotes, `kind` tells causes apart."""
    told = issues.with_columns(_body_expr())
    quoted = pl.format('"{}" ', "value").fill_null("\0")
    is_quoting = pl.col("body").str.starts_with(quoted)
    told = told.with_columns(about=pl.when(is_quoting).then(pl.col("body").str.strip_prefix(quoted)))
    value = pl.when(pl.col("value") == "").then(None).otherwise("value")
    names_it = pl.col("body").str.contains(value, literal=True).fill_null(value=False)
    is_of_one_row = names_it | pl.col("body").str.contains(r"\d")
    meant = pl.col("code").replace_strict(_SENTENCES, default=None, return_dtype=pl.String)
    plain = pl.when(is_of_one_row).then(meant)
    unnamed = pl.coalesce(pl.col("body").str.split(value).list.join("..."), "body").str.replace_all(r"\d+", "...")
    return told.with_columns(kind=pl.coalesce("about", plain, unnamed), meant=meant)


def _few_kinds(issues: pl.DataFrame) -> pl.DataFrame:
    """Where a column has very many kinds of one code, each says too much of its own row: they are one cause."""
    is_too_many = pl.col("kind").n_unique().over(_ONE) > _MOST_KINDS
    general = pl.coalesce("meant", pl.col("kind").first().over(_ONE))
    about = pl.when(~is_too_many).then("about")
    return issues.with_columns(kind=pl.when(is_too_many).then(general).otherwise("kind"), about=about)


def _sentence() -> pl.Expr:
    column = pl.coalesce("column", pl.lit("The value"))
    long = pl.col("value").str.len_chars() > _LONGEST_VALUE
    value = pl.when(long).then(pl.format("{}...", pl.col("value").str.head(_LONGEST_VALUE))).otherwise("value")
    plain = pl.when("is_alike").then("body").otherwise("kind")
    return (
        pl.when((pl.col("count") == 1) & pl.col("about").is_not_null())
        .then(pl.format('{}: "{}" {}', column, value, "about"))
        .when(pl.col("about").is_not_null())
        .then(pl.format("{} {}", column, "about"))
        .otherwise(_capitalized(plain))
    )


def _capitalized(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(text.str.head(1).str.to_uppercase(), text.str.slice(1))
