"""The differences between the ledger and the last files of the drop folders, each with its one cause.

The frames have the rows of all standing files, that is, the last files of each source, together; `row_key` numbers
them. Two rows with the same `device_key` are about the same device.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr, is_true_expr, null_text, settled, stacked
from schemas.vocabulary import Cause, Outcome, Reason, Request

# The aspect of a device that assignments rows decide; the aspects that inventory rows decide are its attributes.
OWNER = "owner"


def differing(rows: Frame, spans: Frame, *, now: datetime) -> Frame:
    """The rows that differ from the ledger: those that would not be `unchanged` if they were decided now.

    `rows` has `row_key, kind, request, device_id, owner_email, effective_at, end_at, taken_at, outcome, reason` (as the
    row would be decided now) and `then`, its outcome when its file was taken (null where that was refused). `spans` are
    the ownerships on record now. Two kinds of rows do not count as differing: an unassign row whose device nobody holds
    any more, or another owner by now (unless the row was skipped when its file was taken); and a row of an ownership
    that has ended since, as the row says.
    """
    rows = rows.filter(nw.col("outcome") != Outcome.UNCHANGED.value)
    is_return = nw.col("request") == Request.UNASSIGN.value
    is_nobodys = nw.col("reason") == Reason.NOT_ASSIGNED.value
    was_skipped = is_true_expr(nw.col("then") == Outcome.SKIPPED.value)
    is_anothers = (nw.col("reason") == Reason.OWNED_BY_OTHER.value) & ~was_skipped
    is_returned = is_true_expr(is_return & (is_nobodys | is_anothers))
    rows = settled(rows.filter(~is_returned))
    over = _ended_ownerships(rows, spans, now)
    return settled(rows.join(over, on="row_key", how="anti"))


def _ended_ownerships(rows: Frame, spans: Frame, now: datetime) -> Frame:
    """The rows (`row_key`) of ownerships that have ended by now and that the ledger has as the row says."""
    past = rows.filter(
        is_true_expr((nw.col("end_at") <= instant_expr(now)) & (nw.col("request") == Request.ASSIGN.value))
    )
    past = past.with_columns(begun_by=nw.coalesce("effective_at", "taken_at"))
    held = spans.select("device_id", "owner_email", "start_time", end_at=nw.col("end_time"))
    found = past.join(held, on=["device_id", "owner_email", "end_at"], how="inner")
    return found.filter(nw.col("start_time") <= nw.col("begun_by")).select("row_key").unique()


def with_causes(differences: Frame, aspects: Frame, claims: Frame, touches: Frame) -> Frame:
    """The differences, each with its `cause`, and with `since` and `run_id`: when it began, and by which run.

    The cause is the first that applies: `conflict`, another source contradicts the row about the same device (since the
    later of the two); `refused`, the file was refused or the row rejected; `never_applied`, the row was skipped;
    `changed_outside`, the row was applied, and a run of another source or a person has changed the device since.
    `made_by` says who made that run. `rival, rival_aspect, rival_says, rival_returns` (the rival unassigns the device)
    and `rival_place` are the contradicting row of a conflict.

    `differences` has `row_key, source, row` (null for a device that a full file does not name)`, device_id, taken_at,
    taken_run_id, is_refused, then, first_at, first_run_id`; `aspects` one row per row and aspect that it would change:
    `row_key, aspect`. `claims` has one row per row of any standing file and aspect that it gives: `row_key, source,
    device_key, device_id, aspect, says` (blank for nobody, or a cleared value)`, is_return, begins_at, ends_at,
    taken_at, run_id, place`. `touches` has the rows of `store.last_touches`.
    """
    alone = settled(_with_own_causes(differences, aspects, touches))
    rivals = _rivals(alone, aspects, claims, touches)
    rows = alone.join(rivals, on="row_key", how="left")
    is_conflict = ~nw.col("rival").is_null()
    is_newer = is_true_expr(nw.col("rival_since") > nw.col("since"))
    return settled(
        rows.with_columns(
            cause=nw.when(is_conflict).then(nw.lit(Cause.CONFLICT.value)).otherwise(nw.col("cause")),
            since=nw.when(is_newer).then(nw.col("rival_since")).otherwise(nw.col("since")),
            run_id=nw.when(is_newer).then(nw.col("rival_run_id")).otherwise(nw.col("run_id")),
        ).drop("rival_since", "rival_run_id")
    )


def attribute_claims(listed: Frame, wanted: Frame, attributes: Sequence[str]) -> Frame:
    """The values that inventory rows give to devices with a difference, one row each: `row_key, aspect, says`.

    `listed` has the inventory rows, with `row_key, device_key, cleared` and the attributes; `wanted` has the devices
    and attributes that differ: `device_key, aspect`.
    """
    rows = settled(listed.join(wanted.select("device_key").unique(), on="device_key", how="semi"))
    claims = [
        rows.select(
            "row_key",
            aspect=nw.lit(attribute),
            says=nw.when(is_true_expr(nw.col("cleared").str.contains(f"|{attribute}|", literal=True)))
            .then(nw.lit(""))
            .otherwise(nw.col(attribute).cast(nw.String)),
        ).drop_nulls("says")
        for attribute in attributes
    ]
    none = rows.head(0).select("row_key", aspect=null_text(), says=null_text())
    return stacked([none, *claims])


def _with_own_causes(differences: Frame, aspects: Frame, touches: Frame) -> Frame:
    """The differences with their cause, before the rows of other sources are looked at."""
    rejected = nw.col("is_refused") | is_true_expr(nw.col("then") == Outcome.REJECTED.value)
    rows = differences.join(_outside_changes(differences, aspects, touches), on="row_key", how="left")
    is_given_since = nw.col("row").is_null() & is_true_expr(nw.col("is_outside") == 1)
    skipped = is_true_expr(nw.col("then") == Outcome.SKIPPED.value) & ~is_given_since
    cause = (
        nw.when(rejected)
        .then(nw.lit(Cause.REFUSED.value))
        .when(skipped)
        .then(nw.lit(Cause.NEVER_APPLIED.value))
        .otherwise(nw.lit(Cause.CHANGED_OUTSIDE.value))
    )
    is_ours = rejected | skipped
    first_at, first_run = nw.coalesce("first_at", "taken_at"), nw.coalesce("first_run_id", "taken_run_id")
    touched_at = nw.coalesce("touched_at", "taken_at")
    return rows.with_columns(
        cause=cause,
        since=nw.when(is_ours).then(first_at).otherwise(touched_at),
        run_id=nw.when(is_ours).then(first_run).otherwise(nw.col("touched_run_id")),
        made_by=nw.when(~is_ours).then(nw.col("made_by")),
    ).drop("touched_at", "touched_run_id", "first_at", "first_run_id", "is_outside")


def _outside_changes(differences: Frame, aspects: Frame, touches: Frame) -> Frame:
    """Per row (`row_key`) the last run not of its source that changed its device after its file was taken.

    Columns: `touched_at, touched_run_id, made_by`, and `is_outside`, 1 for such a run. Where there is none, the last
    run that changed the same aspect is given: an ownership may have ended by the passing of time alone.
    """
    rows = differences.select("row_key", "source", "device_id", "taken_at").join(aspects, on="row_key", how="inner")
    found = rows.join(touches.rename({"source": "toucher"}), on=["device_id", "aspect"], how="inner")
    is_other = nw.col("toucher").is_null() | is_true_expr(nw.col("toucher") != nw.col("source"))
    is_outside = is_other & (nw.col("recorded_at") > nw.col("taken_at"))
    found = settled(found.with_columns(is_outside=is_outside.cast(nw.Int8)))
    last = _greatest(_greatest(found, "is_outside"), "recorded_at")
    named = {"touched_at": nw.col("recorded_at"), "touched_run_id": nw.col("run_id")}
    return last.select("row_key", "made_by", "is_outside", **named).unique()


def _rivals(alone: Frame, aspects: Frame, claims: Frame, touches: Frame) -> Frame:
    """One row per row (`row_key`) that another source contradicts: that source, its value, its place and its run.

    Of several contradicting rows it is the latest. A claim that agrees with the ledger dates from the run that put it
    on record.
    """
    mine = claims.join(aspects, on=["row_key", "aspect"], how="semi").select(
        "row_key", "source", "device_key", "aspect", "says", "is_return", "begins_at", "ends_at"
    )
    others = claims.join(mine.select("device_key").unique(), on="device_key", how="semi").rename(
        {"row_key": "rival_key", "source": "rival", "says": "rival_says", "place": "rival_place", "run_id": "rival_run"}
    )
    both = mine.join(settled(others), on=["device_key", "aspect"], how="inner", suffix="_rival")
    both = settled(both.filter((nw.col("source") != nw.col("rival")) & _contradicts_expr()))
    both = _with_rival_dates(both, alone, touches)
    last = _least(_least(_greatest(both, "rival_since"), "rival_key"), "aspect")
    told = ("row_key", "rival", "rival_says", "rival_place", "rival_since", "rival_run_id")
    return last.select(*told, rival_aspect=nw.col("aspect"), rival_returns=nw.col("is_return_rival"))


def _contradicts_expr() -> nw.Expr:
    """True where two claims about one aspect contradict each other: two values, or to hold and to unassign."""
    differs = nw.col("says") != nw.col("rival_says")
    begins, ends = nw.col("begins_at"), nw.col("ends_at")
    others_begin, others_end = nw.col("begins_at_rival"), nw.col("ends_at_rival")
    is_apart = is_true_expr(ends <= others_begin) | is_true_expr(others_end <= begins)
    takes_mine = nw.col("is_return_rival") & ((nw.col("rival_says") == "") | ~differs)
    takes_theirs = nw.col("is_return") & ((nw.col("says") == "") | ~differs)
    is_held = ~nw.col("is_return") & ~nw.col("is_return_rival") & differs
    is_taken = (takes_mine & ~nw.col("is_return")) | (takes_theirs & ~nw.col("is_return_rival"))
    return is_true_expr((is_held | is_taken) & ~is_apart)


def _with_rival_dates(both: Frame, alone: Frame, touches: Frame) -> Frame:
    own = alone.select(rival_key=nw.col("row_key"), own_since=nw.col("since"), own_run_id=nw.col("run_id"))
    last = touches.group_by("device_id", "aspect").agg(touched_at=nw.col("recorded_at").max())
    made = touches.select("device_id", "aspect", touched_at=nw.col("recorded_at"), touched_run_id=nw.col("run_id"))
    last = last.join(made, on=["device_id", "aspect", "touched_at"], how="left")
    rows = both.join(own, on="rival_key", how="left").join(last, on=["device_id", "aspect"], how="left")
    is_own = ~nw.col("own_since").is_null()
    is_touched = ~nw.col("touched_at").is_null()
    since = nw.coalesce("own_since", "touched_at", "taken_at")
    run_id = (
        nw.when(is_own)
        .then(nw.col("own_run_id"))
        .when(is_touched)
        .then(nw.col("touched_run_id"))
        .otherwise(nw.col("rival_run"))
    )
    return rows.with_columns(rival_since=since, rival_run_id=run_id)


def _greatest(rows: Frame, column: str) -> Frame:
    """The rows with the greatest value of the column within their `row_key`."""
    return settled(rows.filter(nw.col(column) == nw.col(column).max().over("row_key")))


def _least(rows: Frame, column: str) -> Frame:
    """The rows with the least value of the column within their `row_key`."""
    return settled(rows.filter(nw.col(column) == nw.col(column).min().over("row_key")))
