"""run, plan and check: spreadsheets in, results out. They share every decision and differ in what they write."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipeline import intake, outputs, store
from pipeline.errors import StoreFailed
from pipeline.model import Checked, Results, RunReport
from pipeline.runs.contracts import models_loading
from pipeline.runs.deciding import Decision, decide, refuse_empty
from pipeline.runs.places import refuse_harm
from pipeline.runs.stages import Stages, clock, new_run_id
from pipeline.runs.unveiling import begin_results
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the report for programs, the frames and the sheets for people."""

    report: RunReport
    results: Results
    checked: Checked

    @property
    def sentences(self) -> list[str]:
        """What happened, in words."""
        return outputs.summary_text(self.report, self.results)


def run(paths: Sequence[Path], settings: Settings, stages: Stages) -> Done:
    """Bring the ledger in line with the files, in one transaction, and write the results.

    Raises FileUnusable, StateBusy, PlanRefused and StoreFailed; then nothing is written. A row that is rejected, or an
    absence that is held, shows as exit code 4 in the report.
    """
    checked = _read(paths, settings, stages)
    refuse_empty(checked, settings)
    with store.hold_state(settings.state, wait=settings.wait, command="run", started_at=clock()):
        decision = decide("run", checked, settings, stages)
        report = _named(decision)
        unseen = begin_results(settings.out / str(report.run_id), report, decision.results, checked.sheets)
        try:
            with stages("commit"):
                store.commit(settings.state, decision.change_set, _record(decision, report, stages), wait=settings.wait)
        except BaseException:
            unseen.discard()
            raise
        unpublished = _publish_changes(decision, settings, stages)
    with stages("results"):
        written = unseen.show()
    if unpublished is not None:
        raise unpublished
    return Done(replace(report, outputs=written, timings=dict(stages.seconds)), decision.results, checked)


def plan(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Decide what `run` would do with these files; write nothing but the plan workbook, where one is asked for."""
    refuse_harm(output, settings, paths)
    checked = _read(paths, settings, stages)
    refuse_empty(checked, settings)
    decision = decide("plan", checked, settings, stages)
    written: dict[str, Path] = {}
    if output is not None:
        with stages("results"):
            written["plan"] = outputs.write_plan(output, decision.report, decision.results, sheets=checked.sheets)
    return Done(replace(decision.report, outputs=written, timings=dict(stages.seconds)), decision.results, checked)


def check(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Find every issue of every row, those against the ledger and the other rows too; the ledger is not touched.

    The findings go into `output`, or else into one `NAME.checked.xlsx` beside each file.
    """
    refuse_harm(output, settings, paths)
    checked = _read(paths, settings, stages)
    decision = decide("check", checked, settings, stages)
    with stages("results"):
        written = _write_findings(checked, decision.results.issues, output)
    return Done(replace(decision.report, outputs=written, timings=dict(stages.seconds)), decision.results, checked)


def _write_findings(checked: Checked, issues: pl.DataFrame, output: Path | None) -> dict[str, Path]:
    if output is not None:
        return {"check": outputs.write_check(output, checked.sources, checked.sheets, issues)}
    written = {}
    for source in checked.sources:
        sheets = [sheet for sheet in checked.sheets if sheet.file == source.file]
        path = source.path.with_name(f"{source.path.stem}.checked.xlsx")
        written[source.file] = outputs.write_check(path, [source], sheets, issues.filter(pl.col("file") == source.file))
    return {"check": path} if len(written) == 1 else written


def publish(settings: Settings) -> Path:
    """Publish the analysts' copy and Parquet files of its tables; see `store.publish`."""
    with store.hold_state(settings.state, wait=settings.wait, command="publish", started_at=clock()):
        return store.publish(settings.state, wait=settings.wait, parquet=True)


def _read(paths: Sequence[Path], settings: Settings, stages: Stages) -> Checked:
    with stages("read"), models_loading():
        return intake.read_files(
            paths,
            org=settings.org or DEFAULT_ORG,
            timezone=settings.timezone,
            kind=settings.kind,
            unknown_columns=settings.unknown_columns,
        )


def _named(decision: Decision) -> RunReport:
    """The report with the id of the run, and the state version that the ledger will have after it."""
    report = decision.report
    version = report.state_version + int(decision.is_changing)
    return replace(report, run_id=new_run_id(report.recorded_at), state_version=version)


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


def _record(decision: Decision, report: RunReport, stages: Stages) -> store.RunRecord:
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
    )
