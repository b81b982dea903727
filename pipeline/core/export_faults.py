"""The faults of rows of an export that is loaded again: conflicts with the ledger, and ids of another ledger."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_true_expr
from schemas.fields import IDENTIFIERS
from schemas.vocabulary import Reason

_MARK = "is_marked"


def with_conflicts(rows: Frame, conflicts: Frame) -> Frame:
    """The rows, with a fault where one of their cells is in `conflicts` (`three_way_merge.Merged.conflicts`)."""
    fault = nw.when(is_true_expr(nw.col(_MARK))).then(nw.lit(Reason.CONFLICT_WITH_LEDGER.value))
    return _marked(rows, conflicts).with_columns(fault=fault.otherwise(nw.col("fault"))).drop(_MARK)


def without_foreign_numbers(rows: Frame, foreign: Frame, *, name: str) -> Frame:
    """The rows, without the `device_id` of another ledger in those of its exports (`foreign`: `row_id`).

    A row that gives nothing else is rejected; `name` is the column of the device's name.
    """
    is_foreign = is_true_expr(nw.col(_MARK))
    is_nameless = is_foreign & ~nw.col("device_id").is_null()
    for other in (*(one for one in IDENTIFIERS if one != "device_id"), name):
        is_nameless &= nw.col(other).is_null()
    missing = nw.when(is_nameless).then(nw.lit(Reason.MISSING_IDENTIFIER.value))
    numberless = _marked(rows, foreign).with_columns(
        device_id=nw.when(~is_foreign).then(nw.col("device_id")), fault=nw.coalesce(nw.col("fault"), missing)
    )
    return numberless.drop(_MARK)


def _marked(rows: Frame, some: Frame) -> Frame:
    """The rows with a mark, true where their `row_id` is one of `some`, else null."""
    marks = some.select("row_id").unique().with_columns(nw.lit(value=True).alias(_MARK))
    return rows.join(marks, on="row_id", how="left")
