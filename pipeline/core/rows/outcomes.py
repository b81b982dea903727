"""Every row with its outcome, and the devices that a mismatched or ambiguous row may mean."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, combined, flagged, is_empty, settled, shaped, stacked
from pipeline.core.rows.device_lookup import FOUND, name_key_expr
from pipeline.core.rows.duplicates import Judgement
from pipeline.core.rows.last_resorts import DOUBT, holders
from schemas.frames.verdicts import ROWS
from schemas.vocabulary import Action, Kind, Outcome, Reason

_SEVERAL_MEANT = (Reason.IDENTIFIER_MISMATCH.value, Reason.AMBIGUOUS_DEVICE.value)


def told_rows(assignments: Judgement, inventory: Judgement, created: Frame, people: Judgement | None = None) -> Frame:
    """One row per input row of any kind, with the columns that messages and the record of the run need."""
    made_ids = created.select(first_row_id=nw.col("row_id"), made_id=nw.col("device_id"))
    kinds = [_of_kind(assignments.rows, Kind.ASSIGNMENTS), _of_kind(inventory.rows, Kind.INVENTORY)]
    if people is not None:
        kinds.append(_of_kind(people.rows, Kind.PEOPLE))
    rows = shaped(combined(kinds), ROWS)
    if not is_empty(made_ids):
        rows = rows.join(made_ids, on="first_row_id", how="left")
        rows = rows.with_columns(device_id=nw.coalesce("device_id", "made_id")).drop("made_id")
    return settled(rows.sort("row_id"))


def skipped(judged: Judgement, last_device_id: int) -> Judgement:
    """The judgement with its applied rows, and those that repeat them, skipped: another row of the run is rejected."""
    rows = judged.rows
    rows = flagged(rows, rows.filter(nw.col("outcome") == Outcome.APPLIED.value), "first_row_id", "is_stopped")
    is_stopped = nw.col("is_stopped")
    rows = settled(
        rows.with_columns(
            outcome=nw.when(is_stopped).then(nw.lit(Outcome.SKIPPED.value)).otherwise(nw.col("outcome")),
            action=nw.when(is_stopped).then(nw.lit(Action.NONE.value)).otherwise(nw.col("action")),
            reason=nw.when(is_stopped).then(nw.lit(Reason.ATOMIC_ABORT.value)).otherwise(nw.col("reason")),
            device_id=nw.when(nw.col("device_id") <= last_device_id).then(nw.col("device_id")),
        ).drop("is_stopped")
    )
    return Judgement(rows, judged.applied.head(0))


def _of_kind(rows: Frame, kind: Kind) -> Frame:
    """The rows with those of the columns of `ROWS` that this kind of sheet has."""
    there = rows.collect_schema().names()
    return rows.select(*(name for name in ROWS.names if name in there)).with_columns(kind=nw.lit(kind.value))


def candidates(resolved: Frame, listed: Frame, devices: Frame) -> Frame:
    """One row per device that a mismatched or ambiguous row may mean: `row_id, device_id`."""
    return stacked([_candidates_of(resolved, devices, "device_name"), _candidates_of(listed, devices, "name")])


def _candidates_of(rows: Frame, devices: Frame, name: str) -> Frame:
    found = [column for column in rows.collect_schema().names() if column.endswith(FOUND)]
    rows = settled(rows.filter(nw.col("finding").is_in(_SEVERAL_MEANT)))
    if is_empty(rows):
        return rows.select("row_id", device_id=nw.lit(None, dtype=nw.Int64))
    mismatched = rows.filter(nw.col("finding") == Reason.IDENTIFIER_MISMATCH.value)
    ambiguous = rows.filter(nw.col("finding") == Reason.AMBIGUOUS_DEVICE.value)
    numbered = [holders(ambiguous.filter(nw.col(DOUBT)), devices)] if DOUBT in rows.collect_schema().names() else []
    ambiguous = ambiguous.filter(nw.col("is_nameless")).select("row_id", "org_id", key=name_key_expr(name))
    namesakes = ambiguous.join(
        devices.select("org_id", "device_id", key=name_key_expr("name")), on=["org_id", "key"], how="inner"
    )
    each = [mismatched.select("row_id", device_id=nw.col(column)) for column in found]
    named = namesakes.select("row_id", "device_id")
    return nw.concat([*each, named, *numbered], how="vertical").drop_nulls().unique()
