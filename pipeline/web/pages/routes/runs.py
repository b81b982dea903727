"""Runs: what was carried out, its results, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from shutil import rmtree
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, RedirectResponse, Response

from pipeline.runs.jobs import kept_rows
from pipeline.runs.jobs.jobs import Jobs, Standing
from pipeline.runs.listings.runs import Runs, find_run, list_runs
from pipeline.web.house import house_of
from pipeline.web.pages.lookups import OF_LISTS, PLACES, begun, commands_at, job_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.visitors import Anybody, Approver, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_IMPATIENT = 1.0
_MOST, _SHOWN_CHANGES, _SHOWN_LINES = 50, 100, 20
_RUNS, _PLANS, _SHOWN_JOBS = commands_at("runs"), commands_at("plans"), 10
_ACTIONS = {
    "assign": "Handed out",
    "reassign": "Changed hands",
    "unassign": "Came back",
    "create": "New devices",
    "update": "Facts corrected",
}
# What people sign for.
_SIGNED = ("assign", "reassign", "unassign")


@router.get("/runs")
async def show_runs(request: Request, visitor: Anybody, before: Annotated[str, Query(max_length=100)] = "") -> Response:
    """All runs, the latest first, and what is under way."""
    house = house_of(request)
    recent = await elsewhere(lambda: house.jobs.recent(visitor.caller, OF_LISTS, most=100))
    lately = {} if before else await elsewhere(lambda: _lately(recent, house.jobs, visitor))
    told: dict[str, Any] = {**lately, "places": PLACES, "is_busy": False}
    try:
        read = await _runs(request, visitor, before, is_patient=not lately.get("jobs"))
    except Problem as busy:  # a run is being written, and there is no copy yet that could be read meanwhile
        if busy.status != HTTPStatus.SERVICE_UNAVAILABLE or not lately.get("jobs"):
            raise
        read, told["is_busy"] = Runs((), None), True
    return page(request, visitor, "runs.html.jinja", runs=read.rows, next=read.next, **told)


async def _runs(request: Request, visitor: Visitor, before: str, *, is_patient: bool) -> Runs:
    """The runs on record; whoever is not patient waits only for a moment where somebody writes them."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    settings = house.settings if is_patient else house.settings.model_copy(update={"wait": _IMPATIENT})
    return await elsewhere(
        lambda: list_runs(settings, visitor.caller, before=before or None, most=_MOST, at_least=newest)
    )


def _lately(recent: Sequence[Standing], jobs: Jobs, visitor: Visitor) -> dict[str, list[Standing]]:
    """The jobs that are under way, the plans that wait for somebody, and what was tried lately and is not on record."""
    carried_out = {one.job.about for one in recent if one.job.command == "apply" and one.status != "failed"}
    plans = [one for one in recent if one.job.command in _PLANS and one.job.job_id not in carried_out]
    failed = [one for one in recent if one.job.command in _RUNS and one.status == "failed"]
    return {
        "jobs": [one for one in recent if one.status in ("queued", "running")],
        "waiting": [one for one in plans[:_SHOWN_JOBS] if _would_change(jobs, visitor, one)],
        "failed": failed[:_SHOWN_JOBS],
    }


def _would_change(jobs: Jobs, visitor: Visitor, standing: Standing) -> bool:
    """True for a plan that is made and has lines."""
    folder = jobs.folder(visitor.caller, standing.job.job_id)
    return folder is not None and folder.plan.is_file() and bool(kept_rows.groups_of(folder))


