"""The people of a run: what its people sheets change, and the state against which all else is decided.

They come first, so that whom they put on record is known to the assignments, and everybody is called as they will be.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import narwhals as nw

from pipeline.core.expressions import Frame, combined, compacted, count_of, is_empty, orgs_of, settled, stacked
from pipeline.core.frames import Current
from pipeline.core.guards.similar_owners import suspect_owners
from pipeline.core.owners.owner_lookup import resolve_owners
from pipeline.core.owners.people import decide_people, facts_in_use, with_all_facts
from pipeline.core.rows.duplicates import Judgement
from pipeline.core.rows.inventory import attribute_changes
from pipeline.core.rows.outcomes import skipped
from pipeline.core.writes.people import no_owner_changes, owners_after, people_created, people_updated, spans_of
from pipeline.model import Intent
from schemas.frames.changes import OWNERS_CREATED
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class People:
    """The decided rows of the people sheets, and what they change; None where there is no such row.

    `created` has one row per new owner, `updated` one per owner whose facts change, `suspects` one per new owner who
    looks like a known one. `changes` has one row per changed fact. `current` is the state with all of that.
    """

    current: Current
    changes: Frame
    judgement: Judgement | None = None
    created: Frame | None = None
    updated: Frame | None = None
    suspects: Frame | None = None

    def resolved(self, assignments: Frame) -> Frame:
        """The assignments rows with the person whom each of them means; see `resolve_owners`."""
        return resolve_owners(assignments, self.current.owners, self.current.former)

    def stopped(self, before: Current) -> People:
        """The same decisions, none of which is carried out: the state stays as it was before."""
        judged = None if self.judgement is None else skipped(self.judgement, before.last_device_id)
        return People(before, self.changes.head(0), judged, suspects=self.suspects)

    def with_created(self, owners: Frame) -> Frame:
        """The owners whom assignments rows create, and those of the people sheets."""
        frames = [owners] if self.created is None else [self.created, owners]
        every = combined(frames)
        there = every.collect_schema().names()
        return every.select(*(name for name in OWNERS_CREATED.names if name in there)).sort("owner_id")

    def with_suspects(self, suspects: Frame) -> Frame:
        """The new owners of assignments rows who look like known ones, and those of the people sheets."""
        if self.suspects is None:
            return suspects
        return settled(stacked([self.suspects, suspects]).sort("org_id", "email"))


def judge_people(rows: Frame | None, current: Current, intent: Intent) -> People:
    """The decision of every row of the people sheets."""
    if rows is None or is_empty(rows):
        return People(current, no_owner_changes(current.owners))
    facts = facts_in_use(rows)
    owners = with_all_facts(current.owners, facts)
    judged = decide_people(compacted(rows.drop("file", "sheet", "row")), owners, facts, intent)
    created = people_created(judged.applied, facts, after=current.last_owner_id)
    updated = people_updated(judged.applied, facts)
    after = replace(
        current,
        owners=owners_after(owners, updated, created, facts),
        spans=spans_of(current.spans, updated),
        last_owner_id=current.last_owner_id + count_of(created),
    )
    changed = settled(attribute_changes(judged.applied, facts, "owner_id"))
    after = replace(after, former=_former(changed, current))
    suspects = _suspects(created, current.owners, intent.allowed_owners)
    return People(after, changed, judged, created, updated, suspects)


def _former(changes: Frame, current: Current) -> Frame | None:
    """The addresses that people had before this run, or have until now."""
    lost = changes.filter((nw.col("field") == "email") & ~nw.col("old").is_null())
    lost = lost.join(current.owners.select("owner_id", "org_id"), on="owner_id", how="inner")
    lost = settled(lost.select("owner_id", "org_id", email=nw.col("old")))
    if is_empty(lost):
        return current.former
    return lost if current.former is None else settled(stacked([lost, current.former]))


def _suspects(created: Frame, owners: Frame, allowed: Collection[str]) -> Frame:
    """The new owners who look like known ones, and were not allowed; they are only named, since the list knows best."""
    is_asked = ~nw.col("handle").str.to_lowercase().is_in(sorted(allowed))
    new = settled(created.filter(is_asked).select("org_id", "owner_name", email=nw.col("handle")))
    known = owners.filter(nw.col("org_id").is_in(orgs_of(new)))
    return suspect_owners(new, known.select("org_id", "owner_name", email=nw.col("handle")))
