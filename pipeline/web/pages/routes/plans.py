"""Plans: what would change, line by line; what is left out; and that it is approved."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from pipeline.runs.jobs import kept_rows
from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.jobs import Standing
from pipeline.web.house import house_of
from pipeline.web.pages import limit_bars, options
from pipeline.web.pages.lookups import begun, commands_at, job_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.visitors import Anybody, Approver, Editor, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

MOST = 50
_PLANS = commands_at("plans")
_WITH_ROWS = ("check", "plan", "places", "run", "apply")
_LONGEST_REASON, _MOST_RUNS = 500, 200


@router.get("/plans/{job_id}")
async def show_plan(
    request: Request,
    visitor: Anybody,
    job_id: str,
    group: Annotated[str, Query(max_length=50)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """What a plan would change."""
    standing, folder = await job_of(request, visitor, job_id, _PLANS)
    if standing.report is None:
        return progress_page(request, visitor, standing)
    told = await elsewhere(lambda: _told(folder, group, q, start))
    done = await elsewhere(lambda: _runs_of(request, visitor, job_id))
    made = _shown(request, visitor, standing, {**told, "done": done})
    if visitor.is_approver and not done:
        made.background = BackgroundTask(house_of(request).jobs.make_ready)
    return made


@router.post("/plans/{job_id}/lines")
async def change_lines(request: Request, visitor: Editor, job_id: str) -> Response:
    """Leave lines out of a plan, or take them in again."""
    form = await form_of(request, visitor)
    _, folder = await job_of(request, visitor, job_id, _PLANS)
    group, todo = str(form.get("group", "")), str(form.get("do", ""))
    ticked = [int(one) for one in map(str, form.getlist("line")) if one.isdecimal() and len(one) < 10]
    places = None if todo.endswith("all") else ticked
    if todo in ("leave", "leave-all", "take", "take-all"):
        is_out = todo.startswith("leave")
        await elsewhere(lambda: kept_rows.change_left_out(folder, group, places, is_out=is_out))
    query = {"group": group, "q": str(form.get("q", "")), "start": str(form.get("start", "0"))}
    address = request.url_for("show_plan", job_id=job_id).include_query_params(**query)
    return RedirectResponse(f"{address.path}?{address.query}#lines", 303)


@router.post("/plans/{job_id}/apply")
async def approve(request: Request, visitor: Approver, job_id: str) -> Response:
    """Carry out a plan, but for the lines that are left out."""
    form = await form_of(request, visitor)
    standing, folder = await job_of(request, visitor, job_id, _PLANS)
    if standing.report is None or "plan" not in standing.outputs:
        raise Problem(409, "This plan is not made yet, or could not be made.")
    left_out = kept_rows.read_left_out(folder)
    if str(form.get("seen", "")) != kept_rows.print_of(left_out):
        raise Problem(409, "Somebody has left lines out of this plan, or taken some in, since you looked. Look again.")
    allowed = _allowed(form, standing)
    address = await begun(request, visitor, "apply", about=job_id, options=allowed, left_out=left_out)
    return RedirectResponse(address, 303)


@router.post("/plans/{job_id}/let-in")
async def let_in(request: Request, visitor: Approver, job_id: str) -> Response:
    """Plan again, with new devices or people let in that look like known ones."""
    form = await form_of(request, visitor)
    standing, folder = await job_of(request, visitor, job_id, ("plan",))
    known = {kept_rows.override_of(one) for one in await elsewhere(lambda: kept_rows.suspects_of(folder))}
    meant = [one for one in map(str, form.getlist("new")) if one in known]
    if not meant:
        raise Problem(400, "Tick the devices or people that are new indeed.")
    job = standing.job
    allow = [*job.options.get("allow", ()), *meant]
    asked = {**job.options, "allow": allow, "reason": f"new indeed, says {visitor.caller.name}"}
    address = await begun(request, visitor, "plan", about=job_id, options=asked, columns=job.columns)
    return RedirectResponse(address, 303)


@router.get("/{place}/{job_id}/rows/{what}")
async def show_rows(
    request: Request,
    visitor: Anybody,
    place: str,
    job_id: str,
    what: str,
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """All findings of a job; or all rows that it did not carry out, with their cells as they were."""
    reads = {"findings": kept_rows.findings_of, "refused": kept_rows.refused_of, "not-done": kept_rows.not_done_of}
    reads |= {"emptied": kept_rows.emptied_of, "drifted": kept_rows.drifted_of}
    commands = [one for one in commands_at(place) if one in _WITH_ROWS]
    standing, folder = await job_of(request, visitor, job_id, commands)
    if what not in reads:
        raise Problem(404, "Nothing is here.")
    part = await elsewhere(lambda: reads[what](folder, start=start, most=MOST))
    told: dict[str, Any] = {
        "what": what,
        "part": part,
        "start": start,
        "most": MOST,
        "place": place,
        "job": standing.job,
    }
    return page(request, visitor, "rows.html.jinja", **told)


def _told(folder: JobFolder, group: str, text: str, start: int) -> dict[str, Any]:
    """The groups of a plan, and the lines of one of them."""
    groups = kept_rows.groups_of(folder)
    chosen = next((one for one in groups if one.name == group), groups[0] if groups else None)
    part = kept_rows.lines_of(folder, chosen.name, text=text, start=start, most=MOST) if chosen else None
    out = kept_rows.read_left_out(folder)
    return {
        "groups": groups,
        "group": chosen,
        "part": part,
        "q": text,
        "start": start,
        "most": MOST,
        "seen": kept_rows.print_of(out),
        "suspects": kept_rows.suspects_of(folder),
        "override_of": kept_rows.override_of,
        "refused": kept_rows.refused_of(folder, most=0).count,
        "emptied": kept_rows.emptied_of(folder, most=0).count,
        "drifted": kept_rows.drifted_of(folder, most=0).count,
    }


def _shown(request: Request, visitor: Visitor, standing: Standing, told: dict[str, Any]) -> Response:
    report, job = standing.report or {}, standing.job
    error = report.get("error") or {}
    can_be_made = "plan" in standing.outputs
    lines = sum(one.count - one.left_out for one in told["groups"])
    known = {
        "job": job,
        "report": report,
        "error": error,
        "can_be_made": can_be_made,
        "overrides": error.get("overrides", []) if can_be_made else [],
        "lines": lines,
        "limits": limit_bars.bars_of(report),
        "said": options.said_of(job.options),
        "plan_address": request.url_for("show_plan", job_id=job.job_id).path,
    }
    return page(request, visitor, "plan.html.jinja", **known, **told)


def _allowed(form: FormData, standing: Standing) -> dict[str, Any]:
    """What an approver allows of what the plan is refused for. Raises Problem where that lacks a reason."""
    overrides = ((standing.report or {}).get("error") or {}).get("overrides", [])
    if not overrides:
        return {}
    reason = " ".join(str(form.get("reason", "")).split())[:_LONGEST_REASON]
    if form.get("allow") is None:
        return {}
    if not reason:
        raise Problem(400, "Say why the limit is to be exceeded: the reason is kept with the run. Go back to add it.")
    return {"allow": overrides, "reason": reason}


def _runs_of(request: Request, visitor: Visitor, job_id: str) -> list[Standing]:
    """The runs by which a plan was carried out, or was to be."""
    return house_of(request).jobs.recent(visitor.caller, ("apply",), about=job_id, most=_MOST_RUNS)
