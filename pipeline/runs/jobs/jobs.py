"""The jobs of a server: begun, some at a time, and looked up by whoever is of their organization."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from pipeline import store
from pipeline.disk import sayable
from pipeline.errors import RollcallError, StateBusy, UsageProblem
from pipeline.model import Caller
from pipeline.runs.answers.objects import failure_object
from pipeline.runs.jobs.folder import (
    Job,
    JobFolder,
    digest_of,
    find_job,
    jobs_of,
    make_folder,
    new_job_id,
    outcome_of,
    recent_jobs,
    remove_older,
    shown_names,
)
from pipeline.runs.jobs.one_organization import org_of
from pipeline.runs.jobs.past_runs import past_run, results_of
from pipeline.runs.jobs.processes import Processes
from pipeline.runs.jobs.repeats import claim
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings, load_settings
from schemas.instants import instant_text
from schemas.options import IntentOptions, LimitOptions, ReadingOptions, SourceOptions, options_of
from schemas.records import dataclass

_AT_ONCE = 2
# No copy is as new as this: the ledger itself is asked.
_NEWEST = 2**63 - 1
_MOST_WAITING = 50
_OF_FILES = ("map", "check", "plan", "stocktake", "places")
GIVEN = frozenset(option.name for option in options_of(IntentOptions, ReadingOptions, SourceOptions, LimitOptions)) - {
    "org",
    "added_by",
    "password_file",
}
_LOST = RollcallError(
    "The process that did this has ended without a word.",
    "Ask again: what was done already is unchanged then.",
    code="lost",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file as a caller sends it: its content, from its beginning, and the name that the caller gives it."""

    name: str | None
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that was begun, by this request or, where `is_replayed`, by the same one before."""

    job_id: str
    is_replayed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands: `queued`, `running`, `done` or `failed`; its report, and the files that it has made.

    A run that no job has made has results, None where they are yet to be written again.
    """

    job: Job
    status: str
    stage: str | None
    report: dict[str, Any] | None
    outputs: Mapping[str, Path | None]


