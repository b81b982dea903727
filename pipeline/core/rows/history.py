"""Several rows of one device that tell its past: decided in the order of time, each against what the one before left.

Such rows do not contradict each other: all give an `effective_at`, all but the last an end, and no span begins before
the one before it has ended. A span that stands there twice is one. The loop goes over the number of a row within its
device, so that it ends at the longest history, and is none where there is none.
"""

from __future__ import annotations

from collections.abc import Callable

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    computed,
    differs_expr,
    instant_expr,
    is_empty,
    is_true_expr,
    settled,
    stacked,
)
from pipeline.core.rows.duplicates import IN_ORDER, Judgement, Rules, compared
from schemas.instants import OPEN_END
from schemas.vocabulary import Action, Outcome, Request

_CREATED = ("device_type", "claim_asset_tag", "claim_mac_address", "claim_name")
_SPAN = ("device_id", "owner_id", "owner_email", "start_time", "end_time", "label", "added_by", "due_at")

Decide = Callable[[Frame, Frame], Frame]


def with_histories(rows: Frame, rules: Rules) -> Frame:
    """The rows with `ordinal`, their number within the history of their device, 0 for all others.

    Where there are histories, `IN_ORDER` is the same for the rows of one span of one of them, and blank for all others;
    and all rows of a history have the type and the identifiers of the device that they create.
    """
    is_dated = nw.col("takes_part") & ~nw.col("effective_at").is_null() & ~nw.col("end_at").is_null()
    rows = rows.with_columns(ordinal=nw.lit(0, dtype=nw.Int64))
    if is_empty(rows.filter(is_dated)):
        return rows
    rows = settled(rows.with_columns(device_key=nw.coalesce(nw.col("device_id").cast(nw.String), "unknown_key")))
    keys = rows.filter(is_dated).select("device_key").unique()
    several = rows.filter(nw.col("takes_part")).join(keys, on="device_key", how="semi")
    several = settled(several.filter(nw.len().over("device_key") > 1))
    told = _agreeing(settled(_placed(several).filter(nw.col("is_history"))), rules)
    if is_empty(told):
        return rows.drop("device_key")
    places = told.select("row_id", "place", IN_ORDER, *(nw.col(name).alias(f"{name}_all") for name in _CREATED))
    rows = rows.join(places, on="row_id", how="left")
    made = (nw.coalesce(f"{name}_all", name).alias(name) for name in _CREATED)
    rows = rows.with_columns(*made, ordinal=nw.coalesce("place", "ordinal"))
    return settled(rows.drop("device_key", "place", *(f"{name}_all" for name in _CREATED)))


def _placed(rows: Frame) -> Frame:
    """The rows of devices with several: `is_history`, and the `place` of the row's span among those of its device."""
    by = {"order_by": ("effective_at", "row_id")}
    rows = rows.with_columns(
        **{
            f"{name}_before": nw.col(name).shift(1).over("device_key", **by)
            for name in ("effective_at", "end_at", "owner_key", "clears_end")
        }
    )
    is_again = ~nw.col("effective_at_before").is_null() & ~nw.any_horizontal(
        *(differs_expr(nw.col(name), nw.col(f"{name}_before")) for name in ("effective_at", "end_at", "owner_key")),
        differs_expr(nw.col("clears_end"), nw.col("clears_end_before")),
        ignore_nulls=True,
    )
    is_next = is_true_expr(nw.col("end_at_before") <= nw.col("effective_at"))
    is_first = nw.col("effective_at_before").is_null()
    is_fine = is_true_expr(nw.col("request") == Request.ASSIGN.value) & ~nw.col("effective_at").is_null()
    rows = settled(
        rows.with_columns(
            is_next=is_next.cast(nw.Int64), is_fine=(is_fine & (is_first | is_again | is_next)).cast(nw.Int64)
        )
    )
    placed = rows.with_columns(place=nw.col("is_next").cum_sum().over("device_key", **by).cast(nw.Int64))
    return placed.drop(*_CREATED).join(_devices(rows), on="device_key", how="left")


def _devices(rows: Frame) -> Frame:
    """One row per device of these rows: `device_key`, `is_history`, and what creates it, as any of them has it."""
    facts = settled(
        rows.group_by("device_key").agg(
            nw.col("is_fine").min(),
            nw.col("is_next").max(),
            *(nw.col(name).min().alias(name) for name in _CREATED),
            *(nw.col(name).max().alias(f"{name}_greatest") for name in _CREATED),
        )
    )
    differ = nw.any_horizontal(
        *(is_true_expr(nw.col(name) != nw.col(f"{name}_greatest")) for name in _CREATED), ignore_nulls=True
    )
    return facts.select("device_key", *_CREATED, is_history=(nw.col("is_fine") > 0) & (nw.col("is_next") > 0) & ~differ)


