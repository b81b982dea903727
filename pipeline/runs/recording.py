"""A run written down: its results beside the commit, the commit, the analysts' copy; and what is told of it then."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipeline import outputs, store
from pipeline.durable import durable
from pipeline.errors import StoreFailed
from pipeline.model import Plan, Results, RunReport, Sheet
from pipeline.runs.deciding import Decision
from pipeline.runs.stages import Stages, new_run_id
from pipeline.runs.unveiling import Unseen, begin_results
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the report for programs, the frames for people; of an undo also what it leaves as it is.

    `remarks` are about the files that it wrote, where there is something to say of them.
    """

    report: RunReport
    results: Results
    kept: pl.DataFrame | None = None
    remarks: tuple[str, ...] = ()

    @property
    def causes(self) -> pl.DataFrame:
        """What was found, one row per cause; see `outputs.causes`."""
        return outputs.causes(self.results.issues)

    @property
    def sentences(self) -> list[str]:
        """What happened, in words."""
        kept = [] if self.kept is None else outputs.kept_text(self.kept)
        *said, last = outputs.summary_text(self.report, self.results)
        return [*said, *kept, last] if last.startswith("Next:") else [*said, last, *kept]


@dataclass(frozen=True, slots=True)
class Committed:
    """A run that is in the ledger, and whose results nobody has seen yet."""

    report: RunReport
    results: Results
    unseen: Unseen
    unpublished: StoreFailed | None

    def show(self, stages: Stages) -> Done:
        """Let the results be seen. Raises StoreFailed where they or the analysts' copy could not be written."""
        with stages("results"):
            written = self.unseen.show()
        if self.unpublished is not None:
            raise self.unpublished
        return Done(replace(self.report, outputs=written, timings=dict(stages.seconds)), self.results)


def write_down(
    decision: Decision,
    sheets: Sequence[Sheet],
    settings: Settings,
    stages: Stages,
    *,
    plan: Plan | None = None,
    run_id: str | None = None,
) -> Committed:
    """Commit all of a decision in one transaction, and publish it. The caller holds the state and shows the results.

    `plan` is the plan that the decision carries out, `run_id` the name of the run where it has one already. Raises
    StoreFailed; then nothing is written and nothing is left.
    """
    report = _named(decision, run_id)
    unseen = begin_results(settings.out / str(report.run_id), report, decision.results, sheets)
    try:
        with stages("commit"):
            record = _record(decision, report, stages, None if plan else settings.request(), plan)
            store.commit(settings.state, decision.change_set, record, wait=settings.wait)
        durable("committed")
    except BaseException:
        unseen.discard()
        raise
    return Committed(report, decision.results, unseen, _publish_changes(decision, settings, stages))


def _named(decision: Decision, run_id: str | None) -> RunReport:
    """The report with the id of the run, and the state version that the ledger will have after it."""
    report = decision.report
    version = report.state_version + int(decision.is_changing)
    return replace(report, run_id=run_id or new_run_id(report.recorded_at), state_version=version)


def _publish_changes(decision: Decision, settings: Settings, stages: Stages) -> StoreFailed | None:
    """Publish what has changed, or what a killed run has left unpublished.

    The run is in the ledger by now: a failure is told after its results are written.
    """
    if not settings.publish.enabled:
        return None
    try:
        if decision.is_changing or not store.is_published(settings.state, wait=settings.wait):
            with stages("publish"):
                store.publish(settings.state, wait=settings.wait, parquet=settings.publish.parquet)
    except StoreFailed as problem:
        message = f"The run is in the ledger and its results are written, but not the analysts' copy. {problem.message}"
        return StoreFailed(message, f"{problem.hint} Then: rollcall publish", code="not_published")
    return None


def _record(
    decision: Decision, report: RunReport, stages: Stages, request: str | None, plan: Plan | None
) -> store.RunRecord:
    return store.RunRecord(
        run_id=str(report.run_id),
        recorded_at=report.recorded_at,
        command=report.command,
        exit_code=report.exit_code,
        state_version=decision.report.state_version,
        rows=report.rows,
        actions=report.actions,
        created=report.created,
        absent_unassigned=report.absent_unassigned,
        absent_held=report.absent_held,
        issue_count=report.issue_count,
        reasons=report.reasons,
        sources=report.sources,
        settings=report.settings,
        timings=dict(stages.seconds),
        host=socket.gethostname(),
        user=getpass.getuser(),
        plan_id=plan.plan_id if plan else None,
        undoes=plan.undoes if plan else None,
        intent=request,
    )