@router.get("/runs/{run_id}")
async def show_run(request: Request, visitor: Anybody, run_id: str) -> Response:
    """What a run has done."""
    jobs = house_of(request).jobs
    standing = await elsewhere(lambda: jobs.standing(visitor.caller, run_id))
    if standing is not None and standing.job.command in _RUNS:
        return await _of_job(request, visitor, run_id)
    run = await _of_ledger(request, visitor, run_id)
    told: dict[str, Any] = {
        "run_id": run_id,
        "run": run,
        "job": None,
        "report": None,
        "outputs": {},
        "not_done": None,
        "changes": [],
    }
    figures = [(words, run[f"actions_{name}"]) for name, words in _ACTIONS.items() if run[f"actions_{name}"]]
    figures += [("Rows read", run["rows_in"]), ("Not carried out", run["refused"])]
    told |= {"figures": figures, "can_undo": visitor.is_approver, "change_count": 0, "has_results": run["has_results"]}
    told["has_receipts"] = any(run[f"actions_{name}"] for name in _SIGNED) and not run["undoes"]
    return page(request, visitor, "run.html.jinja", **told)


@router.get("/runs/{run_id}/results")
async def get_results(request: Request, visitor: Anybody, run_id: str) -> Response:
    """The results of a run that no job has made, written again."""
    run = await _of_ledger(request, visitor, run_id)
    if not run["has_results"]:
        raise Problem(404, "This run took no files, so it has no workbook of results. Its page tells what it changed.")
    jobs = house_of(request).jobs
    path = await elsewhere(lambda: jobs.results_of(visitor.caller, run_id))
    after = BackgroundTask(rmtree, path.parent, ignore_errors=True)
    return FileResponse(path, filename=f"{run_id}.{path.name}", background=after)


@router.post("/runs/{run_id}/undo")
async def plan_undo(request: Request, visitor: Approver, run_id: str) -> Response:
    """Plan what reverses a run."""
    await form_of(request, visitor)
    await _of_ledger(request, visitor, run_id)
    return RedirectResponse(await begun(request, visitor, "undo", about=run_id), 303)


async def _of_job(request: Request, visitor: Visitor, run_id: str) -> Response:
    standing, folder = await job_of(request, visitor, run_id, _RUNS)
    report = standing.report
    if report is None:
        return progress_page(request, visitor, standing)
    not_done = await elsewhere(lambda: kept_rows.not_done_of(folder, most=_SHOWN_LINES))
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    told: dict[str, Any] = {
        "run_id": run_id,
        "run": await elsewhere(lambda: find_run(house.settings, visitor.caller, run_id, at_least=newest)),
        "job": standing.job,
        "report": report,
        "outputs": standing.outputs,
        "figures": _figures(report),
        "not_done": not_done if not_done.count else None,
        "changes": report["changes"][:_SHOWN_CHANGES],
        "change_count": report["change_count"],
        "can_undo": visitor.is_approver and _has_changed(standing),
        "has_receipts": any(report["actions"][name] for name in _SIGNED)
        and not await _is_undo(request, visitor, standing),
    }
    return page(request, visitor, "run.html.jinja", **told)


async def _of_ledger(request: Request, visitor: Visitor, run_id: str) -> Mapping[str, Any]:
    """That run on record. Raises Problem (404) where the organization has none."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    run = await elsewhere(lambda: find_run(house.settings, visitor.caller, run_id, at_least=newest))
    if run is None:
        raise Problem(404, "No run has this id.")
    return run


async def _is_undo(request: Request, visitor: Visitor, standing: Standing) -> bool:
    """True for a run that carried out a plan to undo another: nobody signs for that."""
    plan = await elsewhere(lambda: house_of(request).jobs.folder(visitor.caller, standing.job.about or ""))
    return plan is not None and plan.job.command == "undo"


def _figures(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What a run did, in figures."""
    figures = [(words, report["actions"][name]) for name, words in _ACTIONS.items() if report["actions"][name]]
    people = [("New people", report["created"]["owners"]), ("People corrected", report["owners_updated"])]
    refused = report["rows"]["skipped"] + report["rows"]["rejected"]
    rows = [("Rows read", report["rows"]["in"]), ("Change nothing", report["rows"]["unchanged"])]
    return [*figures, *(one for one in people if one[1]), *rows, ("Not carried out", refused)]


def _has_changed(standing: Standing) -> bool:
    """True for a run that has changed something, and so can be undone."""
    report = standing.report or {}
    is_done = standing.status == "done"
    return is_done and bool(sum(report["actions"].values()) + report["created"]["owners"] + report["owners_updated"])
