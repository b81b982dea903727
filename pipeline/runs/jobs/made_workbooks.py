"""Workbooks as jobs: an empty one to fill in, and what is on record, to be corrected and given back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.errors import UsageProblem
from pipeline.runs.answers.objects import outputs_object
from pipeline.runs.export import export
from pipeline.runs.jobs.folder import Job, JobFolder
from pipeline.runs.steps.clock import Stages
from pipeline.runs.template import template
from pipeline.settings import Settings
from schemas.vocabulary import Kind

KIND, ALL_COLUMNS, WORKBOOK = "kind", "all_columns", "workbook"

_NOTHING = UsageProblem("Nothing is on record yet.", "Upload a list, or fill in an empty workbook and upload that.")


def empty_workbook(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> dict[str, Any]:
    """Write a workbook to fill in, of the kind that is asked for; it offers what the organization of the job has."""
    kind = Kind(job.asked[KIND])
    path = _place(folder, kind.value)
    template(kind, path, settings, stages, org=job.org, is_whole=ALL_COLUMNS in job.asked)
    return outputs_object(job.command, {WORKBOOK: path})


def recorded_workbook(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> dict[str, Any]:
    """Write what is on record of the organization of the job, or of all; as a register, or sheet by sheet.

    Raises UsageProblem where nothing is.
    """
    kind = Kind(job.asked[KIND]) if KIND in job.asked else None
    path = _place(folder, "on-record")
    try:
        export(path, settings, stages, org=job.org, kind=kind)
    except UsageProblem as nothing:  # which would name the organizations that there are
        raise _NOTHING from nothing
    return outputs_object(job.command, {WORKBOOK: path})


def _place(folder: JobFolder, name: str) -> Path:
    return folder.path / f"{name}.xlsx"
