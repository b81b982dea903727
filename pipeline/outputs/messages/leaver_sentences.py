"""The sentences about people who have left: what is taken back from them, and what they still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.messages.plurals import agree, count, listing, number
from schemas.vocabulary import STILL_HELD, LeaverState, Reason

if TYPE_CHECKING:
    from pipeline.model import Results, RunReport

# So many people who have left are named.
_NAMED = 3


def leaver_sentences(report: RunReport, results: Results | None, *, is_plan: bool) -> list[str]:
    """What was taken from people who have left, and who of them still holds devices; those who left last are named."""
    said, released = [], report.reasons.get(Reason.OWNER_LEFT, 0)
    if released:
        taken = "would be" if is_plan else agree(released, "was", "were")
        of_them = "its owner has left" if released == 1 else "their owners have left"
        said = [f"{count(released, 'device')} {taken} unassigned because {of_them}."]
    held = report.leavers.get("devices", 0)
    if held and results is not None:
        people = report.leavers["people"]
        would = "would still hold" if is_plan else agree(people, "still holds", "still hold")
        who = f"{count(people, 'person', 'people')} who {agree(people, 'has', 'have')} left {would}"
        last = f"the last to leave: {listing(_last_to_leave(results.leavers))}"
        last += "" if report.command == "check" else "; sheet Leavers lists them"
        said.append(f"{who} {count(held, 'device')} ({last}).{_left_to_rows(results.leavers)}")
    return said


def _left_to_rows(leavers: pl.DataFrame) -> str:
    """Why devices of people who have left are not taken back, though that was asked for; blank where none is so."""
    named = leavers.filter(pl.col("state") == LeaverState.NAMED).height
    if not named:
        return ""
    of_them = f"{number(named)} of them {agree(named, 'is', 'are')} not taken back"
    rows = agree(named, "a row of these sheets says who has it", "rows of these sheets say who has them")
    return f" {of_them}, since {rows}: correct what is not so, or leave it out."


def _last_to_leave(leavers: pl.DataFrame) -> list[str]:
    """The people who left last and still hold devices, each with the last day and the number of devices."""
    held = leavers.filter(pl.col("state").is_in(STILL_HELD))
    people = held.group_by("org_id", "owner_email", "ends_on", maintain_order=True).len("devices")
    named = [
        f"{who} on {day}, {count(devices, 'device')}"
        for who, day, devices in people.head(_NAMED).select("owner_email", "ends_on", "devices").iter_rows()
    ]
    more = people.height - len(named)
    return [*named, *([f"{number(more)} more"] if more else [])]
