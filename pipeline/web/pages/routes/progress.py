"""How far a job is: a page that looks again by itself, and the events by which it is told at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from pipeline.runs.jobs.jobs import Standing
from pipeline.web.pages.lookups import PLACES, address_of, commands_at, job_of
from pipeline.web.pages.rendering import page, text_of
from pipeline.web.pages.visitors import Anybody, Visitor
from pipeline.web.problems import Problem

router = APIRouter()

_LOOKED_EVERY, _HEARTBEAT = 0.15, 15.0
# The stages of each command as people see them, by the names under which they are timed.
_STAGES = {
    "read": "Reading the files",
    "state": "Reading the ledger",
    "approve": "Comparing with the ledger as it is now",
    "decide": "Deciding about each row",
    "describe": "Putting it into words",
    "policies": "Asking the rules of the house",
    "results": "Writing the workbook",
    "commit": "Writing to the ledger",
    "publish": "Publishing the copy for analysts",
    "count": "Counting what is on record",
    "keep": "Putting it into tables",
}
_OF = {
    "map": ("read",),
    "check": ("read", "state", "decide", "describe", "results"),
    "plan": ("read", "state", "decide", "describe", "results"),
    "places": ("read", "state", "decide", "describe", "results"),
    "undo": ("state", "decide", "describe", "results"),
    "run": ("read", "state", "decide", "describe", "commit", "publish", "results"),
    "apply": ("read", "state", "approve", "describe", "commit", "publish", "results"),
    "report": ("count", "keep"),
    "stocktake": ("read", "state", "keep"),
    "template": ("state", "results"),
    "export": ("state", "results"),
}
# The pages that list what was begun, by their addresses; all else is found among the runs.
_LISTED = ("reports", "stocktakes", "workbooks")
_WORDS = {
    "map": "Reading the columns",
    "check": "Checking the list",
    "plan": "Working out what would change",
    "places": "Working out what would change",
    "undo": "Working out how to undo it",
    "run": "Carrying it out",
    "apply": "Carrying out the plan",
    "report": "Making the report",
    "stocktake": "Comparing the scans",
    "template": "Making the workbook",
    "export": "Making the workbook",
}


def progress_page(request: Request, visitor: Visitor, standing: Standing) -> Response:
    """The page of a job that is under way."""
    command = standing.job.command
    told: dict[str, Any] = {
        "job": standing.job,
        "title": _WORDS[command],
        "place": address_of(command, standing.job.job_id),
    }
    told["found_in"] = PLACES[command] if PLACES[command] in _LISTED else "runs"
    return page(request, visitor, "progress.html.jinja", **told, **_stages(standing))


@router.get("/jobs/{job_id}/events")
async def tell_progress(request: Request, visitor: Anybody, job_id: str) -> Response:
    """Tell each stage as it begins, and at the end that the job is done, as server-sent events."""
    await job_of(request, visitor, job_id, tuple(PLACES))
    return StreamingResponse(_events(request, visitor, job_id), media_type="text/event-stream")


@router.get("/{place}/{job_id}/files/{name}")
async def get_file(request: Request, visitor: Anybody, place: str, job_id: str, name: str) -> Response:
    """A workbook that a job has made."""
    standing, _ = await job_of(request, visitor, job_id, commands_at(place))
    path = standing.outputs.get(name)
    if path is None:
        raise Problem(404, "This file is not here; perhaps it was removed, as files are after a while.")
    return FileResponse(path, filename=f"{job_id}.{path.name}")


async def _events(request: Request, visitor: Visitor, job_id: str) -> AsyncIterator[str]:
    told, waited = None, 0.0
    while True:
        standing, _ = await job_of(request, visitor, job_id, tuple(PLACES))
        if standing.report is not None:
            yield "event: done\ndata: done\n\n"
            return
        if standing.stage != told:
            told, waited = standing.stage, 0.0
            part = text_of("stages.html.jinja", **_stages(standing)).replace("\n", " ")
            yield f"event: stage\ndata: {part}\n\n"
        await asyncio.sleep(_LOOKED_EVERY)
        waited += _LOOKED_EVERY
        if waited >= _HEARTBEAT:
            waited = 0.0
            yield ": still at it\n\n"


def _stages(standing: Standing) -> dict[str, Any]:
    """The stages of a job, each done, under way or to come."""
    names = _OF[standing.job.command]
    now = standing.stage if standing.stage in names else None
    at = -1 if now is None else names.index(now)
    stages = [(_STAGES[name], "done" if i < at else "now" if i == at else "") for i, name in enumerate(names)]
    return {"stages": stages, "is_waiting": standing.stage is None}
