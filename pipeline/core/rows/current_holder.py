"""The holder of a device at an instant, and its last span: the two facts that the decision table needs.

A span is live while it ends after the run's instant. Spans of one device never overlap, so its last span has both the
greatest start and the greatest end.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, compacted, instant_expr, is_empty, is_true_expr, settled, stacked
from schemas.vocabulary import Request

_LAST = {
    "ownership_id": "last_ownership_id",
    "owner_id": "last_owner_id",
    "owner_email": "last_owner_email",
    "start_time": "last_start",
    "end_time": "last_end",
    "label": "last_label",
    "added_by": "last_added_by",
    "due_at": "last_due",
}
_HOLDER = {
    "owner_id": "holder_id",
    "owner_email": "holder_email",
    "start_time": "holder_start",
    "end_time": "holder_end",
    "label": "holder_label",
    "due_at": "holder_due",
}

# The span of the holder of a row whose instant is before the last span.
_HELD = "_held"

# What a row may say of an ownership beside its owner, start and end.
_SAID = ("label", "clears_label", "due_at", "clears_due")


def with_holding(rows: Frame, spans: Frame, *, now: datetime) -> Frame:
    """The rows with the last span of their device (`last_...`, blank if there is none) and its holder (`holder_...`).

    The rows need what they ask for, and `at`, the row's instant. The holder is the owner of the live span that covers
    `at`; where `at` is before all live spans and the first of them has begun, its owner; else nobody. For a row that
    asks for no more than another label, due date or earlier end of the span that holds now, that one is the last.
    """
    touched = compacted(settled(spans.join(rows.select("device_id").drop_nulls().unique(), on="device_id", how="semi")))
    last = touched.filter(nw.col("end_time") == nw.col("end_time").max().over("device_id"))
    at, start, end = nw.col("at"), nw.col("last_start"), nw.col("last_end")
    is_held = (at >= start) & (at < end) & (end > instant_expr(now))
    rows = with_last_span(rows, last).with_columns(is_held=is_held)
    holder = {alias: nw.when(nw.col("is_held")).then(nw.col(_LAST[column])) for column, alias in _HOLDER.items()}
    rows = settled(rows.with_columns(**holder).drop("is_held"))
    is_early = is_true_expr(at < start)
    if is_empty(rows.filter(is_early)):
        return rows
    earlier = _with_earlier_holder(rows.filter(is_early), touched, now)
    return nw.concat([rows.filter(~is_early), earlier], how="vertical")


def with_last_span(rows: Frame, last: Frame) -> Frame:
    """The rows with the span of their device among these, of which a device has one at most, as `last_...`."""
    return rows.join(last.select("device_id", *_LAST).rename(_LAST), on="device_id", how="left")


def _with_earlier_holder(early: Frame, touched: Frame, now: datetime) -> Frame:
    """The rows whose instant is before the last span, with the holder, who is looked for among all live spans."""
    columns = early.collect_schema().names()
    live = touched.filter(nw.col("end_time") > instant_expr(now)).select(
        "device_id", *(nw.col(column).alias(f"{column}{_HELD}") for column in _LAST)
    )
    pairs = early.select("row_id", "device_id", "at").join(live, on="device_id", how="inner")
    start, at = nw.col(f"start_time{_HELD}"), nw.col("at")
    is_covering = (start <= at) & (at < nw.col(f"end_time{_HELD}"))
    is_begun = (start == start.min().over("row_id")) & (at < start) & (start <= instant_expr(now))
    holders = pairs.filter(is_covering | is_begun).drop("device_id", "at")
    rows = early.drop(*_HOLDER.values()).join(holders, on="row_id", how="left")
    is_within = _is_within_expr(now)
    last = {
        alias: nw.when(is_within).then(nw.col(f"{column}{_HELD}")).otherwise(nw.col(alias))
        for column, alias in _LAST.items()
    }
    holder = {alias: nw.col(f"{column}{_HELD}") for column, alias in _HOLDER.items()}
    return rows.with_columns(**last, **holder).select(*columns)


def _is_within_expr(now: datetime) -> nw.Expr:
    """True for a row that leaves what follows the span of today's holder alone: it asks for nothing after its end."""
    start, end, at = nw.col(f"start_time{_HELD}"), nw.col(f"end_time{_HELD}"), nw.col("at")
    return nw.all_horizontal(
        is_true_expr(nw.col("request") == Request.ASSIGN.value),
        is_true_expr(nw.col("owner_id") == nw.col(f"owner_id{_HELD}")),
        is_true_expr((start <= instant_expr(now)) & (start <= at)),
        ~is_true_expr(nw.col("end_at") > end),
        ~is_true_expr(nw.col("clears_end")),
        ignore_nulls=False,
    )


def with_record(rows: Frame, spans: Frame, *, now: datetime) -> Frame:
    """The rows with `is_on_record`: true for one about the past that is in the ledger, with its owner, start and end.

    Of a row that says when a device came back, the end alone counts, and the owner where it names one. Without this, a
    row about the past would be applied once, and rejected or skipped every night after.
    """
    is_return = ~nw.col("returned_at").is_null()
    told = settled(rows.filter((nw.col("end_at") <= instant_expr(now)) | is_return))
    if is_empty(told):
        return rows.with_columns(is_on_record=nw.lit(value=False))
    same = [_spans_on_record(told.filter(~is_return), spans), _ends_on_record(told.filter(is_return), spans)]
    rows = rows.join(settled(stacked(same)).unique(), on="row_id", how="left")
    return rows.with_columns(is_on_record=is_true_expr(nw.col("is_on_record")))


def _ends_on_record(returned: Frame, spans: Frame) -> Frame:
    """One row per row (`row_id, is_on_record`) whose device came back, as an ownership on record says."""
    ends = spans.join(returned.select("device_id").unique(), on="device_id", how="semi").select(
        "device_id", at="end_time", ended_id="owner_id"
    )
    found = returned.select("row_id", "device_id", "owner_id", "owner_key", "at").join(ends, on=["device_id", "at"])
    is_meant = nw.col("owner_key").is_null() | is_true_expr(nw.col("owner_id") == nw.col("ended_id"))
    return found.filter(is_meant).select("row_id", is_on_record=nw.lit(value=True))


def _spans_on_record(past: Frame, spans: Frame) -> Frame:
    """One row per row (`row_id, is_on_record`) about a span that is over, which is on record as the row says it."""
    past = past.select("row_id", "device_id", "owner_id", "at", "end_at", *_SAID)
    held = spans.join(past.select("device_id").unique(), on="device_id", how="semi").select(
        "device_id", "owner_id", at="start_time", end_at="end_time", label_held="label", due_held="due_at"
    )
    found = past.join(held, on=["device_id", "owner_id", "at", "end_at"], how="inner")
    is_same = nw.all_horizontal(
        ~is_true_expr(nw.col("clears_label")),
        ~is_true_expr(nw.col("clears_due")),
        nw.col("label").is_null() | is_true_expr(nw.col("label") == nw.col("label_held")),
        nw.col("due_at").is_null() | is_true_expr(nw.col("due_at") == nw.col("due_held")),
        ignore_nulls=False,
    )
    return found.filter(is_same).select("row_id", is_on_record=nw.lit(value=True))
