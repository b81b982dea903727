"""How the answers to jobs are made: waited for, looked up, and told as they go on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pipeline.model import Caller
from pipeline.runs.calls.conditions import VERSION_CHANGED
from pipeline.runs.jobs.jobs import Standing
from pipeline.runs.jobs.repeats import KeyReused
from pipeline.web.house import house_of
from pipeline.web.problems import Problem, problem_of
from pipeline.web.reads import looked_up, newest_of

_LOOKED_EVERY, _HEARTBEAT = 0.1, 15.0
_RUNS = "runs"
# The commands of the jobs at each address.
_COMMANDS = {"checks": ("check",), "plans": ("plan", "places", "undo"), _RUNS: ("run", "apply")}


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
    command: str = Field(description="What is done: check, plan, run, apply, undo; of other runs, such as sweep")
    status: Literal["queued", "running", "done", "failed"] = Field(description="How it stands")
    stage: str | None = Field(description="How far it is: the stage that began last")
    url: str = Field(description="The place to ask again")
    report: dict[str, Any] | None = Field(
        description="What came of it: the object that the command prints with --json, its outputs as addresses"
    )


async def begun(
    request: Request, response: Response, caller: Caller, patience: Patience, command: str, **asked: Any
) -> Mapping[str, Any]:
    """The answer to a job that is begun: how it stands when it is done, or when the caller's patience ends.

    `asked` is what it is about, as `Jobs.begin` takes it.
    """
    house = house_of(request)
    try:
        first = await asyncio.to_thread(house.jobs.begin, command, caller, **asked)
    except KeyReused as reused:
        raise Problem(409, f"{reused.message} {reused.hint}", code=reused.code) from reused
    except Exception as failure:
        raise problem_of(failure) from failure
    if first.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    where = _place_of(command)
    deadline = asyncio.get_running_loop().time() + patience.wait
    standing = await standing_of(request, caller, where, first.job_id)
    while standing.report is None and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(_LOOKED_EVERY)
        standing = await standing_of(request, caller, where, first.job_id)
    _refuse_changed(standing)
    body = body_of(standing)
    response.headers["Location"] = body["url"]
    if standing.report is None:
        response.status_code = 202
        response.headers["Retry-After"] = "1"
    return body


def _refuse_changed(standing: Standing) -> None:
    """Raises Problem (412) for what was not carried out because of `If-Match`."""
    error = (standing.report or {}).get("error") or {}
    if error.get("code") == VERSION_CHANGED:
        raise Problem(412, f"{error['message']} {error['hint']}", code=VERSION_CHANGED)


async def standing_of(request: Request, caller: Caller, where: str, job_id: str) -> Standing:
    """How that job stands, or that run, which may be of the command line or the sweep.

    Raises Problem (404) where the caller's organization has none at this address.
    """
    standing: Standing | None = await looked_up(request, lambda house: house.jobs.standing(caller, job_id))
    if standing is not None and standing.job.command not in _COMMANDS[where]:
        raise not_found(job_id)
    if standing is None and where == _RUNS:
        newest = newest_of(request, caller)
        standing = await looked_up(request, lambda house: house.jobs.past_run(caller, job_id, at_least=newest))
    if standing is None:
        raise not_found(job_id)
    if standing.report is not None and standing.report["state_version"] is not None:  # the next read shows it, too
        house_of(request).note_written(caller, standing.report["state_version"])
    return standing


def body_of(standing: Standing) -> dict[str, Any]:
    """How a job stands, as it is answered; its outputs are addresses."""
    job, report = standing.job, standing.report
    url = f"/api/v1/{_place_of(job.command)}/{job.job_id}"
    if report is not None:
        report = {**report, "outputs": {name: f"{url}/outputs/{name}" for name in standing.outputs}}
    told = {"id": job.job_id, "command": job.command, "status": standing.status, "stage": standing.stage}
    return {**told, "url": url, "report": report}


def not_found(name: str) -> Problem:
    """The problem that something is not there, or is another's."""
    return Problem(404, f"There is no {name} here.", code="not_found")


async def events(request: Request, caller: Caller, standing: Standing, where: str) -> AsyncIterator[str]:
    """Each stage of a job as it begins, and at the end how it stands, as server-sent events."""
    told, waited = None, 0.0
    while True:
        if standing.stage not in (None, told):
            told = standing.stage
            yield _event("stage", {"stage": told})
        if standing.report is not None:
            yield _event("done", body_of(standing))
            return
        await asyncio.sleep(_LOOKED_EVERY)
        waited += _LOOKED_EVERY
        if waited >= _HEARTBEAT:
            waited = 0
            yield ": still at it\n\n"
        standing = await standing_of(request, caller, where, standing.job.job_id)


def where_of(request: Request) -> str:
    """The kind of job that the address is about: `/api/v1/runs/...`."""
    return request.url.path.split("/")[3]


def _place_of(command: str) -> str:
    """The address of jobs of that command, as `where_of` tells it."""
    return next((where for where, commands in _COMMANDS.items() if command in commands), _RUNS)


def _event(name: str, told: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n"
