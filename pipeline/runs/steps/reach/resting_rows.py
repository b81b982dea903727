"""Rows at rest, remembered from one run to the next, so that a sweep with few changes takes little time.

A run that takes its rows from a cache also keeps there which of them are at rest (`core.resting_rows`). The next run
compares only the other rows, the devices with events since, and the devices that no row at rest names: nothing else can
have changed. Its decisions are the same as if it had compared everything.
"""

from __future__ import annotations

import hashlib
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from pipeline import intake, store
from pipeline.core.frames import Decided
from pipeline.core.resting_rows import resting_rows
from pipeline.model import ChangeSet, Checked, State
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.reach.part import asked_of, read_reached
from pipeline.settings import Settings
from schemas.frames.polars_frames import with_own_texts
from schemas.records import dataclass

_RESTING = {"row_id": pl.Int64, "device_id": pl.Int64}

# Resting rows are recorded anew only where the rows that were awake are at least this share of the resting ones.
_LEAST_SHARE_DECIDED = 0.01


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rows to be decided, which are not at rest, and the part of the state that can matter to them.

    `resting` are the rows at rest (`row_id, device_id`), none where all rows are to be decided; `speaking` are those
    that count in a full sheet, as `core.frames.Desired.resting`. `left_out` are further rows at rest, which were
    decided, and are only counted since then.
    """

    checked: Checked
    state: State
    resting: pl.DataFrame
    speaking: pl.DataFrame | None = None
    left_out: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=_RESTING))

    @property
    def counted(self) -> pl.DataFrame:
        """All rows at rest (`row_id, device_id`) that are only counted."""
        return pl.concat([self.resting, self.left_out])


def read_undecided(
    checked: Checked, attributes: list[str], settings: Settings, cache: Path | None, room: store.Room | None = None
) -> Undecided:
    """All rows and what they can reach of the state, or the part of both that matters where rows are known to rest.

    Of more than there is `room` for, the state has nothing; see `steps.engine`. Raises StateBusy and StoreFailed.
    """
    kept = None
    if cache is not None and settings.results.rows != "all" and _may_rest(checked, settings):
        kept = intake.recall(cache, _cache_name(checked, settings))
    if kept is not None:
        frames, facts = kept
        asked = asked_of(checked, attributes, settings, facts["orgs"])
        source = (settings.source, settings.org)
        found = store.read_disturbed(settings.ledger, asked, frames["resting"], facts["run_id"], source)
        if found is not None:
            speaking = _full_sheet_rows(checked.assignments, found, facts["orgs"])
            return Undecided(found.checked, found.state, found.resting, speaking)
    return all_undecided(checked, read_reached(checked, attributes, settings, room=room))


def all_undecided(checked: Checked, state: State) -> Undecided:
    """All rows, to be compared with that state."""
    return Undecided(checked, state, pl.DataFrame(schema=_RESTING))


def may_be_left_out(checked: Checked, settings: Settings) -> bool:
    """True where results do not list rows at rest, and no other kind of row is beside them."""
    is_alone = checked.inventory.is_empty() and checked.people.is_empty() and not checked.bases
    return is_alone and settings.results.rows != "all"


def after_deciding(
    undecided: Undecided, checked: Checked, state: State, left_out: pl.DataFrame | None
) -> tuple[Undecided, Checked]:
    """What was to be decided, with that state, and the checked rows, both without those that were left out."""
    if left_out is None:
        return replace(undecided, state=state), checked
    assignments, originals = (
        with_own_texts(frame.join(left_out, on="row_id", how="anti", maintain_order="left"))
        for frame in (checked.assignments, checked.originals)
    )
    awake = replace(checked, assignments=assignments, originals=originals)
    return replace(undecided, checked=awake, state=state, left_out=left_out), awake


def resting_after(
    undecided: Undecided, decided: Decided, change_set: ChangeSet, settings: Settings, *, now: datetime
) -> pl.DataFrame | None:
    """The rows (`row_id, device_id`) at rest after the decision is carried out; None where too few to be recorded."""
    assignments = undecided.checked.assignments
    awake = assignments.height + undecided.left_out.height
    if not _may_rest(undecided.checked, settings) or awake < _LEAST_SHARE_DECIDED * undecided.resting.height:
        return None
    owners = pl.concat(
        [frame.select("owner_id", owner_email="email") for frame in _owners(undecided.state, change_set)]
    )
    columns = ("device_id", "owner_id", "start_time", "end_time", "label", "due_at")
    kept = undecided.state.spans.join(change_set.spans_superseded, on="ownership_id", how="anti")
    spans = pl.concat([kept.select(columns), change_set.spans_recorded.select(columns)], how="vertical_relaxed")
    spans = spans.join(owners, on="owner_id")
    new = native(resting_rows(lazy(assignments), decided.rows, decided.candidates, lazy(spans), now=now))
    return pl.concat([undecided.counted, new]).sort("row_id")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where it is kept in the cache which rows of some files are at rest, and the organizations of these rows."""

    cache: Path
    name: str
    orgs: list[str]

    def keep(self, resting: pl.DataFrame, run_id: str) -> None:
        """Keep the rows that are at rest after that run."""
        facts = {"run_id": run_id, "orgs": self.orgs}
        intake.keep(self.cache, self.name, {"resting": resting}, facts, step="rows at rest remembered")


def remembered(cache: Path, checked: Checked, settings: Settings) -> Remembered:
    """Where the rows at rest of these files are kept; asked before the decision, which may use their memory."""
    return Remembered(cache, _cache_name(checked, settings), checked.assignments["org_id"].unique().sort().to_list())


def _full_sheet_rows(assignments: pl.DataFrame, found: store.Disturbed, orgs: list[str]) -> pl.DataFrame:
    """The rows at rest of owners of whom ownerships were read, and one row with only `org_id` per organization."""
    owners = found.state.owners.join(found.state.spans.select("owner_id"), on="owner_id", how="semi")
    told = owners.select("org_id", "owner_id", owner_email="email").drop_nulls()
    rows = assignments.lazy().filter(~found.is_awake).select("row_id", "org_id", "owner_email")
    rows = rows.join(told.lazy(), on=["org_id", "owner_email"])
    known = rows.join(found.resting.lazy(), on="row_id").select("org_id", "device_id", "owner_id").collect()
    return pl.concat([known, pl.DataFrame({"org_id": orgs}, {"org_id": pl.String})], how="diagonal")


def _owners(state: State, change_set: ChangeSet) -> tuple[pl.DataFrame, pl.DataFrame]:
    return state.owners, change_set.owners_created


def _may_rest(checked: Checked, settings: Settings) -> bool:
    """True where the files have only assignments rows, none of them from an export, and their rows are in the cache."""
    is_known = intake.key_of(checked.sources, settings.how_to_read()) is not None
    is_alone = checked.inventory.is_empty() and checked.people.is_empty()
    return is_known and is_alone and not checked.bases and not settings.inventory_complete


def _cache_name(checked: Checked, settings: Settings) -> str:
    """The name in the cache, unique for these files, the options of reading, and the ledger."""
    place = hashlib.sha256(str(settings.state.resolve()).encode()).hexdigest()[:16]
    return f"{intake.key_of(checked.sources, settings.how_to_read())}-{place}"
