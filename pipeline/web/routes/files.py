"""Files and runs: what the command line does with spreadsheets, over HTTP, and the same object as `--json`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from pipeline.model import Caller
from pipeline.runs.jobs import jobs as work
from pipeline.runs.jobs.jobs import Standing
from pipeline.web.callers import Approver, Editor, Viewer
from pipeline.web.house import house_of
from pipeline.web.problems import Problem, problem_of, responses
from pipeline.web.reads import field_error, looked_up, newest_of
from schemas.vocabulary import Role

router = APIRouter(tags=["Files and runs"])

_LOOKED_EVERY, _HEARTBEAT = 0.1, 15.0
# The commands of the jobs at each address.
_COMMANDS = {"checks": ("check",), "plans": ("plan", "undo"), "runs": ("run", "apply")}

JobId: TypeAlias = Annotated[str, Path(max_length=100, description="The id of the job")]
Files: TypeAlias = Annotated[list[UploadFile], File(description="The files: .xlsx, .xls, .xlsb, .ods, .csv, .parquet")]
Options: TypeAlias = Annotated[
    str,
    Form(
        description='The options of the command line as a JSON object, such as {"mode": "full"}',
        max_length=20_000,
    ),
]


class Patience(BaseModel):
    """How long an answer is waited for."""

    model_config = ConfigDict(extra="forbid")

    wait: float = Field(
        default=5, ge=0, le=60, description="So many seconds is waited for the end; then the answer is 202"
    )


Waiting: TypeAlias = Annotated[Patience, Query()]


class JobStanding(BaseModel):
    """How a job stands, and what came of it."""

    id: str = Field(description="The id of the job; of a run, also the id of the run in the ledger")
    command: str = Field(description="What is done: check, plan, run, apply, undo")
    status: Literal["queued", "running", "done", "failed"] = Field(description="How it stands")
    stage: str | None = Field(description="How far it is: the stage that began last")
    url: str = Field(description="The place to ask again")
    report: dict[str, Any] | None = Field(
        description="What came of it: the object that the command prints with --json, its outputs as addresses"
    )


_ANSWERS = {
    202: {"description": "It is not done yet: ask again at `url`", "model": JobStanding},
    **responses(400, 401, 403, 413, 429, 500, 503),
}
_STANDING: dict[str, Any] = {
    "summary": "How a job stands",
    "response_model": JobStanding,
    "responses": responses(400, 401, 403, 404, 429, 500, 503),
}
_OUTPUT: dict[str, Any] = {
    "summary": "A file that a job has made",
    "response_class": FileResponse,
    "responses": {
        200: {"description": "The file", "content": {"application/octet-stream": {}}},
        **responses(400, 401, 403, 404, 429, 500, 503),
    },
}
_EVENTS: dict[str, Any] = {
    "summary": "The progress of a job, as server-sent events",
    "response_class": StreamingResponse,
    "responses": {
        200: {"description": "An event `stage` per stage, then `done`", "content": {"text/event-stream": {}}},
        **responses(400, 401, 403, 404, 429, 500, 503),
    },
}
_ABOUT_ONE = {202: _ANSWERS[202], **responses(400, 401, 403, 404, 429, 500, 503)}


@router.post("/checks", summary="Check files", response_model=JobStanding, responses=_ANSWERS)
async def check_files(
    request: Request, response: Response, caller: Viewer, patience: Waiting, files: Files, options: Options = "{}"
) -> Mapping[str, Any]:
    """Find everything that is wrong with these files; nothing is written to the ledger."""
    return await _begun(request, response, caller, patience, await _asked(request, caller, "check", files, options))


@router.post("/plans", summary="Plan what a run of files would do", response_model=JobStanding, responses=_ANSWERS)
async def plan_files(
    request: Request, response: Response, caller: Editor, patience: Waiting, files: Files, options: Options = "{}"
) -> Mapping[str, Any]:
    """Decide what a run of these files would do, as a workbook to approve; nothing is written to the ledger."""
    return await _begun(request, response, caller, patience, await _asked(request, caller, "plan", files, options))


@router.post("/runs", summary="Bring the ledger in line with files", response_model=JobStanding, responses=_ANSWERS)
async def run_files(
    request: Request, response: Response, caller: Editor, patience: Waiting, files: Files, options: Options = "{}"
) -> Mapping[str, Any]:
    """Check the files, and bring the ledger in line with them, in one transaction."""
    return await _begun(request, response, caller, patience, await _asked(request, caller, "run", files, options))


@router.post("/plans/{id}/apply", summary="Apply a plan", response_model=JobStanding, responses=_ABOUT_ONE)
async def apply_plan(
    request: Request,
    response: Response,
    caller: Approver,
    patience: Waiting,
    id: JobId,  # noqa: A002
) -> Mapping[str, Any]:
    """Carry out exactly what was planned. What has changed in the ledger since is left out."""
    standing = await _standing(request, caller, "plans", id)
    if standing.status != "done" or "plan" not in standing.outputs:
        raise Problem(400, "This plan is not made yet, or could not be made.", code="no_plan")
    begun = {"command": "apply", "files": (), "options": {}, "about": id}
    return await _begun(request, response, caller, patience, begun)


@router.post("/runs/{id}/undo", summary="Plan the reversal of a run", response_model=JobStanding, responses=_ABOUT_ONE)
async def undo_run(
    request: Request,
    response: Response,
    caller: Approver,
    patience: Waiting,
    id: JobId,  # noqa: A002
) -> Mapping[str, Any]:
    """Decide what reverses that run, as a plan; carry it out with /plans/{id}/apply."""
    newest = newest_of(request, caller)
    if not await looked_up(request, lambda house: house.jobs.is_own_run(caller, id, at_least=newest)):
        raise _not_found(id)
    begun = {"command": "undo", "files": (), "options": {}, "about": id}
    return await _begun(request, response, caller, patience, begun)


@router.get("/checks/{id}", **_STANDING)
@router.get("/plans/{id}", **_STANDING)
@router.get("/runs/{id}", **_STANDING)
async def get_job(
    request: Request,
    caller: Viewer,
    id: JobId,  # noqa: A002
) -> Mapping[str, Any]:
    """How a check, a plan or a run stands, and what came of it."""
    return _body(await _standing(request, caller, _where(request), id))


@router.get("/checks/{id}/outputs/{name}", **_OUTPUT)
@router.get("/plans/{id}/outputs/{name}", **_OUTPUT)
@router.get("/runs/{id}/outputs/{name}", **_OUTPUT)
async def get_output(
    request: Request,
    caller: Viewer,
    id: JobId,  # noqa: A002
    name: Annotated[str, Path(max_length=300, description="The name of the output in the report")],
) -> FileResponse:
    """A workbook of results, of a plan or of a check."""
    standing = await _standing(request, caller, _where(request), id)
    path = standing.outputs.get(name)
    if path is None:
        raise _not_found(name)
    return FileResponse(path, filename=f"{id}.{path.name}")


@router.get("/checks/{id}/events", **_EVENTS)
@router.get("/plans/{id}/events", **_EVENTS)
@router.get("/runs/{id}/events", **_EVENTS)
async def get_events(
    request: Request,
    caller: Viewer,
    id: JobId,  # noqa: A002
) -> StreamingResponse:
    """Tell each stage as it begins, and at the end how the job stands."""
    standing = await _standing(request, caller, _where(request), id)
    return StreamingResponse(_events(request, caller, standing, _where(request)), media_type="text/event-stream")


async def _events(request: Request, caller: Caller, standing: Standing, where: str) -> AsyncIterator[str]:
    told, waited = None, 0.0
    while True:
        if standing.stage not in (None, told):
            told = standing.stage
            yield _event("stage", {"stage": told})
        if standing.report is not None:
            yield _event("done", _body(standing))
            return
        await asyncio.sleep(_LOOKED_EVERY)
        waited += _LOOKED_EVERY
        if waited >= _HEARTBEAT:
            waited = 0
            yield ": still at it\n\n"
        standing = await _standing(request, caller, where, standing.job.job_id)


def _where(request: Request) -> str:
    """The kind of job that the address is about: `/api/v1/runs/...`."""
    return request.url.path.split("/")[3]


def _event(name: str, told: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n"


async def _asked(
    request: Request, caller: Caller, command: str, files: list[UploadFile], options: str
) -> dict[str, Any]:
    """What is asked, as a job takes it. Raises Problem where it cannot be understood."""
    strange = next((name for name in (await request.form()) if name not in ("files", "options")), None)
    if strange is not None:
        raise _refused(strange, "There is no such field.")
    try:
        given = json.loads(options)
    except ValueError as problem:
        raise _refused("options", "This is not JSON.") from problem
    if not isinstance(given, dict):
        raise _refused("options", "This is no JSON object.")
    if given.get("allow") and caller.role is not Role.APPROVER:
        raise Problem(403, "Only the key of an approver may allow what a limit refuses.", code="forbidden")
    contents = tuple([work.File(file.filename, await file.read()) for file in files])
    return {"command": command, "files": contents, "options": given}


async def _begun(
    request: Request, response: Response, caller: Caller, patience: Patience, asked: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The answer to a job that was begun: how it stands when it is done, or when the caller's patience ends."""
    house = house_of(request)
    try:
        job_id = await asyncio.to_thread(house.jobs.begin, caller=caller, **asked)
    except Exception as failure:
        raise problem_of(failure) from failure
    where = next(where for where, commands in _COMMANDS.items() if asked["command"] in commands)
    deadline = asyncio.get_running_loop().time() + patience.wait
    standing = await _standing(request, caller, where, job_id)
    while standing.report is None and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(_LOOKED_EVERY)
        standing = await _standing(request, caller, where, job_id)
    body = _body(standing)
    response.headers["Location"] = body["url"]
    if standing.report is None:
        response.status_code = 202
        response.headers["Retry-After"] = "1"
    elif standing.report["state_version"] is not None:
        house.written[caller.key_id] = max(house.newest_of(caller), standing.report["state_version"])
    return body


async def _standing(request: Request, caller: Caller, where: str, job_id: str) -> Standing:
    standing: Standing | None = await looked_up(request, lambda house: house.jobs.standing(caller, job_id))
    if standing is None or standing.job.command not in _COMMANDS[where]:
        raise _not_found(job_id)
    return standing


def _body(standing: Standing) -> dict[str, Any]:
    job, report = standing.job, standing.report
    where = next(where for where, commands in _COMMANDS.items() if job.command in commands)
    url = f"/api/v1/{where}/{job.job_id}"
    if report is not None:
        report = {**report, "outputs": {name: f"{url}/outputs/{name}" for name in standing.outputs}}
    told = {"id": job.job_id, "command": job.command, "status": standing.status, "stage": standing.stage}
    return {**told, "url": url, "report": report}


def _not_found(name: str) -> Problem:
    return Problem(404, f"There is no {name} here.", code="not_found")


def _refused(field: str, said: str) -> Problem:
    return Problem(400, f"{field}: {said}", code="invalid_request", errors=[field_error(field, said)])
