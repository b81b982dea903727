"""Every row with its outcome, and the devices that a mismatched or ambiguous row may mean."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.expressions import Frame, is_empty, is_true_expr, settled, stacked
from pipeline.core.rows.device_lookup import FOUND
from pipeline.core.rows.duplicates import Judgement
from schemas.vocabulary import Kind, Reason

_SHARED = ("row_id", "org_id", "outcome", "action", "reason", "first_row_id", "device_id")
_OF_ASSIGNMENTS: dict[str, IntoDType] = {
    "request": nw.String,
    "owner_email": nw.String,
    "holder_email": nw.String,
    "at": nw.Datetime("us"),
    "end_at": nw.Datetime("us"),
    "clears_end": nw.Boolean,
    "last_start": nw.Datetime("us"),
    "last_end": nw.Datetime("us"),
    "is_cancelling": nw.Boolean,
}


def told_rows(assignments: Judgement, inventory: Judgement, created: Frame) -> Frame:
    """One row per input row of either kind, with the columns that messages and the record of the run need."""
    made_ids = created.select(first_row_id=nw.col("row_id"), made_id=nw.col("device_id"))
    rows = stacked([_of_kind(assignments.rows, Kind.ASSIGNMENTS), _of_kind(inventory.rows, Kind.INVENTORY)])
    if not is_empty(made_ids):
        rows = rows.join(made_ids, on="first_row_id", how="left")
        rows = rows.with_columns(device_id=nw.coalesce("device_id", "made_id")).drop("made_id")
    return settled(rows.sort("row_id"))


def _of_kind(rows: Frame, kind: Kind) -> Frame:
    has = rows.collect_schema().names()
    own = [
        nw.col(name) if name in has else nw.lit(None).cast(dtype).alias(name) for name, dtype in _OF_ASSIGNMENTS.items()
    ]
    return rows.select(*_SHARED, "not_on_record", *own, kind=nw.lit(kind.value))


def candidates(resolved: Frame, listed: Frame, devices: Frame) -> Frame:
    """One row per device that a mismatched or ambiguous row may mean: `row_id, device_id`."""
    return stacked([_candidates_of(resolved, devices, "device_name"), _candidates_of(listed, devices, "name")])


def _candidates_of(rows: Frame, devices: Frame, name: str) -> Frame:
    found = [column for column in rows.collect_schema().names() if column.endswith(FOUND)]
    mismatched = rows.filter(is_true_expr(nw.col("finding") == Reason.IDENTIFIER_MISMATCH.value))
    ambiguous = rows.filter(is_true_expr(nw.col("finding") == Reason.AMBIGUOUS_DEVICE.value)).select(
        "row_id", "org_id", name
    )
    namesakes = ambiguous.join(
        devices.select("org_id", "device_id", nw.col("name").alias(name)), on=["org_id", name], how="inner"
    )
    each = [mismatched.select("row_id", device_id=nw.col(column)) for column in found]
    return nw.concat([*each, namesakes.select("row_id", "device_id")], how="vertical").drop_nulls().unique()
