"""Leavers: people whose last day lies before the day of the run, and who hold devices all the same.

They are listed; where that is asked for, what they hold ends with their last day, or at the run's instant where it
began later. But a row that names a device decides about it, so that two sources which contradict each other do not take
it and give it back night after night. What begins only later than the run is left alone: whoever plans that for
somebody who has left may know more.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    beside,
    computed,
    flagged,
    instant_expr,
    is_empty,
    settled,
    shaped,
    stacked,
    with_blanks,
)
from pipeline.model import Intent
from schemas.frames.changes import SPANS_RECORDED
from schemas.frames.verdicts import LEAVERS
from schemas.instants import end_of_day, local_day
from schemas.vocabulary import LeaverState

_HELD = SPANS_RECORDED.names


def people_gone(owners: Frame, intent: Intent, *, now: datetime) -> Frame:
    """One row per person who has left: `owner_id, org_id, owner_email, ends_on`; `owner_email` is the handle."""
    gone = with_blanks(owners, {"ends_on": nw.Date()}).filter(
        nw.col("ends_on") < nw.lit(local_day(now, intent.timezone))
    )
    return settled(gone.select("owner_id", "org_id", "ends_on", owner_email=nw.col("handle")))


def leaving(
    gone: Frame, spans: Frame, superseded: Frame, recorded: Frame, named: Frame | None, intent: Intent, *, now: datetime
) -> Frame:
    """One row per ownership that somebody who has left has now or later, after the rows: see `LEAVERS`.

    `gone` are the people as `people_gone` gives them, `spans` the ownerships on record, of which the rows of the run
    replace the `superseded` by the `recorded` ones. `named` are the devices that rows name (`device_id`); None where
    nothing is to be released.
    """
    people, told_of = gone.select("owner_id"), gone.drop("org_id")
    before = spans.join(people, on="owner_id", how="semi").join(superseded, on="ownership_id", how="anti")
    after = recorded.join(people, on="owner_id", how="semi")
    held = stacked([before.select(*_HELD), after.select(*_HELD)]).filter(nw.col("end_time") > instant_expr(now))
    held = settled(_with_ends(held.join(told_of, on="owner_id", how="inner"), intent))
    start, left_at = nw.col("start_time"), nw.col("left_at")
    told = (
        nw.when(start > instant_expr(now))
        .then(nw.lit(LeaverState.PENDING.value))
        .otherwise(nw.lit(LeaverState.LISTED.value))
    )
    if named is not None and not is_empty(held):
        told = _released(told, now)
        held = flagged(held, named.unique(), "device_id", "is_named")
    at = nw.when(start < left_at).then(left_at).otherwise(instant_expr(now))
    return settled(held.with_columns(state=told, at=at).select(*LEAVERS.names))


def nobody_left(spans: Frame) -> Frame:
    """The ownerships of leavers where there are none."""
    return shaped(spans.head(0), LEAVERS)


def apart(absent: Frame, left: Frame) -> tuple[Frame, Frame]:
    """The absent ownerships without those of leavers that end, and those of leavers without what ends as absent."""
    if is_empty(left) or is_empty(absent):
        return absent, left
    absent = settled(absent.join(released(left).select("ownership_id"), on="ownership_id", how="anti"))
    taken = absent.filter(~nw.col("is_held")).select("ownership_id")
    return absent, settled(left.join(taken, on="ownership_id", how="anti"))


def released(left: Frame) -> Frame:
    """The ownerships of leavers that end."""
    return left.filter(nw.col("state") == LeaverState.RELEASED.value)


def _released(told: nw.Expr, now: datetime) -> nw.Expr:
    """The state where leavers are released; a span that begins at the run's instant would be left without length."""
    return (
        nw.when(nw.col("start_time") > instant_expr(now))
        .then(told)
        .when(nw.col("is_named"))
        .then(nw.lit(LeaverState.NAMED.value))
        .when(nw.col("start_time") < instant_expr(now))
        .then(nw.lit(LeaverState.RELEASED.value))
        .otherwise(told)
    )


def _with_ends(held: Frame, intent: Intent) -> Frame:
    """The ownerships with `left_at`, the end of the last day in the time zone of the intent."""
    days = computed(held.select("ends_on").unique())
    told = days["ends_on"].to_list()
    ends = {"ends_on": told, "left_at": [end_of_day(day, intent.timezone) for day in told]}
    eager = nw.from_dict(ends, {"ends_on": nw.Date(), "left_at": nw.Datetime("us")}, backend=days.implementation)
    return held.join(beside(eager, held), on="ends_on", how="left")
