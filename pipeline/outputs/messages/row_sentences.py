"""The sentence about each row: its outcome, the reason, and what to do.

Each fate of a row has a few templates, the most telling first; the first whose values are all there is used, and last
the reason's own sentence from the vocabulary. The very frequent fates have one fixed sentence and cost nothing; the
others are worked out only on the rows that have them, one group of rows at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from pipeline.outputs.messages.phrases import instant_expr
from schemas.vocabulary import SENTENCES, Action, Kind, Outcome, Reason, Request


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said, and what to do: templates, the most telling first. `{name}` stands for a column or a value."""

    says: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


_UNCHANGED = "Nothing to do: the ledger already says this."
_LEFT_ALONE = "Left alone: the row is as it was exported, and the ledger has moved on since."
_FIXED: dict[str | None, str] = {
    None: _UNCHANGED,
    Reason.ALREADY_ASSIGNED: SENTENCES[Reason.ALREADY_ASSIGNED],
}
"""What is said of unchanged rows, by reason."""

_APPLIED: dict[str, Saying] = {
    Action.CREATE: Saying(("{device} was created.", "The device was created."), ("{did_you_mean}",)),
    Action.UPDATE: Saying(("{device} was updated; the Changes sheet shows old and new.", "The device was updated.")),
    Action.ASSIGN: Saying(
        ("{device} {was} assigned to {owner_email}{from}{until}.", "The device was assigned."),
        ("The device is new. {did_you_mean}",),
    ),
    Action.REASSIGN: Saying(
        (
            "{device} {passed} from {previous_owner_email} to {owner_email}{on}{until}.",
            "{device} {passed} to {owner_email}{on}{until}.",
            "The device passed to another owner.",
        )
    ),
    Action.UNASSIGN: Saying(
        (
            "{device} was to go to {previous_owner_email} {at_cancelled_start}: that was cancelled. "
            "An earlier assignment that ends then still does.",
            "{device} {was_given} unassigned from {previous_owner_email}{at_end}.",
            "{device} {was_given} unassigned{at_end}.",
            "The device was unassigned.",
        )
    ),
}
_UPDATED_SPAN = Saying(
    (
        "The assignment of {device} to {owner_email} was updated; it now ends {at_new_end}.",
        "The assignment of {device} to {owner_email} was updated; it no longer has an end.{if_opened}",
        "The assignment of {device} to {owner_email} was updated.",
        "The assignment of {device} was updated.",
    )
)

