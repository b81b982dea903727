"""Writing a run: its results during the commit, the commit, the analysts' copy; and the outcome of a command."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from pipeline import outputs, store
from pipeline.durable import durable
from pipeline.errors import PlanRefused, RollcallError, StateBusy, StoreFailed
from pipeline.model import Plan, Results, RunReport, Sheet
from pipeline.runs.steps.clock import Stages, clock, new_run_id
from pipeline.runs.steps.decide import Decision
from pipeline.runs.steps.pending_results import PendingResults, begin_results
from pipeline.runs.steps.results import causes_of
from pipeline.runs.steps.validate_frames import validate_changes
from pipeline.settings import Settings
from schemas.instants import instant_text
from schemas.records import dataclass
from schemas.vocabulary import EventType

_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a command: its report and the frames of its results.

    `kept` has, for an undo, the things that it leaves as they are. `remarks` are about the files that were written.
    `refusal` is, for a check, what a run of the same files would be refused with; for a plan, what `apply` refuses it
    with. `made` is the ledger that a run made.
    """

    report: RunReport
    results: Results
    kept: pl.DataFrame | None = None
    remarks: tuple[str, ...] = ()
    refusal: PlanRefused | None = None
    made: Path | None = None

    @property
    def causes(self) -> pl.DataFrame:
        """The issues, one row per cause; see `outputs.causes`."""
        return causes_of(self.results.issues)

    @property
    def sentences(self) -> list[str]:
        """The report in sentences."""
        kept = [] if self.kept is None else outputs.kept_text(self.kept)
        is_check = self.report.command == "check"
        refused = outputs.refusal_text(self.refusal) if self.refusal is not None and is_check else []
        said = outputs.happened_text(self.report, self.results)
        return [*said, *kept, *refused, *outputs.next_steps(self.report, self.refusal)]


_MOVES = [EventType.OWNERSHIP_TAKEN.value, EventType.OWNERSHIP_RELEASED.value]


@dataclass(frozen=True, slots=True)
class Committed:
    """A run that is in the ledger, and whose results are not visible yet."""

    report: RunReport
    results: Results
    pending: PendingResults
    unpublished: StoreFailed | None

    def show(self, stages: Stages) -> Done:
        """Make the results visible. Raises StoreFailed where they or the analysts' copy could not be written."""
        with stages("results"):
            written = self.pending.show()
        if self.unpublished is not None:
            raise self.unpublished
        report = replace(self.report, outputs=written, timings=dict(stages.seconds))
        return Done(report, self.results, remarks=tuple(_clock_remarks(report.recorded_at)))


def _clock_remarks(recorded_at: datetime) -> Iterator[str]:
    """The remark on a run that is dated in the future, because the run before it was; none for any other."""
    now = clock()
    if recorded_at - now > _CLOCKS_DIFFER:
        yield (
            f"The ledger is ahead of this computer's clock: it is {instant_text(now)} here, and the last run is of "
            f"{instant_text(recorded_at)}. Runs are dated just after each other until the clock has come that far. "
            "See whether the clock is right, now or when that run was made."
        )


def write_down(
    decision: Decision,
    sheets: Sequence[Sheet],
    settings: Settings,
    stages: Stages,
    *,
    plan: Plan | None = None,
    run_id: str | None = None,
    by: str | None = None,
) -> Committed:
    """Commit a decision in one transaction, and publish it. The caller holds the state, and shows the results.

    `plan` is the plan that the decision carries out, `run_id` the id of the run where it has one already. The run is
    recorded as that of whoever it is `by`, else as that of the user of this process. Raises
    StoreFailed, which says if the run is in the ledger; its results are removed then.
    """
    validate_changes(decision.change_set)
    report = _with_run_id(decision, run_id)
    place, most = settings.out / str(report.run_id), settings.results.max_rows
    pending = begin_results(place, report, decision.results, sheets, max_rows=most)
    try:
        with stages("commit"):
            record = _record(decision, report, settings, stages, plan)
            record = record if by is None else replace(record, user=by)
            store.commit(settings.ledger, decision.change_set, record, decision.refreshed)
        durable("committed")
        unpublished = _publish_changes(decision, settings, stages)
    except StoreFailed as problem:
        pending.discard()
        raise _with_commit_state(problem, str(report.run_id), settings) from problem
    except BaseException:
        pending.discard()
        raise
    return Committed(report, decision.results, pending, unpublished)


def to_be_written(decision: Decision) -> Decision:
    """The decision without the rows and the state that it was made from, so that the commit can use their memory."""
    made_from = {name: getattr(decision.state, name).clear() for name in ("devices", "owners", "spans")}
    state = replace(decision.state, **made_from, beside=None)
    return replace(decision, judged=decision.judged.clear(), state=state)


