"""Rows at rest, remembered from one run to the next, so that a night that changes little costs little.

A run that takes its files from a cache leaves beside their rows which of them are at rest (`core.resting_rows`). The
next one then looks only at the others, at the devices that something happened to since, and at those that no row at
rest names: everything else is as it was. What it decides is the same as if it had looked at everything.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from pipeline import intake, store
from pipeline.core.frames import Decided
from pipeline.core.resting_rows import resting_rows
from pipeline.model import ChangeSet, Checked, State
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.settings import Settings

_RESTING = {"row_id": pl.Int64, "device_id": pl.Int64}

# Resting rows are recorded anew only where the rows that were awake are at least this share of the resting ones.
_NEWLY_WORTH_IT = 0.01


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be decided: the rows that are awake, and the state as far as it can matter to them.

    `beyond` is what is on record beside that. `resting` are the rows at rest (`row_id, device_id`), none where all are
    to be decided; `speaking` is what they say to a full sheet, as `core.frames.Desired.resting`.
    """

    checked: Checked
    state: State
    beyond: store.Beyond
    resting: pl.DataFrame
    speaking: pl.DataFrame | None = None


def look(checked: Checked, attributes: list[str], settings: Settings, cache: Path | None) -> Looked:
    """All rows and the whole state, or what matters of them where it is known which rows are at rest.

    Raises StateBusy and StoreFailed.
    """
    kept = None
    if cache is not None and settings.results.rows != "all" and _may_rest(checked, settings):
        kept = intake.recall(cache, _name(checked, settings))
    if kept is not None:
        frames, facts = kept
        found = store.read_disturbed(
            settings.ledger, attributes, checked.assignments, frames["resting"], facts["run_id"]
        )
        if found is not None:
            return _in_part(checked, found, facts["orgs"])
    state = store.read_state(settings.ledger, attributes)
    return Looked(checked, state, store.Beyond(), pl.DataFrame(schema=_RESTING))


def resting_after(
    looked: Looked, decided: Decided, change_set: ChangeSet, settings: Settings, *, now: datetime
) -> pl.DataFrame | None:
    """The rows (`row_id, device_id`) that are at rest once this is carried out; None where it does not pay to know."""
    assignments = looked.checked.assignments
    if not _may_rest(looked.checked, settings) or assignments.height < _NEWLY_WORTH_IT * looked.resting.height:
        return None
    owners = pl.concat([frame.select("owner_id", owner_email="email") for frame in _owners(looked.state, change_set)])
    columns = ("device_id", "owner_id", "start_time", "end_time", "label")
    kept = looked.state.spans.join(change_set.spans_superseded, on="ownership_id", how="anti")
    spans = pl.concat([kept.select(columns), change_set.spans_recorded.select(columns)], how="vertical_relaxed")
    spans = spans.join(owners, on="owner_id")
    new = native(resting_rows(lazy(assignments), decided.rows, decided.candidates, lazy(spans), now=now))
    return pl.concat([looked.resting, new]).sort("row_id")


def remember_resting(cache: Path, checked: Checked, settings: Settings, resting: pl.DataFrame, run_id: str) -> None:
    """Leave word of the rows that are at rest after that run."""
    facts = {"run_id": run_id, "orgs": checked.assignments["org_id"].unique().sort().to_list()}
    intake.keep(cache, _name(checked, settings), {"resting": resting}, facts, step="rows at rest remembered")


def _in_part(checked: Checked, found: store.Disturbed, orgs: list[str]) -> Looked:
    part = replace(checked, assignments=found.awake, originals=checked.originals.filter(found.is_awake))
    return Looked(part, found.state, found.beyond, found.resting, _speaking(checked.assignments, found, orgs))


def _speaking(assignments: pl.DataFrame, found: store.Disturbed, orgs: list[str]) -> pl.DataFrame:
    """The rows at rest of those owners of whom anything was read, and one more for each organization."""
    emails = found.state.spans["owner_email"].unique()
    is_told = pl.col("owner_email").is_in(emails.implode()) & ~found.is_awake
    rows = assignments.lazy().filter(is_told).select("row_id", "org_id", "owner_email")
    known = rows.join(found.resting.lazy(), on="row_id").select("org_id", "device_id", "owner_email").collect()
    return pl.concat([known, pl.DataFrame({"org_id": orgs}, {"org_id": pl.String})], how="diagonal")


def _owners(state: State, change_set: ChangeSet) -> tuple[pl.DataFrame, pl.DataFrame]:
    return state.owners, change_set.owners_created


def _may_rest(checked: Checked, settings: Settings) -> bool:
    """False where the files say more than who has what, or rows of theirs are first compared with what they were."""
    is_known = intake.key_of(checked.sources, settings.how_to_read()) is not None
    return is_known and checked.inventory.is_empty() and not checked.bases and not settings.inventory_complete


def _name(checked: Checked, settings: Settings) -> str:
    """One per set of files, way of reading them, and ledger."""
    place = hashlib.sha256(str(settings.state.resolve()).encode()).hexdigest()[:16]
    return f"{intake.key_of(checked.sources, settings.how_to_read())}-{place}"
