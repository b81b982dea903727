"""The lines of a plan in one frame, for those who approve it elsewhere than in its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.workbooks.plan.lines import action_lines
from pipeline.outputs.workbooks.plan.people import owner_lines, person_lines
from schemas.workbook_forms.plan import NEW_OWNERS, PEOPLE, SHEETS

if TYPE_CHECKING:
    from pipeline.model import Plan, Results

_TEXTS = (
    *("action", "serial_number", "asset_tag", "device_name", "owner", "owner_name", "old_owner"),
    *("previous_owner_name", "old", "new", "currency", "reason", "comment", "looks_like", "likeness", "changed_span"),
    *("label", "file", "org_id"),
)
COLUMNS = pl.Schema(
    {
        "group": pl.String(),
        "place": pl.Int64(),
        **dict.fromkeys(_TEXTS, pl.String()),
        "of_sheet": pl.String(),
        "row": pl.Int64(),
        "device_id": pl.Int64(),
        "devices": pl.Int64(),
        "purchase_price": pl.Float64(),
        **dict.fromkeys(("effective_at", "end_at", "due_at"), pl.Datetime("us")),
    }
)


def plan_lines(plan: Plan, results: Results) -> pl.DataFrame:
    """One row per line that can be approved; `group` is its sheet in the workbook of the plan, `place` its place there.

    Owners change first, then people, devices that are new, and facts of devices. Instants are in the time zone of the
    settings.
    """
    lines = action_lines(plan, results)
    parts = [(sheet, lines.filter(pl.col("action") == action)) for action, sheet in SHEETS.items()]
    people = [(PEOPLE, person_lines(plan)), (NEW_OWNERS, owner_lines(plan))]
    told = {group: _told(group, part) for group, part in [*parts, *people] if part.height}
    return pl.concat([COLUMNS.to_frame(), *(told[group] for group in ORDER if group in told)])


def emptied_values(plan: Plan, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per value on record that the plan empties: of which device or person, and in which of the `lines`."""
    is_emptied = pl.col("old").is_not_null() & pl.col("new").is_null()
    names = ("device_id", "group", "place", "device_name", "serial_number", "asset_tag", "org_id")
    told = lines.filter(pl.col("group") == SHEETS["update"]).select(names).unique("device_id", maintain_order=True)
    of_devices = plan.change_set.device_changes.filter(is_emptied).select("device_id", "field", "old")
    of_people = plan.change_set.owner_changes.filter(is_emptied).select("owner_id", "field", "old")
    joined = of_devices.join(told, on="device_id", how="left", maintain_order="left")
    return pl.concat([joined, of_people], how="diagonal_relaxed").sort("field", maintain_order=True)


# Changes of hands come first; facts that only drifted come last.
ORDER = (
    *(SHEETS[action] for action in ("reassign", "unassign", "assign")),
    *(NEW_OWNERS, PEOPLE),
    *(SHEETS[action] for action in ("create", "update")),
)


def _told(group: str, lines: pl.DataFrame) -> pl.DataFrame:
    named = {"sheet": "of_sheet", "owner_email": "owner"}
    other = {name: to for name, to in named.items() if name in lines.columns and to not in lines.columns}
    placed = lines.rename(other).with_columns(group=pl.lit(group), place=pl.int_range(1, pl.len() + 1))
    return placed.select(
        (pl.col(name) if name in placed.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in COLUMNS.items()
    )