def write_down_calls(decision: Decision, settings: Settings, stages: Stages, kept: store.Kept) -> int:
    """Commit a decision about calls in one transaction, without a result workbook; the state version after it.

    The run is that of the keys that called. The caller holds the state, and publishes later. Raises PlanStale and
    StoreFailed; then nothing is written.
    """
    validate_changes(decision.change_set)
    report = _with_run_id(decision, None)
    names = ", ".join(kept.calls["key_name"].unique().sort())
    record = replace(_record(decision, report, settings, stages, None), user=names)
    with stages("commit"):
        store.commit(settings.ledger, decision.change_set, record, decision.refreshed, kept)
    durable("committed")
    return report.state_version


def _with_commit_state(problem: StoreFailed, run_id: str, settings: Settings) -> StoreFailed:
    """The failure, with a sentence that says if the run is in the ledger: the disk may be full just after the commit.

    Where that cannot be found out now, the sentence says how to find out.
    """
    if isinstance(problem, store.InvariantBroken):
        return problem
    try:
        is_there = store.is_on_record(settings.ledger, run_id)
    except RollcallError:
        unsure = "The run is either wholly in the ledger or not at all: see `rollcall show runs`."
        return StoreFailed(f"{problem.message} {unsure}", problem.hint, code=problem.code)
    if not is_there:
        return StoreFailed(f"{problem.message} Nothing was written.", problem.hint, code=problem.code)
    hint = f"{problem.hint} The run is done; for its results: rollcall show runs --run {run_id} --format xlsx"
    return StoreFailed(f"Run {run_id} is in the ledger, but: {problem.message}", hint, code="results_not_written")


def _with_run_id(decision: Decision, run_id: str | None) -> RunReport:
    """The report with the id of the run, and the state version that the ledger will have after it."""
    report = decision.report
    version = report.state_version + int(decision.is_changing)
    return replace(report, run_id=run_id or new_run_id(report.recorded_at), state_version=version)


def _publish_changes(decision: Decision, settings: Settings, stages: Stages) -> StoreFailed | None:
    """Publish the changes of the run, or those that a killed run has left unpublished.

    A failure is returned, and raised after the results are written, since the run is in the ledger by now.
    """
    try:
        publish_unpublished(settings, stages, is_changed=decision.is_changing)
    except (StoreFailed, StateBusy) as problem:
        message = f"The run is in the ledger and its results are written, but not the analysts' copy. {problem.message}"
        return StoreFailed(message, f"{problem.hint} Then: rollcall publish", code="not_published")
    return None


def publish_unpublished(settings: Settings, stages: Stages, *, is_changed: bool = False) -> None:
    """Publish the ledger where it `is_changed`, or where the copy lacks something; a lake is not published.

    Raises StoreFailed and StateBusy.
    """
    if not settings.publish.enabled or settings.ledger.lake is not None:
        return
    if is_changed or not store.is_published(settings.ledger):
        with stages("publish"):
            store.publish(settings.ledger, parquet=settings.publish.parquet)


def record_of(report: RunReport, run_id: str) -> store.RunRecord:
    """The record of a run under this id: what its report says of its rows, files and settings."""
    return store.RunRecord(
        run_id=run_id,
        recorded_at=report.recorded_at,
        command=report.command,
        exit_code=report.exit_code,
        state_version=report.state_version,
        rows=report.rows,
        actions=report.actions,
        created=report.created,
        absent_unassigned=report.absent_unassigned,
        absent_held=report.absent_held,
        issue_count=report.issue_count,
        reasons=report.reasons,
        sources=report.sources,
        settings=report.settings,
    )


def _record(
    decision: Decision, report: RunReport, settings: Settings, stages: Stages, plan: Plan | None
) -> store.RunRecord:
    return replace(
        record_of(report, str(report.run_id)),
        state_version=decision.report.state_version,
        timings=dict(stages.seconds),
        host=socket.gethostname(),
        user=getpass.getuser(),
        plan_id=plan.plan_id if plan else None,
        undoes=plan.undoes if plan else None,
        intent=None if plan else settings.request(),
        settings={**report.settings, **_terms(decision, settings)},
    )


def _terms(decision: Decision, settings: Settings) -> dict[str, object]:
    """The terms of receipts, to be recorded with a run that hands a device over or takes it back, where any are set.

    So a receipt that is made again, years later, has the terms of its day, whatever the settings say by then.
    """
    terms = settings.receipts.recorded()
    return {"receipts": terms} if terms and decision.change_set.events["type"].is_in(_MOVES).any() else {}
