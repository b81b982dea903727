"""What pages look up of jobs, for the organization of the visitor alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.jobs import File, Standing
from pipeline.web.house import house_of
from pipeline.web.pages.visitors import Visitor
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

PLACES = {
    "map": "lists",
    "check": "checks",
    "plan": "plans",
    "places": "plans",
    "undo": "plans",
    "run": "runs",
    "apply": "runs",
    "report": "reports",
    "stocktake": "stocktakes",
    "template": "workbooks",
    "export": "workbooks",
}
# What lists of their own have on their own pages.
_LOOKS = ("report", "stocktake", "template", "export")
OF_LISTS = tuple(command for command in PLACES if command not in _LOOKS)


def commands_at(place: str) -> tuple[str, ...]:
    """The commands of the jobs that have their pages at that place."""
    return tuple(command for command, at in PLACES.items() if at == place)


def address_of(command: str, job_id: str) -> str:
    """The address of the page of a job."""
    return f"/{PLACES[command]}/{job_id}"


async def begun(request: Request, visitor: Visitor, command: str, **asked: Any) -> str:
    """The address of a job that was begun; `asked` is what it is about, as `Jobs.begin` takes it."""
    jobs = house_of(request).jobs
    job = await elsewhere(lambda: jobs.begin(command, visitor.caller, **asked))
    return address_of(command, job.job_id)


def uploads_of(form: FormData) -> list[File]:
    """The files of a form."""
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and (one.filename or one.size)]
    return [File(one.filename, one.file) for one in uploads]


async def job_of(
    request: Request, visitor: Visitor, job_id: str, commands: Sequence[str]
) -> tuple[Standing, JobFolder]:
    """How that job stands, and its folder. Raises Problem (404) where the organization has none of these commands."""
    house = house_of(request)
    standing = await elsewhere(lambda: house.jobs.standing(visitor.caller, job_id))
    folder = house.jobs.folder(visitor.caller, job_id)
    if standing is None or folder is None or standing.job.command not in commands:
        raise Problem(404, "Nothing with this id is here; perhaps it was removed, as files are after a while.")
    version = (standing.report or {}).get("state_version")
    if version is not None:  # what is looked at next shows it, too
        house.note_written(visitor.caller, version)
    return standing, folder
