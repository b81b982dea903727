"""The issues about asset tags that are, on record, only the number of a device in another system.

Systems count from the same figures, so that a device of a list with serial numbers may well be another one than that
which has its tag as such a number. An IMEI or DevEUI is of one device in the world, and no cause for doubt.
"""

from __future__ import annotations

import polars as pl

from pipeline.model import ChangeSet, Checked
from pipeline.outputs.frames.issues import issues_of, no_issues, with_cells
from schemas.reasons.cell_issues import STAND_IN_TAG
from schemas.reasons.filled_frames import wording_exprs
from schemas.vocabulary import EventType, Severity

# The number of another system, which may stand for an asset tag.
TAGS_OF_OTHERS = "external_id"


def stand_in_tags(judged: pl.DataFrame, checked: Checked, change_set: ChangeSet, devices: pl.DataFrame) -> pl.DataFrame:
    """One row per device that gets its serial number from a row that gives only the number that stands for its tag.

    `devices` has those that the change set touches, as they will be.
    """
    changes = change_set.device_changes
    first = changes.filter(pl.col("field") == "serial_number", pl.col("old").is_null())
    if first.is_empty() or TAGS_OF_OTHERS not in devices.columns:
        return no_issues()
    renumbered = changes.filter(pl.col("field") == TAGS_OF_OTHERS).select("device_id")
    stood_for = devices.filter(pl.col("asset_tag") == pl.col(TAGS_OF_OTHERS).str.to_uppercase())
    known = stood_for.join(renumbered, on="device_id", how="anti").select("device_id", given="asset_tag")
    by = change_set.events.filter(pl.col("type") == EventType.DEVICE_UPDATED).select("row_id", device_id="aggregate_id")
    found = first.select("device_id", serial="new").join(known, on="device_id").join(by, on="device_id")
    if TAGS_OF_OTHERS in checked.inventory.columns:
        saying = checked.inventory.filter(pl.col(TAGS_OF_OTHERS).is_not_null()).select("row_id")
        found = found.join(saying, on="row_id", how="anti")
    placed = judged.select("row_id", "kind", "file", "sheet", "row")
    rows = found.join(placed, on="row_id").sort("row_id").with_columns(column=pl.lit("asset_tag"))
    told = wording_exprs(STAND_IN_TAG["serial"], {"value": pl.col("given"), "serial": pl.col("serial")})
    return issues_of(with_cells(rows, checked), told, Severity.WARNING, value="given")