_MEND = ("Mend the cell and load the row again.",)
_LATER = "Give a later effective_at."
_EXPLAINED: dict[str, Saying] = {
    Reason.DUPLICATE_ROW: Saying(("This row says the same as {first_row}; nothing more was done.",)),
    Reason.UNKNOWN_DEVICE: Saying(
        ("{device} is not on record; nothing was changed.",),
        (
            "{did_you_mean} Otherwise add the device with an inventory sheet.",
            "Check the identifier, or add the device with an inventory sheet.",
        ),
    ),
    Reason.UNKNOWN_OWNER: Saying(
        ("No owner on record has the e-mail address {owner_email}; nothing was changed.",),
        ("Check its spelling; an assign row creates the owner unless --no-create-owners is given.",),
    ),
    Reason.NOT_ASSIGNED: Saying(("Nobody holds {device}, so there is nothing to unassign.",)),
    Reason.ATOMIC_ABORT: Saying((), ("Mend the rejected rows and load the file again.",)),
    Reason.STALE: Saying((), ("Make the plan again.",)),
    Reason.NOT_APPROVED: Saying(),
    Reason.SUSPECT_OWNER: Saying(
        ("{owner_email} looks like a slip of {likely_email}; nothing was changed.",),
        ("Correct the e-mail address, or let it in with --allow new-owner={owner_email}.",),
    ),
    Reason.MISSING_VALUE: Saying((), _MEND),
    Reason.MISSING_IDENTIFIER: Saying((), ("Give a serial number, asset tag, MAC address, device number or name.",)),
    Reason.MISSING_DEVICE_TYPE: Saying(
        ("{device} is not on record, and its type is not given.",),
        (
            "{did_you_mean} Otherwise fill in device_type, or use --default-device-type.",
            "Fill in device_type, or use --default-device-type.",
        ),
    ),
    Reason.AMBIGUOUS_DEVICE: Saying(
        ("Several devices are called {device}: {candidates}.", "Several devices are called {device}."),
        ("Give the serial number of the one that is meant.",),
    ),
    Reason.IDENTIFIER_MISMATCH: Saying(
        (
            "The identifiers of this row do not belong to one device: {belongings}.",
            "The identifiers of this row do not belong to one device; on record they are those of {candidates}.",
        ),
        ("Keep only those of the device that is meant.",),
    ),
    Reason.CONFLICTING_ROWS: Saying(
        (
            "{rival} is given for several devices, also in {other_rows}.",
            "This row and {other_rows} say different things about {device}{if_differing}.",
            "This row and {other_rows} say different things about one device{if_differing}.",
            "Several rows say different things about {device}.",
        ),
        (
            "{if_rival}Give each device its own, or name one device in all of these rows.",
            "Keep one of them and delete the {others}.",
        ),
    ),
    Reason.END_BEFORE_START: Saying(
        ("The end, {end}, is not after the start, {start}.", "The end, {end}, is not after the start, which is now."),
        ("Correct one of the two.",),
    ),
    Reason.EFFECTIVE_IN_CLOSED_SPAN: Saying(
        (
            "The ledger has settled who held {device} until {closed_end}; {start} lies before that.",
            "The ledger has settled who held {device} before {last_start}; {start} lies before that.",
            "The ledger has settled who held {device} at that time.",
        ),
        ("Give an effective_at from {closed_end} on.", "Give an effective_at after {last_start}.", _LATER),
    ),
    Reason.PENDING_SPAN_EXISTS: Saying(
        ("{device} has an assignment on record that begins {at_last_start}.",),
        ("Give an effective_at after that, or first cancel it with an unassign row at that instant.",),
    ),
    Reason.ZERO_LENGTH_SPAN: Saying(
        ("The current assignment of {device} begins {at_last_start}, the very instant of this row.",), (_LATER,)
    ),
    Reason.CONFLICT_WITH_LEDGER: Saying((), ("Look at both, and load the one that is right.",)),
    Reason.ABSENT_FROM_FULL_SHEET: Saying(),
    Reason.ABSENT_HELD: Saying(),
    Reason.MISSING_FROM_INVENTORY: Saying(),
}
_HELD = ("{device} is held by {holder_email}; nothing was changed.", "Another owner holds {device}.")
_NEEDS_INVENTORY_VALUES = Saying(
    (
        "{device} is not on record, and its {blanks} {is_or_are} not given.",
        "The device number {device} is not on record, and a device cannot be created by its number.",
    ),
    (
        "{did_you_mean} Otherwise fill in {blanks}.",
        "Fill in {blanks}.",
        "Leave device_id blank and give the serial number.",
    ),
)


def describe(rows: pl.DataFrame, *, now: datetime | None = None, timezone: str = "UTC") -> pl.DataFrame:
    """Add the text columns `message` and `advice` to a frame with one row per input row; all else stays as it is.

    `message` ends with the advice, where there is any. With `now`, the run's instant, what begins later is told as
    still to come. The column `request` (`assign` or `unassign`), where there is one, makes the advice on a device that
    another owner holds more exact. Instants are told in `timezone` too.
    """
    keys = ["kind", "outcome", "action", "reason", *(["request"] if "request" in rows.columns else [])]
    reason = pl.col("reason").cast(pl.String)
    is_unchanged = pl.col("outcome") == Outcome.UNCHANGED.value
    is_left_alone = is_unchanged & reason.is_null() & (pl.col("kind") == Kind.ASSIGNMENTS.value)
    fixed = pl.coalesce(
        pl.when(is_left_alone).then(pl.lit(_LEFT_ALONE)),
        *(
            pl.when(is_unchanged & reason.eq_missing(pl.lit(why, pl.String))).then(pl.lit(said))
            for why, said in _FIXED.items()
        ),
    )
    messages = rows.select(fixed.alias("message"))["message"]
    advice = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    rare = rows.with_row_index("_at").filter(messages.is_null())
    values = _values(now, timezone)
    parts = rare.partition_by(keys, as_dict=True) if rare.height else {}
    for key, part in parts.items():
        said, to_do = _said_exprs(tuple(None if value is None else str(value) for value in key), values)
        told = part.select("_at", said=said, to_do=to_do)
        messages.scatter(
            told["_at"], told.select(pl.concat_str("said", "to_do", separator=" ", ignore_nulls=True)).to_series()
        )
        if told["to_do"].null_count() < told.height:
            advice.scatter(told["_at"], told["to_do"])
    return rows.with_columns(message=messages, advice=advice)


