"""Rows at rest: those that ask for nothing, and will ask for nothing until an event tells of their device.

Most rows of most nights are such. Whoever remembers them need not compare them with the whole ledger every time.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, is_true_expr, settled
from schemas.fields import IDENTIFIERS
from schemas.instants import is_open
from schemas.vocabulary import Kind, Outcome, Request


def resting_rows(assignments: Frame, told: Frame, candidates: Frame, spans: Frame, *, now: datetime) -> Frame:
    """One row per assignments row at rest: `row_id, device_id`, in the order of the former.

    `assignments` are the rows as they were read, `told` and `candidates` what `core.plan` decided of all rows, `spans`
    the ownerships believed after the run that carries it out, with `owner_email`. A row is at rest where

    - it is a sound assign row without an end, it gives an identifier, and all that it gives are those of its device;
    - no other row of either kind names the device, in whatever way;
    - its owner holds the device from before the row's instant on, without an end, and under its label if it gives one.

    None of that depends on what time it is, but on the row, the device, and what is known of who holds it.
    """
    is_sound = is_true_expr(nw.col("action") == Request.ASSIGN.value) & nw.all_horizontal(
        nw.col("fault").is_null(),
        nw.col("end_at").is_null(),
        ~is_true_expr(nw.col("clears_end")),
        ~is_true_expr(nw.col("clears_label")),
        nw.any_horizontal(*(~nw.col(identifier).is_null() for identifier in IDENTIFIERS), ignore_nulls=False),
        ignore_nulls=False,
    )
    sound = assignments.filter(is_sound).select("row_id", "owner_email", "effective_at", "label")
    fine = told.filter(
        nw.col("kind") == Kind.ASSIGNMENTS.value,
        nw.col("outcome").is_in([Outcome.APPLIED.value, Outcome.UNCHANGED.value]),
        nw.col("not_on_record").fill_null("") == nw.lit(""),
    )
    naming = nw.concat([told.select("device_id"), candidates.select("device_id")], how="vertical").drop_nulls()
    alone = naming.group_by("device_id").agg(named=nw.len()).filter(nw.col("named") == 1).select("device_id")
    rows = sound.join(fine.select("row_id", "device_id"), on="row_id").join(alone, on="device_id", how="semi")
    held = spans.filter(is_open(nw.col("end_time")) & (nw.col("start_time") <= nw.lit(now))).select(
        "device_id", "start_time", holder_email="owner_email", holder_label="label"
    )
    is_held_so = (
        (nw.col("owner_email") == nw.col("holder_email"))
        & (nw.col("effective_at").is_null() | (nw.col("effective_at") >= nw.col("start_time")))
        & (nw.col("label").is_null() | is_true_expr(nw.col("label") == nw.col("holder_label")))
    )
    resting = rows.join(held, on="device_id").filter(is_true_expr(is_held_so))
    return settled(resting.select("row_id", "device_id").sort("row_id"))
