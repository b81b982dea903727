"""The sentence about each row: its outcome, the reason, and the advice.

The templates are those of its reason (`schemas.reasons`), or those here for applied rows; where a row lacks a value for
each of them, the sentence of the reason itself is used. Very frequent outcomes have one fixed sentence, which takes no
time; the others are computed only for the rows that have them, one group of rows at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import polars as pl

from pipeline.outputs.messages.phrases import instant_expr
from schemas.reasons import RECORDS, SENTENCES, Wording
from schemas.reasons.filled_frames import filled_expr, format_expr
from schemas.reasons.record import say
from schemas.reasons.rejected_cells import MEND
from schemas.vocabulary import Action, Kind, Outcome, Reason, Request

_UNCHANGED = "Nothing to do: the ledger already says this."
_LEFT_ALONE = "Left alone: the row is as it was exported, and the ledger has moved on since."
# The sentences for unchanged rows, by reason.
_FIXED: dict[str | None, str] = {
    None: _UNCHANGED,
    Reason.ALREADY_ASSIGNED: SENTENCES[Reason.ALREADY_ASSIGNED],
}

_APPLIED: dict[str, Wording] = {
    Action.CREATE: say(("{device} was created.", "The device was created."), "{did_you_mean}"),
    Action.UPDATE: say(("{device} was updated; the Changes sheet shows old and new.", "The device was updated.")),
    Action.ASSIGN: say(
        ("{device} {was} assigned to {owner_email}{from}{until}.", "The device was assigned."),
        "The device is new. {did_you_mean}",
    ),
    Action.REASSIGN: say(
        (
            "{device} {passed} from {previous_owner_email} to {owner_email}{on}{until}.",
            "{device} {passed} to {owner_email}{on}{until}.",
            "The device passed to another owner.",
        )
    ),
    Action.UNASSIGN: say(
        (
            "{device} was to go to {previous_owner_email} {at_cancelled_start}: that was cancelled. "
            "An earlier assignment that ends then still does.",
            "{device} {was_given} unassigned from {previous_owner_email}{at_end}.",
            "{device} {was_given} unassigned{at_end}.",
            "The device was unassigned.",
        )
    ),
}
# What is said of the rows of people sheets.
_PEOPLE: dict[str, Wording] = {
    Action.CREATE: say(("{person} was put on record.", "The person was put on record.")),
    Action.UPDATE: say(("{person}: {facts}.", "What is known of the person was updated.")),
}
_UPDATED_SPAN = say(
    (
        "The assignment of {device} to {owner_email} was updated; it now ends {at_new_end}.",
        "The assignment of {device} to {owner_email} was updated; it no longer has an end.{if_opened}",
        "The assignment of {device} to {owner_email} was updated.",
        "The assignment of {device} was updated.",
    )
)


def describe(rows: pl.DataFrame, *, now: datetime | None = None, timezone: str = "UTC") -> pl.DataFrame:
    """Add the text columns `said`, `advice` and `message` to a frame with one row per input row.

    `message` is `said` with the advice, where there is any. With `now`, the run's instant, a span that begins later is
    described as still to come. A column `request` (`assign` or `unassign`) makes the advice on a device that another
    owner has more exact. Instants are given in `timezone`, too.
    """
    keys = ["kind", "outcome", "action", "reason", *(["request"] if "request" in rows.columns else [])]
    reason = pl.col("reason").cast(pl.String)
    is_unchanged = pl.col("outcome") == Outcome.UNCHANGED.value
    is_left_alone = is_unchanged & reason.is_null() & (pl.col("kind") == Kind.ASSIGNMENTS.value)
    is_of_past = is_unchanged & (reason == Reason.ALREADY_ASSIGNED.value) & _is_over(rows.columns, now)
    fixed = pl.coalesce(
        pl.when(is_left_alone).then(pl.lit(_LEFT_ALONE)),
        pl.when(is_of_past).then(pl.lit(_UNCHANGED)),
        *(
            pl.when(is_unchanged & reason.eq_missing(pl.lit(why, pl.String))).then(pl.lit(said))
            for why, said in _FIXED.items()
        ),
    )
    messages = rows.select(fixed.alias("message"))["message"]
    sentences, advice = messages.clone(), pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    rare = rows.with_row_index("_at").filter(messages.is_null())
    values = _values(now, timezone)
    parts = rare.partition_by(keys, as_dict=True) if rare.height else {}
    for key, part in parts.items():
        said, to_do = _said_exprs(tuple(None if value is None else str(value) for value in key), values)
        told = part.select("_at", said=said, to_do=to_do)
        whole = told.select(pl.concat_str("said", "to_do", separator=" ", ignore_nulls=True)).to_series()
        messages.scatter(told["_at"], whole)
        sentences.scatter(told["_at"], told["said"])
        if told["to_do"].null_count() < told.height:
            advice.scatter(told["_at"], told["to_do"])
    return rows.with_columns(said=sentences, advice=advice, message=messages)


def _is_over(columns: Collection[str], now: datetime | None) -> pl.Expr:
    """True for a row about an ownership that is over: it ends in the past, or says when the device came back."""
    is_ended = pl.lit(False) if now is None else pl.col("end_time") <= now  # noqa: FBT003
    return is_ended | (pl.col("request") == Request.UNASSIGN.value) if "request" in columns else is_ended


def _said_exprs(key: tuple[str | None, ...], values: Mapping[str, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """The sentence and the advice for all rows of one kind, outcome, action, reason and request."""
    kind, outcome, action, reason, *request = key
    wording = _wording(kind, outcome, action, reason, request[0] if request else None)
    last = SENTENCES[Reason(reason)] if reason in set(Reason) else f"This row was {outcome}."
    said = pl.coalesce(filled_expr(wording.says, values), pl.lit(last))
    to_do = filled_expr(wording.advice, values)
    if outcome == Outcome.REJECTED:
        fault = pl.col("fault_message").cast(pl.String)
        return pl.coalesce(fault, said), pl.when(fault.is_null()).then(to_do)
    return said, to_do


def _wording(
    kind: str | None, outcome: str | None, action: str | None, reason: str | None, request: str | None
) -> Wording:
    if outcome == Outcome.APPLIED:
        if kind == Kind.PEOPLE:
            return _PEOPLE.get(action or "", say("This row was applied."))
        is_span = kind == Kind.ASSIGNMENTS and action == Action.UPDATE
        return _UPDATED_SPAN if is_span else _APPLIED.get(action or "", say("This row was applied."))
    if reason not in set(Reason):
        return say((), MEND)
    wordings = RECORDS[Reason(reason)].wordings
    own = "assign" if request is None and outcome == Outcome.REJECTED else request
    special = wordings.get(f"{kind}_row") or wordings.get(f"{own}_row")
    return special or wordings.get("row") or say((), MEND)


def _values(now: datetime | None, timezone: str) -> dict[str, pl.Expr]:
    """The values that templates may name besides the columns."""
    start, end = instant_expr("start_time", timezone), instant_expr("end_time", timezone)
    span_start, span_end = instant_expr("span_start", timezone), instant_expr("span_end", timezone)
    ended = pl.coalesce(end, start)
    is_ahead = pl.lit(False) if now is None else pl.col("start_time") > now  # noqa: FBT003
    is_back_ahead = pl.lit(False) if now is None else pl.coalesce("end_time", "start_time") > now  # noqa: FBT003
    is_ended = pl.col("start_time") >= pl.col("span_start") if now is None else pl.col("span_end") <= now
    is_cancelled = pl.col("span_start") == pl.coalesce("end_time", "start_time")
    is_end_moved = pl.col("end_time").ne_missing(pl.col("span_end")) & end.is_not_null()
    is_one_other, is_one_blank = pl.col("other_count") == 1, pl.col("blank_count") == 1
    is_half = pl.col("listed_row_id").is_not_null()
    is_end_opened = end.is_null() & span_end.is_not_null()
    return {
        "start": start,
        "end": end,
        "last_start": span_start,
        "closed_end": pl.when(is_ended).then(span_end),
        "from": _after(" from ", start),
        "on": _after(" on ", start),
        "until": _after(" until ", end),
        "at_end": _after(" on ", ended),
        "at_last_start": pl.concat_str(pl.lit("on "), span_start),
        "at_new_end": pl.when(is_end_moved).then(pl.concat_str(pl.lit("on "), end)),
        "at_cancelled_start": pl.when(is_cancelled).then(pl.concat_str(pl.lit("on "), span_start)),
        "if_opened": pl.when(is_end_opened).then(pl.lit("")),
        "was": _either(is_ahead, "will be", "was"),
        "was_given": _either(is_back_ahead, "will be", "was"),
        "passed": _either(is_ahead, "will pass", "passed"),
        "others": _either(is_one_other, "other", "others"),
        "if_differing": format_expr(" ({})", "difference").fill_null(""),
        "left": _either(is_half, "who has the device was not changed", "nothing was changed"),
        "owner_address": pl.when(pl.col("owner_email").str.contains("@", literal=True)).then("owner_email"),
        "if_unnamed": pl.when(pl.col("unnamed_owner").is_not_null()).then(pl.lit("")),
        "if_owners": pl.when(pl.col("owners_meant").is_not_null()).then(pl.lit("")),
        "if_rival": pl.when(pl.col("rival").is_not_null()).then(pl.lit("")),
        "is_or_are": _either(is_one_blank, "is", "are"),
    }


def _either(is_so: pl.Expr, so: str, otherwise: str) -> pl.Expr:
    return pl.when(is_so).then(pl.lit(so)).otherwise(pl.lit(otherwise))


def _after(word: str, text: pl.Expr) -> pl.Expr:
    """The text after a word; blank where there is no text."""
    return pl.concat_str(pl.lit(word), text).fill_null("")