def _said_exprs(key: tuple[str | None, ...], values: dict[str, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """What is said, and what to do, of all rows of one kind, outcome, action, reason and request."""
    kind, outcome, action, reason, *request = key
    saying = _saying(kind, outcome, action, reason, request[0] if request else None)
    last = SENTENCES[Reason(reason)] if reason in set(Reason) else f"This row was {outcome}."
    said = pl.coalesce([*(_filled_expr(template, values) for template in saying.says), pl.lit(last)])
    to_do = pl.coalesce([*(_filled_expr(template, values) for template in saying.advice), pl.lit(None, pl.String)])
    if outcome == Outcome.REJECTED:
        fault = pl.col("fault_message").cast(pl.String)
        return pl.coalesce(fault, said), pl.when(fault.is_null()).then(to_do)
    return said, to_do


def _saying(
    kind: str | None, outcome: str | None, action: str | None, reason: str | None, request: str | None
) -> Saying:
    if outcome == Outcome.APPLIED:
        is_span = kind == Kind.ASSIGNMENTS and action == Action.UPDATE
        return _UPDATED_SPAN if is_span else _APPLIED.get(action or "", Saying(("This row was applied.",)))
    if reason == Reason.OWNED_BY_OTHER:
        return Saying(_HELD, (_advice_on_holder(outcome, request),))
    if reason == Reason.MISSING_VALUE and kind == Kind.INVENTORY:
        return _NEEDS_INVENTORY_VALUES
    return _EXPLAINED.get(reason or "", Saying((), _MEND))


def _advice_on_holder(outcome: str | None, request: str | None) -> str:
    if request == Request.UNASSIGN:
        return "Name that owner, or leave the owner blank, to unassign it."
    if request == Request.ASSIGN or outcome == Outcome.REJECTED:
        return "Use --on-conflict reassign to hand it over."
    return "An assign row with --on-conflict reassign hands it over."


def _filled_expr(template: str, values: dict[str, pl.Expr]) -> pl.Expr:
    """The template with its values; null where one of them is null."""
    pieces = re.split(r"\{(\w+)\}", template)
    named = [values.get(name, pl.col(name).cast(pl.String)) for name in pieces[1::2]]
    texts = [pl.lit(text) for text in pieces[::2]]
    woven = [piece for pair in zip(texts, [*named, pl.lit("")], strict=True) for piece in pair]
    return pl.concat_str(woven)


def _values(now: datetime | None, timezone: str) -> dict[str, pl.Expr]:
    """The values that templates may name beside the columns."""
    start, end = instant_expr("start_time", timezone), instant_expr("end_time", timezone)
    span_start, span_end = instant_expr("span_start", timezone), instant_expr("span_end", timezone)
    ended = pl.coalesce(end, start)
    is_ahead = pl.lit(False) if now is None else pl.col("start_time") > now  # noqa: FBT003
    is_back_ahead = pl.lit(False) if now is None else pl.coalesce("end_time", "start_time") > now  # noqa: FBT003
    is_ended = pl.col("start_time") >= pl.col("span_start") if now is None else pl.col("span_end") <= now
    is_cancelled = pl.col("span_start") == pl.coalesce("end_time", "start_time")
    is_end_moved = pl.col("end_time").ne_missing(pl.col("span_end")) & end.is_not_null()
    is_one_other, is_one_blank = pl.col("other_count") == 1, pl.col("blank_count") == 1
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
        "if_differing": pl.format(" ({})", "difference").fill_null(""),
        "if_rival": pl.when(pl.col("rival").is_not_null()).then(pl.lit("")),
        "is_or_are": _either(is_one_blank, "is", "are"),
    }


def _either(is_so: pl.Expr, so: str, otherwise: str) -> pl.Expr:
    return pl.when(is_so).then(pl.lit(so)).otherwise(pl.lit(otherwise))


def _after(word: str, text: pl.Expr) -> pl.Expr:
    """The text after a word; nothing at all where there is none."""
    return pl.concat_str(pl.lit(word), text).fill_null("")
