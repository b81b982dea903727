"""The prices on record that an inventory row makes 0, or empties."""

from __future__ import annotations

import polars as pl

from pipeline.model import ChangeSet, Checked
from pipeline.outputs.frames.issues import issues_of, no_issues, with_cells
from pipeline.outputs.messages.phrases import amount_expr
from schemas.fields import ATTRIBUTES, FieldType
from schemas.reasons.cell_issues import PRICE_LOST
from schemas.reasons.filled_frames import wording_exprs
from schemas.vocabulary import EventType, Severity

_PRICES = [field.name for field in ATTRIBUTES if field.type is FieldType.DECIMAL]


def lost_prices(judged: pl.DataFrame, checked: Checked, change_set: ChangeSet) -> pl.DataFrame:
    """One row per price on record that a row makes 0, or empties."""
    new, old = (pl.col(name).cast(pl.Decimal(18, 2), strict=False).fill_null(0) for name in ("new", "old"))
    prices = change_set.device_changes.filter(pl.col("field").is_in(_PRICES))
    lost = prices.filter((new == 0) & (old != 0))
    if lost.is_empty():
        return no_issues()
    by = change_set.events.filter(pl.col("type") == EventType.DEVICE_UPDATED).select("row_id", device_id="aggregate_id")
    rows = lost.rename({"field": "column"}).join(by, on="device_id").sort("row_id", "column")
    placed = judged.select("row_id", "kind", "file", "sheet", "row")
    rows = with_cells(rows.join(placed, on="row_id", maintain_order="left"), checked)
    rows = rows.with_columns(old=amount_expr(old))
    is_emptied = pl.col("new").is_null()
    return pl.concat(
        issues_of(rows.filter(is_meant), wording_exprs(PRICE_LOST[name]), Severity.WARNING, value="new")
        for name, is_meant in (("zero", ~is_emptied), ("emptied", is_emptied))
    )