class Jobs:
    """The jobs of a server of these settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="jobs")
        self._processes = Processes()
        self._begun: dict[str, Future[None]] = {}
        # Whoever is told of a job finds it begun, also where several ask for it at once.
        self._beginning = threading.Lock()

    def begin(
        self,
        command: str,
        caller: Caller,
        *,
        files: Sequence[File] = (),
        options: Mapping[str, Any] = MappingProxyType({}),
        about: str = "",
        key: str | None = None,
        within: str | None = None,
        **said: Any,
    ) -> Begun:
        """Begin a job, unless the same was asked for under the `key` within a day. See `Job` for what it is about.

        The file of one that applies a plan is that plan as it was reviewed, for its answers; another that is `about` a
        job has its files. Whoever sees all organizations can have it done `within` one. `said` is what else `Job` has.
        Raises UsageProblem for an option that is none, KeyReused for a key of another request, and StateBusy where too
        many jobs wait.
        """
        self._refuse_wrong(caller, options, said)
        self._refuse_too_many()
        remove_older(self._settings.state, days=self._settings.web.keep_days)
        job = Job(
            job_id=new_job_id(command),
            command=command,
            org=self._org_of(caller, about, within),
            by=caller.name,
            state=str(self._settings.state.absolute()),
            config=str(file) if (file := self._settings.config_file) else None,
            options=dict(options),
            names=shown_names([file.name for file in files]),
            about=about or None,
            begun_at=instant_text(clock()),
            **said,
        )
        with self._beginning:
            first = job.job_id if key is None else self._first(job, files, f"{caller.key_id} {key}")
            if first == job.job_id:
                self._start(job, files)
        return Begun(first, is_replayed=first != job.job_id)

    def standing(self, caller: Caller, job_id: str) -> Standing | None:
        """How that job of the caller's organization stands; None where there is none."""
        folder = find_job(self._settings.state, caller.within, job_id)
        return None if folder is None else self._standing(folder, folder.job)

    def _standing(self, folder: JobFolder, job: Job) -> Standing:
        is_over = self._is_over(job.job_id)  # asked first: what ends in between leaves a report that is found
        report = folder.report
        if report is None and is_over:
            report = failure_object(job.command, _LOST)
        outputs = _outputs(folder, report or {})
        if report is None:
            return Standing(job, "queued" if folder.stage is None else "running", folder.stage, None, outputs)
        return Standing(job, outcome_of(report), folder.stage, report, outputs)

    def _in_short(self, folder: JobFolder, job: Job) -> Standing:
        """How a job stands, without what came of it."""
        ended = folder.outcome
        return self._standing(folder, job) if ended is None else Standing(job, ended, None, {}, {})

    def past_run(self, caller: Caller, run_id: str, *, at_least: int) -> Standing | None:
        """How that run of the caller's organization ended, which no job has made; None where there is none."""
        past = past_run(self._settings, caller.within, run_id, at_least=at_least)
        if past is None:
            return None
        job = Job(run_id, past.command, caller.within, "", str(self._settings.state), None)
        return Standing(job, "done", None, past.report, {"results": None} if past.has_results else {})

    def results_of(self, caller: Caller, run_id: str) -> Path:
        """The results of such a run, written again in a folder that whoever asks removes."""
        return results_of(self._settings, caller.within, run_id)

    def recent(
        self, caller: Caller, commands: Collection[str], *, most: int, about: str | None = None
    ) -> list[Standing]:
        """How the last jobs of the caller's organization stand that have one of these commands, the latest first.

        Only those `about` that job or run, where it is given. Reports can be long: that of a job that is done is not
        read, and stands there empty, without the files.
        """
        found: list[Standing] = []
        for job_id in recent_jobs(self._settings.state, caller.within):
            folder = find_job(self._settings.state, caller.within, job_id)
            job = None if folder is None else folder.job
            if folder and job and job.command in commands and about in (None, job.about):
                found.append(self._in_short(folder, job))
            if len(found) == most:
                break
        return found

    def folder(self, caller: Caller, job_id: str) -> JobFolder | None:
        """The folder of that job of the caller's organization; None where there is none."""
        return find_job(self._settings.state, caller.within, job_id)

    def is_of_house(self, caller: Caller) -> bool:
        """True for a caller of the organization whose settings those of the server are."""
        return caller.sees_all or caller.org_id == org_of(self._settings)

    def sources_for(self, caller: Caller) -> list[str]:
        """The sources of the settings as they are now, which are the house's: other organizations have none of them."""
        if not self.is_of_house(caller):
            return []
        return sorted(load_settings(self._settings.config_file, {"state": self._settings.state}).sources)

    def is_own_run(self, caller: Caller, run_id: str, *, at_least: int) -> bool:
        """True for a run on record that is about the caller's organization alone."""
        with store.snapshot(self._settings.ledger, at_least=at_least) as snapshot:
            return store.is_run_of(snapshot, caller.within, run_id)

    def close(self) -> None:
        """Wait for everything that was begun."""
        self._workers.shutdown(wait=True)
        self._processes.rest()

    def make_ready(self) -> None:
        """Have a process ready for the next job, where one is likely to be begun soon."""
        self._processes.make_ready()

    def _org_of(self, caller: Caller, about: str, within: str | None) -> str | None:
        """The organization of a new job: that of the job which it is about, so that whoever sees that sees this."""
        other = find_job(self._settings.state, caller.within, about)
        return (caller.within or within) if other is None else other.job.org

    def _first(self, job: Job, files: Sequence[File], key: str) -> str:
        """The job that was asked for under the key: this one, or an earlier one that asks for the same."""
        told = [job.command, dict(job.options), job.names, job.about, *filter(None, [job.if_match])]
        asked = hashlib.sha256(json.dumps(told).encode())
        for file in files:
            asked.update(digest_of(file.content))
        folder = jobs_of(self._settings.state, job.org)
        return claim(
            folder, key, sha256=asked.hexdigest(), job_id=job.job_id, is_undone=partial(self._is_undone, job.org)
        )

    def _is_undone(self, org: str | None, job_id: str) -> bool:
        """True for a job that was not begun, or has failed, and of which nothing is on record.

        Some fail after the commit.
        """
        folder = find_job(self._settings.state, org, job_id)
        if folder is not None and "error" not in (folder.report or {}):
            return False
        with store.snapshot(self._settings.ledger, at_least=_NEWEST) as snapshot:
            return not store.is_run_of(snapshot, org, job_id)

    def _start(self, job: Job, files: Sequence[File]) -> None:
        takes_over = job.about if job.command in (*_OF_FILES, "apply") else None
        other = find_job(self._settings.state, job.org, takes_over) if takes_over else None
        if other is not None and job.command in _OF_FILES:
            job = replace(job, names=other.job.names)
        folder = make_folder(job, self._settings.state, contents=[file.content for file in files], other=other)
        going_on = {job_id: one for job_id, one in self._begun.items() if not one.done()}
        self._begun = {**going_on, job.job_id: self._workers.submit(self._processes.carry_out, folder.path)}

    def _refuse_too_many(self) -> None:
        waiting = sum(not one.done() for one in self._begun.values())
        if waiting >= _MOST_WAITING:
            raise StateBusy(f"{waiting} jobs are waiting already.", "Send it again in a while.", code="overloaded")

    def _refuse_wrong(self, caller: Caller, options: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        if not self.is_of_house(caller):
            _refuse_of_house(options, said)
        unknown = next((name for name in options if name not in GIVEN), None)
        if unknown is not None:
            raise UsageProblem(
                f"options: There is no option {unknown}.", f"Give some of these: {', '.join(sorted(GIVEN))}."
            )
        load_settings(self._settings.config_file, {**options, "state": self._settings.state})

    def _is_over(self, job_id: str) -> bool:
        """True for a job whose process has ended, or which another server began that is no more."""
        begun = self._begun.get(job_id)
        return begun is None or begun.done()


def _refuse_of_house(options: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Raises UsageProblem where another organization would use or save a source; it learns of none by asking."""
    named = options.get("source") or said.get("save_as")
    if named:
        raise UsageProblem(
            f"options: There is no source {sayable(str(named))} for your organization.",
            "Only the organization whose settings these are has sources. Leave the source out.",
        )


def _outputs(folder: JobFolder, report: Mapping[str, Any]) -> dict[str, Path]:
    """The files that a job has made, each by its name: nothing but what lies in its own folder."""
    named = {name: Path(path) for name, path in report.get("outputs", {}).items()}
    own = folder.path.resolve()
    return {name: path for name, path in named.items() if path.is_file() and path.resolve().is_relative_to(own)}
