"""What a job tells of lists before anything is decided: how each column is read, and what is doubtful about it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import FileUnusable
from pipeline.model import FileMap
from pipeline.runs.answers.map_objects import sheet_object
from pipeline.runs.answers.objects import empty_report, issue_objects
from pipeline.runs.jobs.folder import Job, JobFolder
from pipeline.runs.map import map as maps
from pipeline.runs.map.doubts import doubts_of
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings
from schemas.options import OPTIONS


def map_report(job: Job, folder: JobFolder, settings: Settings, stages: Stages) -> dict[str, Any]:
    """The report on how the files of the job are read, and where that was saved; a file that cannot be read says why.

    `settings` are those without what was said of columns.
    """
    told = settings.with_columns(job.columns) if job.columns else settings
    files = [_file(path, name, told, stages) for path, name in zip(folder.files, job.names, strict=True)]
    usable = [(path, found) for path, (found, _) in zip(folder.files, files, strict=True) if found is not None]
    if job.save_as is not None:
        for path, found in usable:
            _save(path, found, job, settings, stages)
    saved = {"saved": job.save_as} if job.save_as and usable else {}
    saved |= {"blank_clears": settings.blank_clears} if settings.blank_clears else {}
    return {**empty_report("map", 0), "files": [one for _, one in files], "timings": dict(stages.seconds), **saved}


def _file(path: Path, name: str, settings: Settings, stages: Stages) -> tuple[FileMap | None, dict[str, Any]]:
    """How one file is read, and what is told of that."""
    try:
        found = maps.map_file(path, settings, stages, name=name)
    except FileUnusable as problem:
        issues = [] if problem.issues is None else issue_objects(problem.issues)
        error = {"message": problem.message, "hint": problem.hint}
        return None, {"file": name, "is_usable": False, "error": error, "issues": issues, "sheets": [], "doubts": []}
    return found, {
        "file": name,
        "is_usable": found.is_usable,
        "error": None,
        "issues": issue_objects(found.issues),
        "sheets": [sheet_object(sheet) for sheet in found.sheets],
        "doubts": [asdict(doubt) for doubt in doubts_of(found)],
    }


def _save(path: Path, found: FileMap, job: Job, settings: Settings, stages: Stages) -> None:
    given = maps.options_given({name: value for name, value in job.options.items() if name in OPTIONS})
    plain = settings if settings.source == job.save_as else replace_source(settings)
    maps.save(path, found, plain, stages, str(job.save_as), maps.Answers(job.columns), given)


def replace_source(settings: Settings) -> Settings:
    """The settings without a source."""
    return settings.model_copy(update={"source": None})
