"""Several rows of one device: rows that say the same share one outcome; rows that contradict each other are rejected.

Rows of a known device are grouped by its id, those of an unknown one by the identifier that they give. Most devices
have one row; only groups of more are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_over_expr,
    flagged,
    is_empty,
    is_true_expr,
    settled,
    stacked,
    varies_expr,
)
from schemas.vocabulary import Action, Outcome, Reason

# Where rows tell the history of devices: what is the same for the rows of one span of one of them.
IN_ORDER = "in_order"

_DONE = (Outcome.APPLIED.value, Outcome.UNCHANGED.value)


@dataclass(frozen=True, slots=True)
class Rules:
    """The columns in which rows of one device may contradict each other, and those that the deciding row takes over.

    `decisive`: any difference is a contradiction, also that of a blank and a value. `agreeing`: two values contradict
    each other; else the deciding row takes the value of the group. `lowest`: nothing is a contradiction; the deciding
    row takes the first value in text order. `clearing` pairs a column with the flag that clears it: clearing
    contradicts a value.
    """

    decisive: Sequence[str] = ()
    agreeing: Sequence[str] = ()
    lowest: Sequence[str] = ()
    clearing: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decisions about the rows of one kind.

    `rows` has every row, in few columns; `applied` has the applied rows, in all columns that the writes need. Most rows
    are unchanged as a rule, so keeping their columns few halves the memory of a run (measured).
    """

    rows: Frame
    applied: Frame


def judgement(decided: Frame, others: Frame, told: Sequence[str]) -> Judgement:
    """The judgement of the decided rows and of the others; `told` are the columns that are kept of every row."""
    has = others.collect_schema().names()
    narrow = [decided.select(*told), others.select(*(column for column in told if column in has))]
    applied = decided.filter(nw.col("outcome") == Outcome.APPLIED.value)
    return Judgement(settled(nw.concat(narrow, how="diagonal")), settled(applied))


def group_rows(rows: Frame, rules: Rules, claims: Sequence[str]) -> Frame:
    """The rows, each with the row that is decided for its device.

    The rows need `row_id`, `device_id`, `unknown_key`, `takes_part`. Adds `group_size`, `first_row_id` (its own for a
    single row), `is_conflicting`, and gives the deciding row the values of its group. `claims` are the identifiers that
    no two devices may be given; they stand in `claim_<identifier>`.
    """
    apart = rows.filter(~nw.col("takes_part")).with_columns(
        group_size=nw.lit(1), first_row_id=nw.col("row_id"), is_conflicting=nw.lit(value=False)
    )
    part = rows.filter(nw.col("takes_part"))
    histories = []
    if IN_ORDER in rows.collect_schema().names():
        is_told = ~nw.col(IN_ORDER).is_null()
        histories, part = [grouped(part.filter(is_told), IN_ORDER, rules)], part.filter(~is_told)
    known = grouped(part.filter(~nw.col("device_id").is_null()), "device_id", rules)
    unknown = grouped(part.filter(nw.col("device_id").is_null()), "unknown_key", rules)
    together = stacked([known, unknown, *histories])
    return stacked([_with_rival_claims(together, claims), apart])


def share_fates(rows: Frame, decided: Frame) -> Frame:
    """The rows that were not decided themselves, with their `outcome`, `action` and `reason`.

    Rows with a finding and contradicting rows are rejected. A row that repeats an applied or unchanged row is
    `unchanged` / `duplicate_row`; one that repeats any other row has its outcome and reason.
    """
    if is_empty(rows):  # as where every row is the only one of its device
        return rows
    fates = decided.select(first_row_id=nw.col("row_id"), fate=nw.col("outcome"), cause=nw.col("reason"))
    joined = rows.join(fates, on="first_row_id", how="left")
    repeats = nw.col("takes_part") & ~nw.col("is_conflicting")
    is_fine = repeats & is_true_expr(nw.col("fate").is_in(_DONE))
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


def grouped(rows: Frame, key: str, rules: Rules) -> Frame:
    """The rows that have one `key`, each with the row that is decided for it; see `group_rows`."""
    sized = settled(rows.with_columns(group_size=nw.len().over(key).cast(nw.Int32)))
    lone = sized.filter(nw.col("group_size") == 1).with_columns(
        first_row_id=nw.col("row_id"), is_conflicting=nw.lit(value=False)
    )
    several = sized.filter(nw.col("group_size") > 1)
    if is_empty(several):  # as in most sheets; comparing nothing in all columns takes a tenth of a small run (measured)
        return lone
    compared = several.with_columns(
        first_row_id=nw.col("row_id").min().over(key), is_conflicting=contradiction_expr(rules, key)
    )
    return stacked([lone, compared.with_columns(*_merged_exprs(rules, key))])


def contradiction_expr(rules: Rules, key: str) -> nw.Expr:
    """True for rows of one key that contradict each other."""
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


def _with_rival_claims(rows: Frame, claims: Sequence[str]) -> Frame:
    """The rows with `is_conflicting` also for all rows of two devices that would be given the same identifier."""
    if not claims:
        return rows
    device = nw.coalesce(nw.col("device_id").cast(nw.String), nw.col("unknown_key"))
    rows = settled(rows.with_columns(device_key=device))
    for claim in claims:
        made = (
            rows.filter(~nw.col(f"claim_{claim}").is_null()).select("org_id", f"claim_{claim}", "device_key").unique()
        )
        rivals = made.filter(nw.len().over("org_id", f"claim_{claim}") > 1).select("device_key").unique()
        rows = flagged(rows, rivals, "device_key", "is_rival")
        rows = rows.with_columns(is_conflicting=nw.col("is_conflicting") | nw.col("is_rival")).drop("is_rival")
    return rows.drop("device_key")
