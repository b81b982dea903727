"""The verdict on each cell of an assignments row of an export that comes back: a conflict, or left alone."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, differs_expr, instant_expr, is_true_expr
from schemas.fields import RETURNS
from schemas.instants import OPEN_END
from schemas.vocabulary import Request


def with_verdicts(rows: Frame) -> Frame:
    """The rows with the verdict on each cell, a conflict or left alone, and on the row, whether it asks for nothing.

    An end, a due date or a label belongs to an owner: once the device has passed to another owner, touching any is a
    conflict. A row with an `effective_at`, or the date of a return, asks anew for the owner that it names. An unassign
    row that names an owner cannot go wrong; one that names none means the owner whom the export showed.
    """
    is_assign = nw.col("action") == Request.ASSIGN.value
    owner, label, due = nw.col("owner_named"), nw.col("label"), nw.col("due_at")
    end = nw.when(nw.col("clears_end")).then(instant_expr(OPEN_END)).otherwise(nw.col("end_at"))
    gives_end, gives_label = ~end.is_null(), ~label.is_null() | nw.col("clears_label")
    gives_due = ~due.is_null() | nw.col("clears_due")
    is_dated = nw.any_horizontal(*(~nw.col(name).is_null() for name in ("effective_at", *RETURNS)), ignore_nulls=True)
    given = ("owner_named", "named_id")
    touches_owner = _is_another_expr(given, ("holder_then", "holder_then_id")) | is_dated
    touches_end = is_assign & gives_end & differs_expr(end, nw.col("end_then"))
    touches_label = is_assign & gives_label & differs_expr(label, nw.col("label_then"))
    touches_due = is_assign & gives_due & differs_expr(due, nw.col("due_then"))
    has_moved, is_relabelled, is_redated = map(_has_changed_expr, ("end", "label", "due"))
    has_passed = _is_another_expr(("holder_then", "holder_then_id"), ("holder_now", "holder_now_id"))
    is_agreed = ~_is_another_expr(given, ("holder_now", "holder_now_id"))
    is_changed = is_true_expr(nw.col("is_changed"))
    is_lost = is_changed & has_passed & ~touches_owner
    is_same_owner = is_changed & is_assign & (~has_passed | (touches_owner & is_agreed))
    differs_end, differs_label = differs_expr(end, nw.col("end_now")), differs_expr(label, nw.col("label_now"))
    return rows.with_columns(
        end_given=end,
        is_lost=is_lost,
        is_owner_conflict=is_changed & has_passed & touches_owner & ~is_agreed & (is_assign | owner.is_null()),
        is_end_conflict=touches_end & (is_lost | (is_same_owner & has_moved & differs_end)),
        is_due_conflict=touches_due & (is_lost | (is_same_owner & is_redated & differs_expr(due, nw.col("due_now")))),
        is_label_conflict=touches_label & (is_lost | (is_same_owner & is_relabelled & differs_label)),
        keeps_end=is_same_owner & has_moved & gives_end & ~touches_end,
        keeps_due=is_same_owner & is_redated & gives_due & ~touches_due,
        keeps_label=is_same_owner & is_relabelled & gives_label & ~touches_label,
        is_left_alone=is_assign
        & ~(touches_owner | touches_end | touches_due | touches_label)
        & (has_passed | has_moved | is_redated | is_relabelled),
    )


def _is_another_expr(one: tuple[str, str], other: tuple[str, str]) -> nw.Expr:
    """True where two people, each a column of handles and one of ids, are not the same; ids count where both have one.

    Two people may be called by one handle, where the number of one is the login of another.
    """
    (handle, number), (other_handle, other_number) = (tuple(map(nw.col, columns)) for columns in (one, other))
    are_known = ~number.is_null() & ~other_number.is_null()
    return nw.when(are_known).then(number != other_number).otherwise(differs_expr(handle, other_handle))


def _has_changed_expr(value: str) -> nw.Expr:
    return differs_expr(nw.col(f"{value}_then"), nw.col(f"{value}_now"))


def without_left_alone_cells(rows: Frame) -> Frame:
    """The rows, blank in the untouched ends, due dates and labels that have changed in the ledger."""
    return rows.with_columns(
        end_at=nw.when(~nw.col("keeps_end")).then(nw.col("end_at")),
        clears_end=nw.col("clears_end") & ~nw.col("keeps_end"),
        due_at=nw.when(~nw.col("keeps_due")).then(nw.col("due_at")),
        clears_due=nw.col("clears_due") & ~nw.col("keeps_due"),
        label=nw.when(~nw.col("keeps_label")).then(nw.col("label")),
        clears_label=nw.col("clears_label") & ~nw.col("keeps_label"),
    )
