"""The date on which a device came back, or is to come back: what it means depends on the run's instant.

One that lies in the past ends the ownership then; one that lies ahead is when the device is due.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, filled_columns, instant_expr, is_true_expr, settled
from schemas.fields import OWNER_NAMING, RETURNS
from schemas.vocabulary import Request


def with_returns(rows: Frame, *, now: datetime) -> Frame:
    """The assignments rows without `return_date`, as what they say with their dates of return.

    Where the device has come back, a row with an `effective_at` ends then; one that only names an owner, or unassigns
    the device, unassigns it at that instant. Where it is to come back later, the row says when it is due, unless it has
    a due date beside. `returned_at` stays only in rows that unassign their device because it came back then.
    """
    if not filled_columns(rows, RETURNS):
        return rows.drop("return_date")
    rows = rows.with_columns(returned=nw.coalesce(*RETURNS))
    returned, is_assign = nw.col("returned"), nw.col("action") == Request.ASSIGN.value
    is_over, is_ahead = is_true_expr(returned <= instant_expr(now)), is_true_expr(returned > instant_expr(now))
    is_owned = nw.any_horizontal(*(~nw.col(name).is_null() for name in OWNER_NAMING), ignore_nulls=True)
    is_begun = ~nw.col("effective_at").is_null()
    gives_back = is_over & is_true_expr(is_assign) & is_owned & ~is_begun
    takes_back = is_over & is_true_expr(nw.col("action") == Request.UNASSIGN.value)
    ends = is_over & is_true_expr(is_assign) & is_begun
    said = rows.with_columns(
        action=nw.when(gives_back).then(nw.lit(Request.UNASSIGN.value)).otherwise(nw.col("action")),
        effective_at=nw.when(gives_back | takes_back).then(returned).otherwise(nw.col("effective_at")),
        end_at=nw.when(ends).then(returned).when(~gives_back).then(nw.col("end_at")),
        clears_end=nw.col("clears_end") & ~is_over,
        returned_at=nw.when(gives_back | takes_back).then(returned),
        clears_due=nw.col("clears_due") & ~is_ahead,
        due_at=nw.when(is_ahead).then(nw.coalesce("due_at", "returned")).otherwise(nw.col("due_at")),
    )
    return settled(said.drop("returned", "return_date"))
