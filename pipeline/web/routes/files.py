"""Files and runs: what the command line does with spreadsheets, over HTTP, and the same object as `--json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from shutil import rmtree
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask

from pipeline.model import Caller
from pipeline.runs.jobs import jobs as work
from pipeline.web.callers import Approver, Editor, Viewer
from pipeline.web.jobs import JobStanding, Patience, Waiting, begun, body_of, events, not_found, standing_of, where_of
from pipeline.web.problems import Problem, responses
from pipeline.web.reads import field_error, looked_up, newest_of
from pipeline.web.writes import IdempotencyKey, IfMatch, OnTerms, version_in
from schemas.records import dataclass
from schemas.vocabulary import Role

router = APIRouter(tags=["Files and runs"])

JobId: TypeAlias = Annotated[str, Path(max_length=100, description="The id of the job")]
Files: TypeAlias = Annotated[list[UploadFile], File(description="The files: .xlsx, .xls, .xlsb, .ods, .csv, .parquet")]
Reviewed: TypeAlias = Annotated[
    UploadFile | None,
    File(description="The workbook of the plan as it was reviewed: what was declined there is not carried out"),
]
Options: TypeAlias = Annotated[
    str,
    Form(
        description='The options of the command line as a JSON object, such as {"mode": "full"}',
        max_length=20_000,
    ),
]


@dataclass(frozen=True, slots=True)
class _FilesSent:
    """A request with files."""

    request: Request
    response: Response
    patience: Patience
    files: list[UploadFile]
    options: str
    key: str | None


async def _files_sent(
    request: Request,
    response: Response,
    patience: Waiting,
    files: Files,
    options: Options = "{}",
    idempotency_key: IdempotencyKey = None,
) -> _FilesSent:
    return _FilesSent(request, response, patience, files, options, idempotency_key)


Sent: TypeAlias = Annotated[_FilesSent, Depends(_files_sent)]
_ANSWERS = {
    202: {"description": "It is not done yet: ask again at `url`", "model": JobStanding},
    **responses(400, 401, 403, 409, 413, 429, 500, 503),
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
_ABOUT_ONE = {202: _ANSWERS[202], **responses(400, 401, 403, 404, 409, 429, 500, 503)}


@router.post("/checks", summary="Check files", response_model=JobStanding, responses=_ANSWERS)
async def check_files(caller: Viewer, sent: Sent) -> Mapping[str, Any]:
    """Find everything that is wrong with these files; nothing is written to the ledger."""
    return await _begun("check", caller, sent)


@router.post("/plans", summary="Plan what a run of files would do", response_model=JobStanding, responses=_ANSWERS)
async def plan_files(caller: Editor, sent: Sent) -> Mapping[str, Any]:
    """Decide what a run of these files would do, as a workbook to approve; nothing is written to the ledger."""
    return await _begun("plan", caller, sent)


@router.post(
    "/runs",
    summary="Bring the ledger in line with files",
    response_model=JobStanding,
    responses={**_ANSWERS, **responses(412)},
)
async def run_files(caller: Editor, sent: Sent, if_match: IfMatch = None) -> Mapping[str, Any]:
    """Check the files, and bring the ledger in line with them, in one transaction."""
    return await _begun("run", caller, sent, version_in(if_match))


@router.post(
    "/plans/{id}/apply",
    summary="Apply a plan",
    response_model=JobStanding,
    responses={**_ABOUT_ONE, **responses(412, 413)},
)
async def apply_plan(
    request: Request,
    response: Response,
    caller: Approver,
    patience: Waiting,
    id: JobId,  # noqa: A002
    terms: OnTerms,
    plan: Reviewed = None,
) -> Mapping[str, Any]:
    """Carry out exactly what was planned, or as much of it as was approved. What has changed since is left out."""
    await _refuse_strange(request, "plan")
    standing = await standing_of(request, caller, "plans", id)
    if standing.status != "done" or "plan" not in standing.outputs:
        raise Problem(400, "This plan is not made yet, or could not be made.", code="no_plan")
    files = [] if plan is None else [work.File(plan.filename, plan.file)]
    asked = {"files": files, "about": id, "key": terms.idempotency_key, "if_match": terms.if_match}
    return await begun(request, response, caller, patience, "apply", **asked)


@router.post("/runs/{id}/undo", summary="Plan the reversal of a run", response_model=JobStanding, responses=_ABOUT_ONE)
async def undo_run(
    request: Request,
    response: Response,
    caller: Approver,
    patience: Waiting,
    id: JobId,  # noqa: A002
    idempotency_key: IdempotencyKey = None,
) -> Mapping[str, Any]:
    """Decide what reverses that run, as a plan; carry it out with /plans/{id}/apply."""
    newest = newest_of(request, caller)
    if not await looked_up(request, lambda house: house.jobs.is_own_run(caller, id, at_least=newest)):
        raise not_found(id)
    return await begun(request, response, caller, patience, "undo", about=id, key=idempotency_key)


@router.get("/checks/{id}", **_STANDING)
@router.get("/plans/{id}", **_STANDING)
@router.get("/runs/{id}", **_STANDING)
async def get_job(
    request: Request,
    caller: Viewer,
    id: JobId,  # noqa: A002
) -> Mapping[str, Any]:
    """How a check, a plan or a run stands, and what came of it."""
    return body_of(await standing_of(request, caller, where_of(request), id))


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
    standing = await standing_of(request, caller, where_of(request), id)
    if name not in standing.outputs:
        raise not_found(name)
    path, after = standing.outputs[name], None
    if path is None:
        path = await looked_up(request, lambda house: house.jobs.results_of(caller, id))
        after = BackgroundTask(rmtree, path.parent, ignore_errors=True)
    return FileResponse(path, filename=f"{id}.{path.name}", background=after)


@router.get("/checks/{id}/events", **_EVENTS)
@router.get("/plans/{id}/events", **_EVENTS)
@router.get("/runs/{id}/events", **_EVENTS)
async def get_events(
    request: Request,
    caller: Viewer,
    id: JobId,  # noqa: A002
) -> StreamingResponse:
    """Tell each stage as it begins, and at the end how the job stands."""
    standing = await standing_of(request, caller, where_of(request), id)
    return StreamingResponse(events(request, caller, standing, where_of(request)), media_type="text/event-stream")


async def _begun(command: str, caller: Caller, sent: _FilesSent, if_match: int | None = None) -> Mapping[str, Any]:
    """The answer to a job about these files. Raises Problem where what is asked cannot be understood."""
    await _refuse_strange(sent.request, "files", "options")
    options = _options(sent.options)
    if options.get("allow") and caller.role is not Role.APPROVER:
        raise Problem(403, "Only the key of an approver may allow what a limit refuses.", code="forbidden")
    files = [work.File(file.filename, file.file) for file in sent.files]
    asked = {"files": files, "options": options, "key": sent.key, "if_match": if_match}
    return await begun(sent.request, sent.response, caller, sent.patience, command, **asked)


async def _refuse_strange(request: Request, *known: str) -> None:
    """Raises Problem where the form has another field than these."""
    strange = next((name for name in (await request.form()) if name not in known), None)
    if strange is not None:
        raise _refused(strange, "There is no such field.")


def _options(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError as problem:
        raise _refused("options", "This is not JSON.") from problem
    if not isinstance(given, dict):
        raise _refused("options", "This is no JSON object.")
    return given


def _refused(field: str, said: str) -> Problem:
    return Problem(400, f"{field}: {said}", code="invalid_request", errors=[field_error(field, said)])
