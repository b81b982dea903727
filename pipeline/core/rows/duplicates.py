"""Rows of one device: those that say the same share one fate, those that contradict each other are all rejected.

Rule 6 of the inputs. Rows of a known device are grouped by its id, those of an unknown one by the identifier they give.
Most devices have one row, so only the others pay for the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from pipeline.core.expressions import Frame, any_over_expr, is_true_expr, settled, stacked, varies_expr
from schemas.vocabulary import Action, Outcome, Reason

_FINE = (Outcome.APPLIED.value, Outcome.UNCHANGED.value)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which columns make rows of one device differ, and which values the deciding row takes from the others.

    `decisive`: a blank differs from a value. `agreeing`: only two values differ. `merged`: the group's value (the
    columns of `agreeing` are merged too). `lowest`: of several values, the first in text order.
    `clearing` maps a column to the flag that clears it: a cleared value differs from a given one.
    """

    decisive: Sequence[str] = ()
    agreeing: Sequence[str] = ()
    lowest: Sequence[str] = ()
    clearing: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the rows of one kind.

    `rows` has every row, in few columns; `applied` has those that are carried out, with all that doing so needs. Most
    rows of most nights are unchanged, so keeping those narrow halves the memory of a run (measured).
    """

    rows: Frame
    applied: Frame


def judgement(decided: Frame, others: Frame, told: Sequence[str]) -> Judgement:
    """The decided rows and those that share their fate or have none; `told` are the columns kept of every row."""
    has = others.collect_schema().names()
    narrow = [decided.select(*told), others.select(*(column for column in told if column in has))]
    applied = decided.filter(nw.col("outcome") == Outcome.APPLIED.value)
    return Judgement(settled(nw.concat(narrow, how="diagonal")), settled(applied))


def group_rows(rows: Frame, rules: Rules, claims: Sequence[str]) -> Frame:
    """The same rows, each knowing the row that is decided for its device.

    Wants `row_id`, `device_id`, `unknown_key`, `takes_part`. Adds `group_size`, `first_row_id` (its own for a lone
    row), `is_conflicting`, and gives the deciding row the values of its group. `claims` are the identifiers that no two
    devices may claim; a claim stands in `claim_<identifier>`.
    """
    apart = rows.filter(~nw.col("takes_part")).with_columns(
        group_size=nw.lit(1), first_row_id=nw.col("row_id"), is_conflicting=nw.lit(value=False)
    )
    part = rows.filter(nw.col("takes_part"))
    known = _grouped(part.filter(~nw.col("device_id").is_null()), "device_id", rules)
    unknown = _grouped(part.filter(nw.col("device_id").is_null()), "unknown_key", rules)
    together = stacked([known, unknown])
    return stacked([_refuse_rival_claims(together, claims), apart])


def share_fates(rows: Frame, decided: Frame) -> Frame:
    """Gives `outcome`, `action`, `reason` to rows that were not decided themselves.

    Those are the bad ones, the contradicting ones, and those that repeat a decided one: what repeats a row that went
    through is `unchanged` / `duplicate_row`; what repeats another shares its outcome and reason.
    """
    fates = decided.select(first_row_id=nw.col("row_id"), fate=nw.col("outcome"), cause=nw.col("reason"))
    joined = rows.join(fates, on="first_row_id", how="left")
    repeats = nw.col("takes_part") & ~nw.col("is_conflicting")
    is_fine = repeats & is_true_expr(nw.col("fate").is_in(_FINE))
    contradiction = nw.when(nw.col("is_conflicting")).then(nw.lit(Reason.CONFLICTING_ROWS.value))
    return joined.with_columns(
        action=nw.lit(Action.NONE.value),
        outcome=nw.when(is_fine)
        .then(nw.lit(Outcome.UNCHANGED.value))
        .otherwise(nw.when(repeats).then(nw.col("fate")).otherwise(nw.lit(Outcome.REJECTED.value))),
        reason=nw.when(is_fine)
        .then(nw.lit(Reason.DUPLICATE_ROW.value))
        .otherwise(nw.when(repeats).then(nw.col("cause")).otherwise(contradiction.otherwise(nw.col("finding")))),
    ).drop("fate", "cause")


def _grouped(rows: Frame, key: str, rules: Rules) -> Frame:
    sized = settled(rows.with_columns(group_size=nw.len().over(key).cast(nw.Int32)))
    lone = sized.filter(nw.col("group_size") == 1).with_columns(
        first_row_id=nw.col("row_id"), is_conflicting=nw.lit(value=False)
    )
    several = sized.filter(nw.col("group_size") > 1)
    compared = several.with_columns(
        first_row_id=nw.col("row_id").min().over(key), is_conflicting=_conflict_expr(rules, key)
    )
    return stacked([lone, compared.with_columns(*_merged_exprs(rules, key))])


def _conflict_expr(rules: Rules, key: str) -> nw.Expr:
    conflicts = [varies_expr(column, key, blank_counts=True) for column in rules.decisive]
    conflicts += [varies_expr(column, key, blank_counts=False) for column in rules.agreeing]
    conflicts += [
        any_over_expr(nw.col(flag), key) & any_over_expr(~nw.col(column).is_null(), key)
        for column, flag in rules.clearing
    ]
    return nw.any_horizontal(nw.lit(value=False), *conflicts, ignore_nulls=True)


def _merged_exprs(rules: Rules, key: str) -> list[nw.Expr]:
    merged = [nw.col(column).min().over(key) for column in (*rules.agreeing, *rules.lowest)]
    return merged + [any_over_expr(nw.col(flag), key).alias(flag) for _, flag in rules.clearing]


def _refuse_rival_claims(rows: Frame, claims: Sequence[str]) -> Frame:
    """Two devices that claim one identifier contradict each other, with all their rows."""
    if not claims:
        return rows
    device = nw.coalesce(nw.col("device_id").cast(nw.String), nw.col("unknown_key"))
    rows = settled(rows.with_columns(device_key=device))
    for claim in claims:
        made = (
            rows.filter(~nw.col(f"claim_{claim}").is_null()).select("org_id", f"claim_{claim}", "device_key").unique()
        )
        rivals = made.filter(nw.len().over("org_id", f"claim_{claim}") > 1).select("device_key").unique()
        rows = rows.join(rivals.with_columns(is_rival=nw.lit(value=True)), on="device_key", how="left")
        is_conflicting = nw.col("is_conflicting") | is_true_expr(nw.col("is_rival"))
        rows = rows.with_columns(is_conflicting=is_conflicting).drop("is_rival")
    return rows.drop("device_key")
