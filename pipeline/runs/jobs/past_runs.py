"""Runs on record that no job of the server has made: those of the command line, of the sweep, and of other calls.

They are read from the published copy, which nobody writes to; where that does not have them yet, from the ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pipeline import store
from pipeline.runs.answers.objects import report_object
from pipeline.runs.jobs.folder import jobs_of
from pipeline.runs.show import report_again, results_again
from pipeline.runs.steps.clock import clock
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.results import nothing_shown
from pipeline.settings import Settings
from schemas.records import dataclass

# What is not on record one by one: it stands in the results.
_NOT_TOLD = ("issues", "causes", "changes", "change_count", "limits", "policies")


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run on record: its command, what `--json` told of it as far as that is on record, and if it has results."""

    command: str
    report: dict[str, Any]
    has_results: bool


def past_run(settings: Settings, org: str | None, run_id: str, *, at_least: int) -> PastRun | None:
    """That run, if it is of the organization alone; None where there is none. Raises StateBusy and StoreFailed."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        is_own = store.is_run_of(snapshot, org, run_id)
    if not is_own:
        return None
    with _where_it_is(settings, run_id) as place:
        past = store.read_run(place.ledger, run_id)
    report = report_again(past, past.record.settings)
    told = report_object(Done(report, nothing_shown()), report.exit_code)
    return PastRun(
        report.command,
        {name: value for name, value in told.items() if name not in _NOT_TOLD} | {"issue_count": report.issue_count},
        has_results="headers" in past.record.settings,
    )


def results_of(settings: Settings, org: str | None, run_id: str) -> Path:
    """The results of that run, written again in a folder of their own, which whoever asks removes when it is done."""
    folder = jobs_of(settings.state, org)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(mkdtemp(prefix="again-", dir=folder))
    try:
        with _where_it_is(settings, run_id) as where:
            return results_again(run_id, where, place / "results.xlsx")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


@contextmanager
def _where_it_is(settings: Settings, run_id: str) -> Iterator[Settings]:
    """The settings with the published copy as the ledger, where it has the run; else the ledger is held."""
    copy = store.published_copy(settings.state)
    published = settings.model_copy(update={"state": copy})
    if copy.exists() and store.is_on_record(replace(published.ledger, wait=0), run_id):
        yield published
        return
    with store.hold_state(settings.ledger, command="serve", started_at=clock()):
        yield settings
