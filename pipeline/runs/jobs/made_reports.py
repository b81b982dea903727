"""Reports as jobs: what is on record, and what was scanned against it, made once and kept as they were then."""

from __future__ import annotations

from typing import Any

from pipeline.model import Checked, LedgerReport
from pipeline.runs.answers.objects import empty_report
from pipeline.runs.jobs.folder import Job, JobFolder
from pipeline.runs.jobs.kept_reports import keep_report
from pipeline.runs.jobs.one_organization import refuse_others
from pipeline.runs.ledger_reports.asked import ReportAsked, day_of
from pipeline.runs.ledger_reports.report import report
from pipeline.runs.steps.clock import Stages
from pipeline.runs.stocktake.scans import read_scans
from pipeline.runs.stocktake.stocktake import compare
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG

NAME = "name"
_DAYS = ("as_of", "from_day", "to_day")


def report_on_record(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> dict[str, Any]:
    """Make the report of the name that is asked for, about the organization of the job, or about all."""
    days = {name: day_of(job.asked[name]) for name in _DAYS if name in job.asked}
    org = None if job.org == DEFAULT_ORG else job.org
    asked = ReportAsked(**days, owner=job.asked.get("owner"), serial=job.asked.get("serial"), org=org)
    with stages("count"):
        made = report(job.asked[NAME], asked, settings, at_least=job.at_least, within=job.org)
    return _kept(made, job, folder, stages)


def report_on_scans(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> dict[str, Any]:
    """Compare the scans in the files of the job with what is on record."""
    checked = own_scans(job, folder, settings, stages)
    scope = job.asked.get("scope")
    made = compare(checked, job.names, settings, stages, scope=scope, at_least=job.at_least)
    return _kept(made, job, folder, stages)


def own_scans(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> Checked:
    """The scans in the files of the job. Raises FileUnusable, also where one names another organization."""
    checked = read_scans(folder.files, settings, stages, names=job.names)
    if job.org is not None:
        refuse_others(checked, job.org)
    return checked


def _kept(made: LedgerReport, job: Job, folder: JobFolder, stages: Stages) -> dict[str, Any]:
    with stages("keep"):
        keep_report(folder, made)
    told = {"state_version": made.state_version, "timings": dict(stages.seconds)}
    return {**empty_report(job.command, 0), **told}
