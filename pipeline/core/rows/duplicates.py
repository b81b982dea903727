"""Several rows of one device: rows that say the same share one outcome; rows that contradict each other are rejected.

Rows of a known device are grouped by its id, those of an unknown one by the identifier that they give. Most devices
have one row; only groups of more are compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_expr,
    combined,
    flagged,
    is_empty,
    is_true_expr,
    settled,
    stacked,
)
from schemas.records import dataclass
from schemas.vocabulary import Action, Outcome, Reason

# Where rows tell the history of devices: what is the same for the rows of one span of one of them.
IN_ORDER = "in_order"

_ROWS = "rows_of_all"
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
    return Judgement(settled(combined(narrow)), settled(applied))


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
    known = grouped(part.drop_nulls("device_id"), "device_id", rules)
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
    return stacked([lone, compared(several, key, rules)])


def compared(rows: Frame, key: str, rules: Rules) -> Frame:
    """The rows, which all have the `key`, with `first_row_id`, `is_conflicting` and the values of their group.

    What is compared is counted once per group, and joined: some engines plan many windows side by side for ever.
    """
    facts = settled(_facts(rows, key, rules))
    merged = {column: nw.col(_least(column)) for column in (*rules.agreeing, *rules.lowest)}
    merged |= {flag: nw.col(_any(flag)) > 0 for _, flag in rules.clearing}
    whole = facts.select(
        key, first_row_id=nw.col(_least("row_id")), is_conflicting=_contradiction_expr(rules), **merged
    )
    return rows.drop(*merged).join(whole, on=key, how="left")


def _facts(rows: Frame, key: str, rules: Rules) -> Frame:
    """One row per `key`: the number of its rows, the least and greatest value of each column, how many have any."""
    columns = list(
        dict.fromkeys([*rules.decisive, *rules.agreeing, *rules.lowest, *(name for name, _ in rules.clearing)])
    )
    flags = list(dict.fromkeys(flag for _, flag in rules.clearing))
    marked = rows.select(
        key, "row_id", *columns, *(is_true_expr(nw.col(flag)).cast(nw.Int8).alias(_any(flag)) for flag in flags)
    )
    values = [nw.col(name) for name in columns]
    return marked.group_by(key).agg(
        nw.len().alias(_ROWS),
        nw.col("row_id").min().alias(_least("row_id")),
        *(value.min().alias(_least(name)) for name, value in zip(columns, values, strict=True)),
        *(value.max().alias(_greatest(name)) for name, value in zip(columns, values, strict=True)),
        *(value.count().alias(_filled(name)) for name, value in zip(columns, values, strict=True)),
        *(nw.col(_any(flag)).max() for flag in flags),
    )


def _least(column: str) -> str:
    return f"least_{column}"


def _greatest(column: str) -> str:
    return f"greatest_{column}"


def _filled(column: str) -> str:
    return f"filled_{column}"


def _any(flag: str) -> str:
    return f"any_{flag}"


def _contradiction_expr(rules: Rules) -> nw.Expr:
    """True for the facts of a group whose rows contradict each other."""
    conflicts = [_varies_expr(column) | _is_partly_blank_expr(column) for column in rules.decisive]
    conflicts += [_varies_expr(column) for column in rules.agreeing]
    conflicts += [(nw.col(_any(flag)) > 0) & (nw.col(_filled(column)) > 0) for column, flag in rules.clearing]
    return any_expr(conflicts)


def _varies_expr(column: str) -> nw.Expr:
    return is_true_expr(nw.col(_least(column)) != nw.col(_greatest(column)))


def _is_partly_blank_expr(column: str) -> nw.Expr:
    filled = nw.col(_filled(column))
    return (filled > 0) & (filled < nw.col(_ROWS))


def _with_rival_claims(rows: Frame, claims: Sequence[str]) -> Frame:
    """The rows with `is_conflicting` also for all rows of two devices that would be given the same identifier."""
    if not claims:
        return rows
    device = nw.coalesce(nw.col("device_id").cast(nw.String), nw.col("unknown_key"))
    rows = settled(rows.with_columns(device_key=device))
    for claim in claims:
        made = rows.drop_nulls(f"claim_{claim}").select("org_id", f"claim_{claim}", "device_key").unique()
        rivals = settled(made.filter(nw.len().over("org_id", f"claim_{claim}") > 1).select("device_key").unique())
        if is_empty(rivals):  # as of nearly every list
            continue
        rows = flagged(rows, rivals, "device_key", "is_rival")
        rows = rows.with_columns(is_conflicting=nw.col("is_conflicting") | nw.col("is_rival")).drop("is_rival")
        rows = settled(rows)  # some engines plan joins within joins for ever
    return rows.drop("device_key")
