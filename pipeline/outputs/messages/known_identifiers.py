"""Damaged identifiers that are on record: what was probably entered is asked of the ledger before it is guessed.

A date such as `14-Mar` may have been `3-14`, `14-3` or `MAR14`, and 9.00E+42 may have been `9E42` or `90E41`; of these
the ledger has one, as a rule. A number of more than 15 digits has kept its first 15.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.messages.phrases import listing_expr
from schemas.reasons.cell_issues import ON_RECORD
from schemas.reasons.filled_frames import filled_expr, format_expr
from schemas.vocabulary import IssueCode, Reason

_LOOKED_AT = ("serial_number", "asset_tag")
_EXPONENT = r"^\d+(?:\.\d+)?E[+-]?\d+$"
_LONG = r"^\d{16,}$"
_KEPT = 15
_SIGNIFICANT = 3


def with_known_identifiers(checked: Checked, devices: pl.DataFrame) -> Checked:
    """The checked rows; issues about damaged identifiers name those on record that may have been entered."""
    issues = checked.issues.with_row_index("at")
    damaged = issues.filter(_is_damaged())
    if damaged.is_empty() or devices.is_empty():
        return checked
    damaged = damaged.join(_organizations(checked), on="row_id", how="left")
    pairs = pl.concat(_pairs(damaged, devices.select("org_id", known=column).drop_nulls()) for column in _LOOKED_AT)
    known = pairs.unique().sort("at", "known").group_by("at", maintain_order=True).agg("known")
    only = pl.when(pl.col("known").list.len() == 1).then(pl.col("known").list.first())
    told = known.select("at", found=listing_expr(pl.col("known")), only=only)
    hint = filled_expr(ON_RECORD, {"found": pl.col("found"), "only": pl.col("only")})
    named = issues.join(told, on="at", how="left", maintain_order="left").with_columns(
        hint=pl.coalesce(pl.when(pl.col("found").is_not_null()).then(hint), "hint"),
        likely=pl.coalesce("found", "likely"),
    )
    return replace(checked, issues=named.drop("at", "found", "only"))


def has_damaged(issues: pl.DataFrame) -> bool:
    """True where an issue is about an identifier that was damaged."""
    return not issues.filter(_is_damaged()).is_empty()


def _is_damaged() -> pl.Expr:
    is_damaged = pl.col("code") == Reason.DAMAGED_IDENTIFIER
    is_date = (pl.col("code") == IssueCode.LIKELY_IDENTIFIER) & (pl.col("template") == "date")
    return (is_damaged | is_date) & pl.col("row_id").is_not_null()


def _organizations(checked: Checked) -> pl.DataFrame:
    """One row per row of the files: `row_id, org_id`; the halves of a register row are one."""
    halves = checked.assignments.select(row_id=pl.coalesce("listed_row_id", "row_id"), org_id="org_id")
    return pl.concat([checked.inventory.select("row_id", "org_id"), halves]).unique("row_id")


def _pairs(damaged: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """One row per issue and identifier on record (`org_id, known`) that may have been entered: `at, known`."""
    guessed = damaged.select("at", "org_id", known=pl.col("likely").str.split(" or ")).explode("known")
    guessed = guessed.with_columns(pl.col("known").str.split(", ")).explode("known")
    by_guess = guessed.join(known, on=["org_id", "known"]).select("at", "known")
    by_number = _alike(damaged, known, _EXPONENT, _exponent_key)
    by_digits = _alike(damaged, known, _LONG, _digits_key)
    return pl.concat([by_guess, by_number, by_digits])


def _alike(cells: pl.DataFrame, known: pl.DataFrame, pattern: str, key: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    like = known.filter(pl.col("known").str.contains(pattern)).with_columns(key=key(pl.col("known")))
    given = cells.select("at", "org_id", key=key(pl.col("value").str.to_uppercase().str.replace(",", ".")))
    return given.drop_nulls().join(like, on=["org_id", "key"]).select("at", "known")


def _exponent_key(text: pl.Expr) -> pl.Expr:
    """A number as far as a spreadsheet program shows it."""
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number >= 1).then(number.round_sig_figs(_SIGNIFICANT)).cast(pl.String)


def _digits_key(text: pl.Expr) -> pl.Expr:
    """The length of a long number, and the digits of it that a spreadsheet program keeps."""
    is_long = text.str.contains(_LONG)
    return pl.when(is_long).then(format_expr("{} {}", text.str.len_chars(), text.str.head(_KEPT)))
