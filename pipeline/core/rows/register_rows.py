"""The rows of a register, each of which is decided in two halves: what a device is, and who has it.

The first half stands among the inventory rows, the second among the assignments rows, with the `row_id` of the first as
`listed_row_id`. Yet a row has one outcome: where either half is rejected, the other *follows* it (`is_following`), and
neither is carried out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw

from pipeline.core.expressions import Frame, filled_columns, is_empty, is_true_expr, null_text, settled, stacked
from pipeline.core.frames import Desired
from pipeline.core.rows.assignments import SAYS_NOBODY
from pipeline.core.rows.duplicates import Judgement
from pipeline.model import Intent
from schemas.fields import OWNER_NAMING
from schemas.vocabulary import Action, BlankOwner, Kind, Mode, Outcome, Reason, Request

# Of the two halves of a row, the one whose outcome stands first decides; of equals, the second half.
_ORDER = (Outcome.REJECTED, Outcome.APPLIED, Outcome.SKIPPED, Outcome.UNCHANGED)
_DECIDED = ("outcome", "reason", "said", "advice", "fault_message")
_HELD = "_held"
_HOLDING = ("holder_email", "at", "last_start", "last_end")


def with_halves(desired: Desired, intent: Intent) -> Desired:
    """The desired state with the halves of registers made ready: blank owners as the intent says, shared bad cells."""
    rows = desired.assignments.with_columns(is_following=nw.lit(value=False))
    desired = replace(
        desired, inventory=desired.inventory.with_columns(is_following=nw.lit(value=False)), assignments=rows
    )
    halves = settled(rows.drop_nulls("listed_row_id"))
    if is_empty(halves):
        return desired
    faults = halves.drop_nulls("fault").select(row_id=nw.col("listed_row_id"), why=nw.col("fault"))
    return _with_blank_owners(refused(desired, settled(faults)), intent)


def refused(desired: Desired, why: Frame) -> Desired:
    """The desired state without these first halves (`row_id, why`), whose second halves are rejected."""
    why = why.with_columns(is_first=nw.lit(value=True))
    return replace(desired, inventory=_following(desired.inventory, why, "row_id"))


def after_devices(assignments: Frame, inventory: Judgement) -> Frame:
    """The assignments rows; second halves whose first is rejected follow it, unless that one follows them."""
    if not filled_columns(assignments, ("listed_row_id",)):
        return assignments
    rejected = inventory.rows.filter(nw.col("outcome") == Outcome.REJECTED.value)
    why = rejected.select(listed_row_id=nw.col("row_id"), why=nw.col("reason"), is_first=~nw.col("is_following"))
    return _following(assignments, why, "listed_row_id")


def rejected_alone(inventory: Judgement, assignments: Judgement) -> Frame:
    """The first halves that must follow their second ones, which are rejected though they are not: `row_id, why`."""
    is_rejected = nw.col("outcome") == Outcome.REJECTED.value
    halves = assignments.rows.drop_nulls("listed_row_id").filter(is_rejected)
    why = settled(halves.select(row_id=nw.col("listed_row_id"), why=nw.col("reason")))
    if is_empty(why):
        return why
    alone = inventory.rows.filter(~is_rejected).select("row_id")
    return settled(why.join(alone, on="row_id", how="semi"))


def holdings_of(judged: Judgement, alone: Frame) -> Frame:
    """The second halves of `alone` (`row_id` of the first halves), with the holder and the times that decided them."""
    halves = judged.rows.join(alone.select(listed_row_id=nw.col("row_id")), on="listed_row_id", how="semi")
    return settled(halves.select("row_id", *(nw.col(name).alias(f"{name}{_HELD}") for name in _HOLDING)))


def with_holdings(judged: Judgement, holdings: Sequence[Frame]) -> Judgement:
    """The judgement, in which halves that were decided anew without their row still tell what decided them."""
    if not holdings:
        return judged
    rows = judged.rows.join(stacked(holdings).unique("row_id"), on="row_id", how="left")
    told = {name: nw.coalesce(name, f"{name}{_HELD}") for name in _HOLDING}
    rows = rows.with_columns(**told).drop(*(f"{name}{_HELD}" for name in _HOLDING))
    return Judgement(settled(rows), judged.applied)


def nobody_unchanged(judged: Judgement) -> Judgement:
    """The judgement in which a row says in vain that nobody shall hold a device: nobody does already.

    It does so by `<none>`, or as the row of a register that names nobody; a plain unassign is skipped.
    """
    is_said = ~nw.col("listed_row_id").is_null()
    if SAYS_NOBODY in judged.rows.collect_schema().names():
        is_said |= is_true_expr(nw.col(SAYS_NOBODY))
    is_vain = is_said & is_true_expr(nw.col("reason") == Reason.NOT_ASSIGNED.value) & nw.col("owner_email").is_null()
    if is_empty(judged.rows.filter(is_vain)):
        return judged
    rows = judged.rows.with_columns(
        outcome=nw.when(is_vain).then(nw.lit(Outcome.UNCHANGED.value)).otherwise(nw.col("outcome")),
        reason=nw.when(is_vain).then(null_text()).otherwise(nw.col("reason")),
    )
    return Judgement(settled(rows), judged.applied)


def of_whole_rows(applied: Frame) -> Frame:
    """The applied assignments rows under the `row_id` of their register row, which their events tell."""
    return applied.with_columns(row_id=nw.coalesce("listed_row_id", "row_id"))


def one_row_each(rows: Frame) -> Frame:
    """The rows with their outcomes and messages, those of the two halves of a register row put together in one."""
    held = settled(rows.drop_nulls("listed_row_id"))
    if is_empty(held):
        return rows.drop("listed_row_id", "is_following")
    names = [name for name in rows.collect_schema().names() if name not in {"row_id", "listed_row_id"}]
    halves = held.select(row_id=nw.col("listed_row_id"), **{f"{name}{_HELD}": nw.col(name) for name in names})
    listed = rows.filter(nw.col("listed_row_id").is_null())
    joined = settled(listed.join(halves, on="row_id", how="left").with_columns(is_register=_is_register()))
    pairs, others = joined.filter(nw.col("is_register")), joined.filter(~nw.col("is_register"))
    whole = [name for name in ("row_id", *names) if name != "is_following"]
    return settled(stacked([others.select(*whole), _put_together(pairs, names).select(*whole)]).sort("row_id"))


def _is_register() -> nw.Expr:
    return ~nw.col(f"outcome{_HELD}").is_null()


def _put_together(pairs: Frame, names: list[str]) -> Frame:
    """The pairs of halves as rows: the outcome of the one that decides, the messages of both."""
    decides = _rank_expr("outcome_held") < _rank_expr("outcome")
    decides = nw.when(_rank_expr("outcome_held") == _rank_expr("outcome")).then(_wins_tie()).otherwise(decides)
    pairs = pairs.with_columns(is_held_deciding=decides)
    acted = nw.col(f"action{_HELD}") != Action.NONE.value
    either = {
        name: nw.when(nw.col("is_held_deciding")).then(nw.col(f"{name}{_HELD}")).otherwise(nw.col(name))
        for name in _DECIDED
        if name in names
    }
    both = {name: nw.coalesce(f"{name}{_HELD}", name) for name in names if name not in {*_DECIDED, "first_row_id"}}
    special = {
        "kind": nw.lit(Kind.REGISTER.value),
        "action": nw.when(acted).then(nw.col(f"action{_HELD}")).otherwise(nw.col("action")),
        "first_row_id": nw.col("first_row_id"),
        **({"message": _both_messages()} if "message" in names else {}),
    }
    return pairs.with_columns(**{**both, **either, **special})


def _rank_expr(column: str) -> nw.Expr:
    ranks: nw.Expr = nw.lit(len(_ORDER))
    for rank, outcome in enumerate(_ORDER):
        ranks = nw.when(nw.col(column) == outcome.value).then(nw.lit(rank)).otherwise(ranks)
    return ranks


def _wins_tie() -> nw.Expr:
    """True where the second half decides although both have one outcome: the first only follows it, or says less."""
    is_rejected, is_unchanged = (nw.col("outcome") == one.value for one in (Outcome.REJECTED, Outcome.UNCHANGED))
    says_more = ~is_unchanged | ~nw.col(f"reason{_HELD}").is_null()
    return nw.when(is_rejected).then(nw.col("is_following")).otherwise(says_more)


def _both_messages() -> nw.Expr:
    """The messages of both halves, or only of the one that decides, where it is rejected or the other is unchanged.

    What both say is said once. Where the second half is skipped, the first is told also where it is unchanged, since
    not the whole row was skipped.
    """
    of_device, of_holder = nw.col("message"), nw.col(f"message{_HELD}")
    one = nw.when(nw.col("is_held_deciding")).then(of_holder).otherwise(of_device)
    alone = (Outcome.REJECTED.value, Outcome.UNCHANGED.value)
    is_skipped = nw.col(f"outcome{_HELD}") == Outcome.SKIPPED.value
    is_one = (nw.col("outcome").is_in(alone) & ~is_skipped) | nw.col(f"outcome{_HELD}").is_in(alone)
    is_one = is_one | (of_device == of_holder)
    is_same = is_true_expr(nw.col("reason") == nw.col(f"reason{_HELD}")) & (nw.col("outcome") == Outcome.SKIPPED.value)
    both = nw.when(is_one).then(one).otherwise(nw.concat_str([of_device, of_holder], separator=" "))
    return nw.when(is_same).then(of_device).otherwise(both)


def _following(rows: Frame, why: Frame, key: str) -> Frame:
    """The rows; those named in `why` get its reason as fault, unless they have a fault of their own.

    They follow the other half where it `is_first`; else it follows them.
    """
    if is_empty(why):
        return rows
    joined = rows.join(why.unique(key), on=key, how="left")
    follows = nw.col("fault").is_null() & ~nw.col("why").is_null()
    return settled(
        joined.with_columns(
            is_following=nw.col("is_following") | (follows & is_true_expr(nw.col("is_first"))),
            fault=nw.coalesce("fault", "why"),
        ).drop("why", "is_first")
    )


def _with_blank_owners(desired: Desired, intent: Intent) -> Desired:
    """The desired state; a register row whose owner is blank leaves the holder alone, or says `<none>`."""
    rows = desired.assignments
    is_silent = nw.all_horizontal(
        ~nw.col("listed_row_id").is_null(),
        nw.col("fault").is_null(),
        nw.col("action") == Request.ASSIGN.value,
        *(nw.col(name).is_null() for name in OWNER_NAMING),
        ignore_nulls=True,
    )
    if means_nobody(intent):
        action = nw.when(is_silent).then(nw.lit(Request.UNASSIGN.value)).otherwise(nw.col("action"))
        return replace(desired, assignments=rows.with_columns(action=action))
    silent = settled(rows.filter(is_silent).select("row_id"))
    alone = silent if desired.left_alone is None else stacked([desired.left_alone, silent])
    return replace(desired, left_alone=None if is_empty(alone) else alone)


def means_nobody(intent: Intent) -> bool:
    """True where the blank owner of a register row says that nobody shall hold the device."""
    if intent.blank_owner is None:
        return intent.mode is Mode.FULL
    return intent.blank_owner is BlankOwner.NONE
