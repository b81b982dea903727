"""check: find every issue of every row, and tell what a run would do, without touching the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import FileUnusable, PlanRefused
from pipeline.model import Checked
from pipeline.runs.map.next_step import next_step
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.annotate import lists_all, write_findings
from pipeline.runs.steps.check_limits import refusal_of
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.decide import Decision, decide, refuse_incomplete
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.steps.read_files import read
from pipeline.settings import Settings, refuse_second_ledger


def check(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Find every issue of every row, also compared with the ledger and the other rows; the ledger is not touched.

    The report has the totals, the actions and the limits of a run of the same files. A limit that it would exceed is
    told, and refuses nothing here.

    A copy of each file, with the findings in it, is written beside it as `NAME.checked.xlsx`, or as `output` for a
    single file. For several files, `output` is one workbook that lists all findings. Where nothing can be written
    beside a file, a remark says so. Raises UsageProblem where a run would; see `refuse_second_ledger`.
    """
    refuse_second_ledger(settings)
    refuse_harm(output, settings, paths)
    checked = _read(paths, settings, stages)
    lists_rows = lists_all(checked, output)
    decision = with_policies(decide("check", checked, settings, stages, lists_rows=lists_rows), settings, stages)
    with stages("results"):
        written, remarks = write_findings(checked, decision, settings, output)
    report = replace(decision.report, outputs=written, timings=dict(stages.seconds))
    columns = next_step(checked.issues, paths)
    remarks = (*remarks, columns) if columns else remarks
    return Done(report, decision.results, remarks=remarks, refusal=_refusal(checked, decision, settings))


def _read(paths: Sequence[Path], settings: Settings, stages: Stages) -> Checked:
    """Every row of these files. A failure because of their columns names the command that settles them."""
    try:
        return read(paths, settings, stages)
    except FileUnusable as problem:
        problem.next_step = next_step(problem.issues, paths)
        raise


def _refusal(checked: Checked, decision: Decision, settings: Settings) -> PlanRefused | None:
    """What a run of these files would be refused with; None where it would not."""
    try:
        refuse_incomplete(checked, settings)
    except PlanRefused as refusal:
        return refusal
    return refusal_of(decision.limits, decision.report.policies)
