"""The sentences about the people whom a run puts on record, and of whom it changes facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.outputs.messages.plurals import agree, count

if TYPE_CHECKING:
    from pipeline.model import RunReport


def owner_sentences(report: RunReport, *, is_plan: bool) -> list[str]:
    """One sentence on new owners and one on changed ones, where there are any."""
    counts = ((report.created.get("owners", 0), "created"), (report.owners_updated, "updated"))
    made = "would be" if is_plan else None
    return [f"{count(some, 'owner')} {made or agree(some, 'was', 'were')} {done}." for some, done in counts if some]
