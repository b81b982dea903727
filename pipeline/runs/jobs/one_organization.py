"""A job sees and changes nothing but its own organization: the others are as if they were not there.

Only a job of somebody who sees all of them, who has no single one, is like a command that is typed.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from pipeline.errors import FileUnusable, PlanRefused
from pipeline.model import Checked, State
from pipeline.runs.steps.reach.part import attributes_read, read_reached
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG


def refuse_others(checked: Checked, org: str) -> None:
    """Raises FileUnusable where a row names another organization."""
    for rows in (checked.assignments, checked.inventory, checked.people):
        others = rows.filter(pl.col("org_id") != org)
        if not others.is_empty():
            first = others.row(0, named=True)
            raise FileUnusable(
                f"{first['file']}, row {first['row']}: the row names an organization that is not that of the key.",
                "Leave the column of organizations out, or send those rows with a key of theirs.",
                code="other_organization",
            )


def state_of(org: str | None, checked: Checked, settings: Settings) -> State:
    """What the rows can reach of the organization, or of all; its totals are those that limits are measured by.

    Raises StateBusy and StoreFailed.
    """
    return read_reached(checked, attributes_read(checked, settings), settings, org=org)


def without_rows_of_others(report: dict[str, Any]) -> dict[str, Any]:
    """The report without the rows that policies name: their queries see every organization."""
    return {**report, "policies": [{**policy, "rows": []} for policy in report.get("policies", [])]}


def told_of(refusal: PlanRefused) -> PlanRefused:
    """The refusal without what the rows of policies say."""
    broken = [policy for policy in refusal.policies if policy.refused]
    if not broken:
        return refusal
    said = "; ".join(f"{policy.name}: {policy.message}" for policy in broken)
    return PlanRefused(f"A policy of the house stands against it. {said}", refusal.advice, code=refusal.code)


def org_of(settings: Settings) -> str:
    """The organization of a job."""
    return settings.org or DEFAULT_ORG
