"""Inventory rows that are known by their name alone, and share it: nothing says if they are one device or several."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, is_true_expr, settled
from pipeline.core.rows.device_lookup import name_key_expr
from schemas.vocabulary import Reason


def with_same_names(resolved: Frame) -> Frame:
    """The rows; those of one file that give the same name and nothing else have the finding `missing_identifier`.

    Rows with a finding of their own are not counted. The name of a known device that is given in another case is blank:
    it says which device is meant, and no more.
    """
    is_told_by_name = nw.col("is_nameless") & nw.col("fault").is_null() & nw.col("finding").is_null()
    alone = settled(resolved.filter(is_true_expr(is_told_by_name)).with_columns(name_key=name_key_expr("name")))
    if is_empty(alone):
        return resolved
    shared = alone.filter(nw.len().over("org_id", "file", "name_key") > 1)
    rows = flagged(resolved, shared, "row_id", "is_shared")
    finding = nw.when(nw.col("is_shared")).then(nw.lit(Reason.MISSING_IDENTIFIER.value))
    is_meant = nw.col("is_nameless") & ~nw.col("device_id").is_null()
    return settled(
        rows.with_columns(
            finding=finding.otherwise(nw.col("finding")), name=nw.when(~is_meant).then(nw.col("name"))
        ).drop("is_shared")
    )
