"""The people who lose what they hold: a plan ends it, or moves its end to an earlier date, whatever the date."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr, is_empty, settled
from schemas.vocabulary import Action, EventType

_ENDING = (EventType.OWNERSHIP_RELEASED, EventType.OWNERSHIP_UPDATED, EventType.OWNERSHIP_CANCELLED)


def losers_of(events: Frame, held: Frame, *, now: datetime) -> Frame | None:
    """One row per owner who loses ownerships that are `held` at `now`; None where nobody does.

    `org_id, owner_id, owner_email`, `lost` and of these `passed` on to somebody else, and `at`, the instant of the last
    of these losses.
    """
    type_, is_passed = nw.col("type"), nw.col("action") == Action.REASSIGN.value
    told = settled(events.filter(type_.is_in([each.value for each in _ENDING])))
    if is_empty(told):
        return None
    is_released = type_ == EventType.OWNERSHIP_RELEASED.value
    is_cut = (type_ == EventType.OWNERSHIP_UPDATED.value) & (nw.col("end_time") < nw.col("previous_end_time"))
    ends = is_released | is_cut | (type_ == EventType.OWNERSHIP_CANCELLED.value)
    is_to_come = (is_released | is_cut) & (nw.col("end_time") > instant_expr(now))
    at = nw.when(is_to_come).then(nw.col("end_time")).otherwise(instant_expr(now))
    ended = settled(told.filter(ends).select("ownership_id", at=at, is_passed=is_passed))
    losers = settled(
        held.join(ended, on="ownership_id")
        .group_by("org_id", "owner_id", "owner_email")
        .agg(passed=nw.col("is_passed").cast(nw.Int64).sum(), lost=nw.len(), at=nw.col("at").max())
    )
    return None if is_empty(losers) else losers  # as where a sheet only adds


def holds_at_expr(instant: nw.Expr) -> nw.Expr:
    """True for an ownership that covers the instant."""
    return (nw.col("start_time") <= instant) & (nw.col("end_time") > instant)
