"""Rows at rest: rows that change nothing, and will change nothing until an event of their device.

Most rows of a nightly file are at rest. They are remembered, so that they need not be compared with the ledger again.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr, is_open_expr, is_true_expr, settled
from pipeline.core.frames import Decided
from schemas.fields import IDENTIFIERS, RETURNS
from schemas.vocabulary import Kind, Outcome, Reason, Request


def resting_rows(assignments: Frame, told: Frame, candidates: Frame, spans: Frame, *, now: datetime) -> Frame:
    """One row per assignments row at rest: `row_id, device_id`, sorted by `row_id`.

    `assignments` are the rows as they were read, `told` and `candidates` the decisions of `core.plan` about all rows,
    `spans` the ownerships on record after the run, with `owner_email`. A row is at rest where

    - it is an assign row without a bad cell and without an end, and all identifiers that it gives are of its device;
    - no other row of either kind names the device;
    - its owner has held the device since before the row's instant, without an end, and with its label and due date if
      it gives them.

    None of that depends on the time, only on the row, the device and its ownerships.
    """
    is_sound = is_true_expr(nw.col("action") == Request.ASSIGN.value) & nw.all_horizontal(
        nw.col("fault").is_null(),
        *(nw.col(instant).is_null() for instant in ("end_at", *RETURNS)),
        *(~is_true_expr(nw.col(clears)) for clears in ("clears_end", "clears_label", "clears_due")),
        nw.any_horizontal(*(~nw.col(identifier).is_null() for identifier in IDENTIFIERS), ignore_nulls=False),
        ignore_nulls=False,
    )
    sound = assignments.filter(is_sound).select("row_id", "owner_email", "effective_at", "label", "due_at")
    fine = told.filter(
        nw.col("kind") == Kind.ASSIGNMENTS.value,
        nw.col("outcome").is_in([Outcome.APPLIED.value, Outcome.UNCHANGED.value]),
        nw.col("not_on_record").fill_null("") == nw.lit(""),
    )
    naming = nw.concat([told.select("device_id"), candidates.select("device_id")], how="vertical").drop_nulls()
    alone = naming.group_by("device_id").agg(named=nw.len()).filter(nw.col("named") == 1).select("device_id")
    rows = sound.join(fine.select("row_id", "device_id"), on="row_id").join(alone, on="device_id", how="semi")
    held = spans.filter(is_open_expr(nw.col("end_time")) & (nw.col("start_time") <= instant_expr(now))).select(
        "device_id", "start_time", holder_email="owner_email", holder_label="label", holder_due="due_at"
    )
    is_held_so = (
        (nw.col("owner_email") == nw.col("holder_email"))
        & (nw.col("effective_at").is_null() | (nw.col("effective_at") >= nw.col("start_time")))
        & (nw.col("due_at").is_null() | is_true_expr(nw.col("due_at") == nw.col("holder_due")))
        & (nw.col("label").is_null() | is_true_expr(nw.col("label") == nw.col("holder_label")))
    )
    resting = rows.join(held, on="device_id").filter(is_true_expr(is_held_so))
    return settled(resting.select("row_id", "device_id").sort("row_id"))


def untold_rows(assignments: Frame, decided: Decided, spans: Frame, *, now: datetime) -> Frame:
    """The rows at rest that were so before the decision, as `resting_rows`; nothing is to be told of any of them.

    `spans` are the ownerships on record. A row with a name may call its owner otherwise than others do, which is told.
    """
    nameless = assignments.filter(nw.col("owner_name").is_null())
    resting = resting_rows(nameless, decided.rows, decided.candidates, spans, now=now)
    unchanged = decided.rows.filter(
        nw.col("outcome") == Outcome.UNCHANGED.value, nw.col("reason") == Reason.ALREADY_ASSIGNED.value
    )
    return settled(resting.join(unchanged.select("row_id"), on="row_id", how="semi"))
