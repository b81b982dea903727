"""Differences between the ledger and the last files of the drop folders, each with its one cause.

Rows are of all standing files at once, each with `row_key`, a number of its own. A device is the same where its
`device_key` is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, is_true_expr, null_text, settled, stacked
from schemas.vocabulary import Cause, Outcome, Reason, Request

# The aspect of a device that assignments rows decide; the aspects that inventory rows decide are its attributes.
OWNER = "owner"


def differing(rows: Frame, spans: Frame, *, now: datetime) -> Frame:
    """The rows that the ledger is not like: those that would not be `unchanged`, but for what only looks like it.

    `rows` has `row_key, kind, request, device_id, owner_email, effective_at, end_at, taken_at, outcome, reason` (as the
    row would be decided now) and `then`, its outcome when its file was taken (null where that was refused). `spans`
    are the ownerships believed now. What a row unassigned and nobody holds, or somebody else by now, is as it says; so
    is an ownership that was to end, and did.
    """
    rows = rows.filter(nw.col("outcome") != Outcome.UNCHANGED.value)
    is_return = nw.col("request") == Request.UNASSIGN.value
    is_nobodys = nw.col("reason") == Reason.NOT_ASSIGNED.value
    was_skipped = is_true_expr(nw.col("then") == Outcome.SKIPPED.value)
    is_anothers = (nw.col("reason") == Reason.OWNED_BY_OTHER.value) & ~was_skipped
    is_returned = is_true_expr(is_return & (is_nobodys | is_anothers))
    rows = settled(rows.filter(~is_returned))
    over = _over(rows, spans, now)
    return settled(rows.join(over, on="row_key", how="anti"))


def _over(rows: Frame, spans: Frame, now: datetime) -> Frame:
    """The rows (`row_key`) of ownerships that are over by now, and that stand in the ledger as the row has them."""
    past = rows.filter(is_true_expr((nw.col("end_at") <= nw.lit(now)) & (nw.col("request") == Request.ASSIGN.value)))
    past = past.with_columns(begun_by=nw.coalesce("effective_at", "taken_at"))
    held = spans.select("device_id", "owner_email", "start_time", end_at=nw.col("end_time"))
    found = past.join(held, on=["device_id", "owner_email", "end_at"], how="inner")
    return found.filter(nw.col("start_time") <= nw.col("begun_by")).select("row_key").unique()


def with_causes(differences: Frame, aspects: Frame, claims: Frame, touches: Frame) -> Frame:
    """The differences, each with its `cause`, and with `since` and `run_id` of what made it so.

    The first cause that holds: `conflict`, another source says otherwise of the same device, since the later of the
    two; `refused`, its file was refused or its row rejected; `never_applied`, its row was skipped; `changed_outside`,
    it was so, and a run of somebody else changed the device after. `made_by` tells of that run; of a conflict
    `rival, rival_aspect, rival_says, rival_returns` (it is to be unassigned) and `rival_place` do.

    `differences` has `row_key, source, row` (null for what a full file does not name)`, device_id, taken_at,
    taken_run_id, is_refused, then, first_at, first_run_id`; `aspects` one row per row and what it would change:
    `row_key, aspect`. `claims` has one row per row of any standing file and aspect that it speaks of: `row_key, source,
    device_key, device_id, aspect, says` (blank for nobody, or a cleared value)`, is_return, begins_at, ends_at,
    taken_at, run_id, place`. `touches` are those of `store.last_touches`.
    """
    alone = settled(_alone(differences, aspects, touches))
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
    """What inventory rows say of those devices and attributes of which something differs: `row_key, aspect, says`.

    `listed` has `row_key, device_key, cleared` and the attributes, `wanted` the pairs that are asked for:
    `device_key, aspect`.
    """
    rows = settled(listed.join(wanted.select("device_key").unique(), on="device_key", how="semi"))
    claims = [
        rows.select(
            "row_key",
            aspect=nw.lit(attribute),
            says=nw.when(is_true_expr(nw.col("cleared").str.contains(f"|{attribute}|", literal=True)))
            .then(nw.lit(""))
            .otherwise(nw.col(attribute).cast(nw.String)),
        ).filter(~nw.col("says").is_null())
        for attribute in attributes
    ]
    none = rows.head(0).select("row_key", aspect=null_text(), says=null_text())
    return stacked([none, *claims])


def _alone(differences: Frame, aspects: Frame, touches: Frame) -> Frame:
    """The cause of each as far as it lies with its own source and the ledger."""
    rejected = nw.col("is_refused") | is_true_expr(nw.col("then") == Outcome.REJECTED.value)
    rows = differences.join(_outside(differences, aspects, touches), on="row_key", how="left")
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


def _outside(differences: Frame, aspects: Frame, touches: Frame) -> Frame:
    """Per row (`row_key`) the last run of somebody else that changed what it speaks of after its file was taken.

    `touched_at, touched_run_id, made_by`. Where there is none, whoever changed that last: time alone may have ended
    what a run once wrote.
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
    """Per row (`row_key`) that another source contradicts: who that is, what and where it says so, since what run.

    Of several rivals the one who came last. A claim that is so holds since the ledger got it.
    """
    mine = claims.join(aspects, on=["row_key", "aspect"], how="semi").select(
        "row_key", "source", "device_key", "aspect", "says", "is_return", "begins_at", "ends_at"
    )
    others = claims.join(mine.select("device_key").unique(), on="device_key", how="semi").rename(
        {"row_key": "rival_key", "source": "rival", "says": "rival_says", "place": "rival_place", "run_id": "rival_run"}
    )
    both = mine.join(settled(others), on=["device_key", "aspect"], how="inner", suffix="_rival")
    both = settled(both.filter((nw.col("source") != nw.col("rival")) & _contradicts_expr()))
    both = _since_when(both, alone, touches)
    last = _least(_least(_greatest(both, "rival_since"), "rival_key"), "aspect")
    told = ("row_key", "rival", "rival_says", "rival_place", "rival_since", "rival_run_id")
    return last.select(*told, rival_aspect=nw.col("aspect"), rival_returns=nw.col("is_return_rival"))


def _contradicts_expr() -> nw.Expr:
    """True where two claims about one aspect cannot both be so: two values, or a holder who is to give it back."""
    differs = nw.col("says") != nw.col("rival_says")
    begins, ends = nw.col("begins_at"), nw.col("ends_at")
    others_begin, others_end = nw.col("begins_at_rival"), nw.col("ends_at_rival")
    is_apart = is_true_expr(ends <= others_begin) | is_true_expr(others_end <= begins)
    takes_mine = nw.col("is_return_rival") & ((nw.col("rival_says") == "") | ~differs)
    takes_theirs = nw.col("is_return") & ((nw.col("says") == "") | ~differs)
    is_held = ~nw.col("is_return") & ~nw.col("is_return_rival") & differs
    is_taken = (takes_mine & ~nw.col("is_return")) | (takes_theirs & ~nw.col("is_return_rival"))
    return is_true_expr((is_held | is_taken) & ~is_apart)


def _since_when(both: Frame, alone: Frame, touches: Frame) -> Frame:
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
    """Of each `row_key` the rows with the greatest value."""
    return settled(rows.filter(nw.col(column) == nw.col(column).max().over("row_key")))


def _least(rows: Frame, column: str) -> Frame:
    """Of each `row_key` the rows with the least value."""
    return settled(rows.filter(nw.col(column) == nw.col(column).min().over("row_key")))
