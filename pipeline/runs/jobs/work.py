"""What the process of a job does: a look at columns, a check, a plan, a run, an undo, a plan carried out, a report.

It is begun as `python -m pipeline.runs.jobs.work [--ahead]`, reads the folder of the job from its input, and says in
that folder how far it is and what came of it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline import intake, store
from pipeline.errors import PlanRefused, RollcallError
from pipeline.model import Checked
from pipeline.runs.answers.objects import failure_object, report_object
from pipeline.runs.apply import Approval, apply
from pipeline.runs.calls.conditions import refuse_changed
from pipeline.runs.jobs.columns import map_report
from pipeline.runs.jobs.folder import Job, JobFolder
from pipeline.runs.jobs.kept_rows import keep_plan, keep_results
from pipeline.runs.jobs.made_reports import own_scans, report_on_record, report_on_scans
from pipeline.runs.jobs.made_workbooks import empty_workbook, recorded_workbook
from pipeline.runs.jobs.one_organization import refuse_others, state_of, told_of, without_rows_of_others
from pipeline.runs.plan import offered, plan_of
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.annotate import write_findings
from pipeline.runs.steps.check_limits import refusal_of, refuse_unsafe
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Done, write_down
from pipeline.runs.steps.decide import decide, refuse_incomplete
from pipeline.runs.steps.read_files import read
from pipeline.runs.stocktake.stocktake import places_told
from pipeline.runs.undo import undo
from pipeline.settings import Settings, load_settings

# Commands load these when they come to them, since each needs only some; who waits for a job loads them ahead.
_NEEDED = (
    "pipeline.intake.files",
    "pipeline.intake.maps.file_map",
    "pipeline.outputs.workbooks.plan.writer",
    "pipeline.store.read.reach.part",
)
_BUG = RollcallError("This should not have happened.", "Whoever runs the server finds it in its log.", code="bug")


def main(folder: JobFolder) -> None:
    """Carry out the job. Every failure is told in its report."""
    job = folder.job
    try:
        report = _carried_out(job, folder)
    except PlanRefused as refusal:
        report = failure_object(job.command, refusal if job.org is None else told_of(refusal))
    except RollcallError as problem:
        report = failure_object(job.command, problem)
    except BaseException:
        folder.note_report(failure_object(job.command, _BUG))
        raise
    folder.note_report(report if job.org is None else without_rows_of_others(report))


def _carried_out(job: Job, folder: JobFolder) -> dict[str, Any]:
    settings = load_settings(Path(job.config) if job.config else None, {**job.options, **_places(job, folder)})
    stages = Stages(folder.note_stage)
    if job.command in _LOOKS:
        return _LOOKS[job.command](job, folder, settings, stages)
    if job.columns:
        settings = settings.with_columns(job.columns)
    done = _WORK[job.command](job, folder, settings, stages)
    if job.command not in ("plan", "places"):
        keep_results(folder, done.results)
    return report_object(done, done.report.exit_code)


def _places(job: Job, folder: JobFolder) -> dict[str, Any]:
    places = {"state": Path(job.state), "out": folder.path / "out", "added_by": job.by}
    return places if job.org is None else {**places, "org": job.org}


def _read(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Checked:
    checked = read(folder.files, settings, stages, names=job.names)
    if job.org is not None:
        refuse_others(checked, job.org)
    return checked


def _check(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    checked = _read(job, folder, settings, stages)
    decision = decide("check", checked, settings, stages, known=state_of(job.org, checked, settings))
    decision = with_policies(decision, settings, stages)
    output = folder.path / "checked.xlsx"
    with stages("results"):
        written, remarks = write_findings(checked, decision, settings, output)
    refusal = refusal_of(decision.limits, decision.report.policies)
    return Done(
        replace(decision.report, outputs=written, timings=dict(stages.seconds)),
        decision.results,
        remarks=remarks,
        refusal=refusal,
    )


def _plan(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    checked = _read(job, folder, settings, stages)
    refuse_incomplete(checked, settings)
    return _planned(checked, job, folder, settings, stages)


def _places_of_scans(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    """Plan that what was found elsewhere by a stocktake is there on record."""
    checked = own_scans(job, folder, settings, stages)
    return _planned(places_told(checked, settings, stages), job, folder, settings, stages)


def _planned(checked: Checked, job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    decision = decide("plan", checked, settings, stages, known=state_of(job.org, checked, settings))
    make = partial(plan_of, decision, checked.originals, checked.headers, checked.sheets)
    return offered(decision, make, settings, stages, folder.plan, keep=partial(keep_plan, folder), by=job.by)


def _run(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    checked = _read(job, folder, settings, stages)
    refuse_incomplete(checked, settings)
    with store.hold_state(settings.ledger, command="run", started_at=clock()):
        refuse_changed(settings, job.org, job.if_match)
        known = state_of(job.org, checked, settings)
        decision = decide("run", checked, settings, stages, known=known, lists_rows=False)
        decision = with_policies(decision, settings, stages)
        refuse_unsafe(decision.limits, decision.report.policies)
        committed = write_down(decision, checked.sheets, settings, stages, run_id=job.job_id, by=job.by)
    return committed.show(stages)


def _apply(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    reviewed, made = (folder.reviewed, folder.plan) if folder.reviewed.is_file() else (folder.plan, None)
    is_wanted = partial(refuse_changed, settings, job.org, job.if_match)
    approval = Approval(job.job_id, job.by, job.left_out, made, is_wanted)
    return apply(reviewed, settings, stages, approval=approval)


def _undo(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Done:
    keep = partial(keep_plan, folder)
    return undo(str(job.about), settings, stages, output=folder.plan, by=job.by, keep=keep)


_LOOKS = {
    "map": map_report,
    "report": report_on_record,
    "stocktake": report_on_scans,
    "template": empty_workbook,
    "export": recorded_workbook,
}
_WORK = {
    "check": _check,
    "plan": _plan,
    "places": _places_of_scans,
    "run": _run,
    "apply": _apply,
    "undo": _undo,
}


def make_ready() -> None:
    """Load what most jobs need, and start what parses their files, while nobody has asked for anything yet."""
    intake.start_workers([])
    for name in _NEEDED:
        import_module(name)


if __name__ == "__main__":
    if sys.argv[1:] == ["--ahead"]:
        make_ready()
    if asked := sys.stdin.readline().strip():
        main(JobFolder(Path(asked)))
