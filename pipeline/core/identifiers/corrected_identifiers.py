"""Identifiers that were mistyped and are corrected in an export that comes back.

A row of an export means the device that the export showed there. So an identifier that nobody has, in the place of the
one by which the device is known, is no mismatch, as in any other sheet, but the device's right one. Several devices
that are given one identifier contradict each other, as ever, and one of another device stays a mismatch.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, is_true_expr, null_text, settled
from pipeline.core.rows.device_lookup import FOUND
from pipeline.core.three_way_merge import Past
from schemas.fields import IDENTIFIERS
from schemas.vocabulary import Reason

_NUMBER = f"device_id{FOUND}"


def rows_of_shown(rows: Frame, past: Past) -> Frame:
    """The rows of one export (`row_id`) whose number is that of a device that it showed."""
    numbered = rows.drop_nulls("device_id")
    return settled(numbered.join(past.devices, on="device_id", how="anti").select("row_id"))


def with_corrected(resolved: Frame, shown: Frame | None) -> Frame:
    """The rows; those of `shown` (`row_id`) that correct an identifier mean the device of their number.

    `resolved` has rows as `resolve` gives them.
    """
    columns = resolved.collect_schema().names()
    if shown is None or _NUMBER not in columns:
        return resolved
    found = [f"{one}{FOUND}" for one in IDENTIFIERS if f"{one}{FOUND}" in columns]
    is_own = [nw.col(one).is_null() | is_true_expr(nw.col(one) == nw.col(_NUMBER)) for one in found]
    is_mismatch = is_true_expr(nw.col("finding") == Reason.IDENTIFIER_MISMATCH.value)
    is_open = nw.all_horizontal(is_mismatch, ~nw.col(_NUMBER).is_null(), *is_own, ignore_nulls=False)
    corrected = settled(resolved.filter(is_open).select("row_id").join(shown, on="row_id", how="semi"))
    if is_empty(corrected):
        return resolved
    marked = flagged(resolved, corrected, "row_id", "is_corrected")
    is_corrected = nw.col("is_corrected")
    return settled(
        marked.with_columns(
            device_id=nw.when(is_corrected).then(nw.col(_NUMBER)).otherwise(nw.col("device_id")),
            finding=nw.when(~is_corrected).then(nw.col("finding")).otherwise(null_text()),
            unknown_key=nw.when(~is_corrected).then(nw.col("unknown_key")).otherwise(null_text()),
            is_creatable=nw.col("is_creatable") & ~is_corrected,
        ).drop("is_corrected")
    )
