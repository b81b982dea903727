"""forget: erase a person from the ledger, its published copy, and the files kept beside it for callers.

It says which files still hold the person.
"""

from __future__ import annotations

import getpass
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Key, Ledger
from pipeline.runs.export import refuse_no_ledger
from pipeline.runs.jobs.folder import remove_done
from pipeline.runs.steps.clock import clock, instant_after, new_run_id
from pipeline.runs.steps.read_files import cache_of
from pipeline.settings import Settings
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """The person who is to be forgotten."""

    owner_id: int
    org_id: str
    called: str
    held: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the run, the pseudonym, and the columns and places that may still hold the person.

    `jobs` is the number of jobs over HTTP whose files and results were removed.
    """

    run_id: str
    state_version: int
    pseudonym: str
    left: tuple[str, ...]
    places: tuple[Path, ...]
    jobs: int


def find_person(typed: str, org: str | None, settings: Settings) -> Found:
    """The one person whom the text means. Raises UsageProblem where there is none, and where there are several."""
    refuse_no_ledger(settings.ledger)
    story = store.explain_owner(settings.ledger.within(org), typed)
    people = story.owners.to_dicts()
    if not people:
        raise UsageProblem(f"Nobody on record is {typed}.", "Look for the person with: rollcall show owners")
    if len(people) > 1:
        named = "; ".join(f"{one['owner_email']} (organization {one['org_id']})" for one in people)
        raise UsageProblem(
            f"{len(people)} people may be meant by {typed}: {named}.",
            "Name one by the e-mail address, number or login; of two organizations, say which with --org.",
        )
    (person,) = people
    held = len({span["device_id"] for span in story.spans.to_dicts()})
    return Found(person["owner_id"], person["org_id"], person["owner_email"], held)


def forget(person: Found, settings: Settings) -> Erased:
    """Erase the person from the ledger, and publish. Raises StateBusy and StoreFailed; then the ledger is as it was.

    What is kept of files that programs of the organization have sent is removed: any of them may name the person.
    """
    ledger = settings.ledger
    with store.hold_state(ledger, command="forget", started_at=clock()):
        state_version, last_run_at = store.read_version(ledger)
        now = instant_after(last_run_at)
        run = store.RunRecord(
            run_id=new_run_id(now),
            recorded_at=now,
            command="forget",
            exit_code=0,
            state_version=state_version,
            rows={},
            host=socket.gethostname(),
            user=getpass.getuser(),
        )
        with _published_anew(settings):
            done = store.forget(ledger, person.owner_id, run)
    if any(key.owner_email == person.called for key in store.read_keys(settings.state)):
        store.change_keys(ledger, partial(_without_person, called=person.called, now=now), now=now)
    jobs, going_on = remove_done(settings.state, person.org_id)
    places = (*_places(settings), *going_on)
    return Erased(run.run_id, run.state_version + 1, done.pseudonym, done.left, places, jobs)


def _without_person(keys: tuple[Key, ...], *, called: str, now: datetime) -> Sequence[Key]:
    """The keys, of which those of the person let nobody in any more, and name nobody."""
    return [
        replace(key, owner_email=None, name=f"forgotten-{key.key_id}", revoked_at=key.revoked_at or now)
        if key.owner_email == called
        else key
        for key in keys
    ]


@contextmanager
def _published_anew(settings: Settings) -> Iterator[None]:
    """Publish after the block where something is published.

    Parquet files go before it: a later edition would share those in which nothing has happened since.
    """
    copy = store.published_copy(settings.state)
    parquet = copy.parent / "parquet"
    had_parquet = parquet.exists()
    shutil.rmtree(parquet, ignore_errors=True)
    try:
        yield
    finally:
        if copy.exists():
            store.publish(settings.ledger, parquet=had_parquet)


def _places(settings: Settings) -> Iterator[Path]:
    """The files and folders that may hold the person still: erasing them is for whoever keeps them."""
    state = settings.state.absolute()
    sweep = settings.sweep
    yield from sorted(state.parent.glob(f"{state.name}.before-*"))
    beside = (state.parent / "backups", settings.out, cache_of(settings))
    of_sweep = (place for place in (sweep.archive, sweep.refused, sweep.processing) if place is not None)
    folders = [place.absolute() for place in (*beside, *of_sweep)]
    filed = [place for place in store.folders_of_files(Ledger(settings.state)) if place.is_dir()]
    yield from dict.fromkeys(place for place in (*folders, *filed) if place.exists())
