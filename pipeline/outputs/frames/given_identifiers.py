"""The issues about identifiers that rows give to devices on record, where it may have been another device.

An export shows a device in each row, and an identifier that is edited there is taken for a correction. And an asset tag
may be, on record, only the number of a device in another system. Systems count from the same figures, so that a device
of a list with serial numbers may well be another one than that which has its tag as such a number. An IMEI or DevEUI is
of one device in the world, and no cause for doubt.
"""

from __future__ import annotations

import polars as pl

from pipeline.model import ChangeSet, Checked
from pipeline.outputs.frames.issues import issues_of, no_issues, with_cells
from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.reasons.cell_issues import IDENTIFIER_NOT_ON_RECORD, STAND_IN_TAG
from schemas.reasons.filled_frames import format_expr, wording_exprs
from schemas.vocabulary import EventType, Severity

# The number of another system, which may stand for an asset tag.
TAGS_OF_OTHERS = "external_id"


def given_identifiers(
    judged: pl.DataFrame, checked: Checked, change_set: ChangeSet, devices: pl.DataFrame
) -> pl.DataFrame:
    """One row per device that gets another identifier than that by which it was known, or was found by a doubtful tag.

    `devices` has those that the change set touches, as they will be.
    """
    return pl.concat([_corrected(judged, checked, change_set), _stand_in_tags(judged, checked, change_set, devices)])


def _corrected(judged: pl.DataFrame, checked: Checked, change_set: ChangeSet) -> pl.DataFrame:
    """One row per device whose identifier is replaced by a row that gives no stronger one."""
    is_replaced = pl.all_horizontal(
        pl.col("field").is_in(GIVEN_IDENTIFIERS), pl.col("old").is_not_null(), pl.col("new").is_not_null()
    )
    replaced = change_set.device_changes.filter(is_replaced)
    if replaced.is_empty():
        return no_issues()
    strongest = pl.coalesce(pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in GIVEN_IDENTIFIERS)
    saying = checked.inventory.select("row_id", field=strongest)
    found = replaced.join(_by_row(change_set), on="device_id").join(saying, on=["row_id", "field"])
    rows = _placed(found, judged).rename({"field": "column"})
    values = {
        "identifier": pl.col("column").replace(IDENTIFIER_WORDS),
        "device": format_expr("device {}", "device_id"),
        "value": pl.col("new"),
    }
    told = wording_exprs(IDENTIFIER_NOT_ON_RECORD["corrected"], values)
    return issues_of(with_cells(rows, checked), told, Severity.WARNING, value="new")


def _stand_in_tags(
    judged: pl.DataFrame, checked: Checked, change_set: ChangeSet, devices: pl.DataFrame
) -> pl.DataFrame:
    """One row per device that gets its serial number from a row that gives only the number that stands for its tag."""
    changes = change_set.device_changes
    first = changes.filter(pl.col("field") == "serial_number", pl.col("old").is_null())
    if first.is_empty() or TAGS_OF_OTHERS not in devices.columns:
        return no_issues()
    renumbered = changes.filter(pl.col("field") == TAGS_OF_OTHERS).select("device_id")
    stood_for = devices.filter(pl.col("asset_tag") == pl.col(TAGS_OF_OTHERS).str.to_uppercase())
    known = stood_for.join(renumbered, on="device_id", how="anti").select("device_id", given="asset_tag")
    found = first.select("device_id", serial="new").join(known, on="device_id")
    found = found.join(_by_row(change_set), on="device_id")
    if TAGS_OF_OTHERS in checked.inventory.columns:
        saying = checked.inventory.filter(pl.col(TAGS_OF_OTHERS).is_not_null()).select("row_id")
        found = found.join(saying, on="row_id", how="anti")
    rows = _placed(found, judged).with_columns(column=pl.lit("asset_tag"))
    told = wording_exprs(STAND_IN_TAG["serial"], {"value": pl.col("given"), "serial": pl.col("serial")})
    return issues_of(with_cells(rows, checked), told, Severity.WARNING, value="given")


def _by_row(change_set: ChangeSet) -> pl.DataFrame:
    """One row per device that is updated: `row_id` of the row that does it, `device_id`."""
    updates = change_set.events.filter(pl.col("type") == EventType.DEVICE_UPDATED)
    return updates.select("row_id", device_id="aggregate_id")


def _placed(found: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """The rows with their places, in their order."""
    return found.join(judged.select("row_id", "kind", "file", "sheet", "row"), on="row_id").sort("row_id")