def _agreeing(told: Frame, rules: Rules) -> Frame:
    """The rows of histories with `IN_ORDER`, without those in which one span is told in two ways."""
    span = nw.concat_str(nw.col("device_key"), nw.lit("\x1f"), nw.col("place").cast(nw.String))
    told = settled(told.with_columns(span.alias(IN_ORDER)))
    odd = compared(told, IN_ORDER, rules).filter(nw.col("is_conflicting")).select("device_key")
    return settled(told.join(odd.unique(), on="device_key", how="anti"))


def decided_in_order(rows: Frame, spans: Frame, decide: Decide) -> Frame:
    """The rows, decided: those of a history one after the other, each against what the one before leaves.

    The ownership that a row begins has the number of the row, negative, as id, and a device that it creates likewise:
    see `with_made_devices`.
    """
    if IN_ORDER not in rows.collect_schema().names():
        return decide(rows, spans)
    last = computed(rows.select(nw.col("ordinal").max())).item() or 0
    rows = settled(rows.with_columns(history=nw.coalesce(nw.col("device_id").cast(nw.String), "unknown_key")))
    keys = rows.filter(nw.col("ordinal") > 0).select("device_id").drop_nulls().unique()
    told = settled(spans.select("ownership_id", *_SPAN).join(keys, on="device_id", how="semi"))
    made = rows.head(0).select("history", made_id="device_id")
    decided = [settled(decide(rows.filter(nw.col("ordinal") == 0), spans))]
    for place in range(1, last + 1):
        told, made = _left(told, decided[-1]), settled(stacked([made, _made(decided[-1])]))
        wave = rows.filter(nw.col("ordinal") == place).join(made, on="history", how="left")
        wave = wave.with_columns(device_id=nw.coalesce("device_id", "made_id")).drop("made_id")
        decided.append(settled(decide(settled(wave), told)))
    return settled(stacked(decided).drop("history"))


def _left(spans: Frame, decided: Frame) -> Frame:
    """The spans as those rows leave them; only their ends matter to later rows, and who has them."""
    applied = decided.filter(nw.col("outcome") == Outcome.APPLIED.value)
    changing = applied.filter(nw.col("action").is_in([Action.REASSIGN.value, Action.UPDATE.value]))
    is_moved = nw.col("action") == Action.UPDATE.value
    end = (
        nw.when(is_true_expr(nw.col("clears_end")))
        .then(instant_expr(OPEN_END))
        .otherwise(nw.coalesce("end_at", "last_end"))
    )
    ends = changing.select(
        ownership_id=nw.col("last_ownership_id"), new_end=nw.when(is_moved).then(end).otherwise(nw.col("at"))
    )
    kept = spans.join(ends, on="ownership_id", how="left")
    kept = kept.with_columns(end_time=nw.coalesce("new_end", "end_time")).drop("new_end")
    begun = applied.filter(nw.col("action").is_in([Action.ASSIGN.value, Action.REASSIGN.value]))
    begun = begun.with_columns(
        ownership_id=-nw.col("row_id"),
        device_id=nw.coalesce(nw.col("device_id"), -nw.col("row_id")),
        start_time=nw.col("at"),
        end_time=nw.coalesce(nw.col("end_at"), instant_expr(OPEN_END)),
    )
    return settled(nw.concat([kept, begun.select(*kept.collect_schema().names())], how="vertical"))


def _made(decided: Frame) -> Frame:
    """One row per device that those rows create: `history`, `made_id`."""
    made = decided.filter((nw.col("outcome") == Outcome.APPLIED.value) & nw.col("device_id").is_null())
    return made.select("history", made_id=-nw.col("row_id"))


def with_made_devices(judged: Judgement, made: Frame) -> Judgement:
    """The judgement, in which later rows of a history have the id of the device that an earlier one creates."""
    if is_empty(judged.rows.filter(nw.col("device_id") < 0)):
        return judged
    ids = made.select(made_by=-nw.col("row_id"), made_id=nw.col("device_id"))
    parts = [
        part.join(ids, left_on="device_id", right_on="made_by", how="left")
        .with_columns(device_id=nw.coalesce("made_id", "device_id"))
        .drop("made_id")
        for part in (judged.rows, judged.applied)
    ]
    return Judgement(*map(settled, parts))
